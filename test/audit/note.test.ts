import fc from 'fast-check';
import {
  formatTlogProof,
  parseCheckpoint,
  parseNote,
  parseTlogProof,
  parseVerifierKey,
  signCheckpoint,
  signedBy,
  signNote,
} from '../../services/audit/note';
import * as standalone from '../../services/audit/verifier/notes';
import { parseProof } from '../../services/audit/verifier/proof-file';
import { newSigningKey, readSigningKey } from '../../services/vault';

/** The example that C2SP signed-note gives. */
const KEY = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k';
const NOTE =
  'This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n';

const signer = newSigningKey('kravspor.test/log');
const verifier = parseVerifierKey(signer.verifierKey);
const keys = verifier === undefined ? [] : [verifier];
const root = Buffer.alloc(32, 7);
const checkpoint = signCheckpoint({ origin: signer.name, size: 12, root }, [signer]);

describe('signed notes', () => {
  it('verify as in the specification’s example', () => {
    const key = parseVerifierKey(KEY);
    const note = parseNote(Buffer.from(NOTE));
    if (key === undefined || note === undefined) throw new Error('they cannot be read');
    expect(signedBy(note, [key])).toEqual([key]);
    expect(signedBy({ ...note, text: 'This is an example massage.\n' }, [key])).toBe('forged');
    expect(signedBy(note, keys)).toEqual([]);
  });

  it('are read the same by the verifier that stands alone', () => {
    const key = standalone.parseKey(KEY);
    const note = standalone.parseNote(Buffer.from(NOTE));
    if (key === undefined || note === undefined) throw new Error('they cannot be read');
    expect(standalone.signedBy(note, [key])).toEqual([key]);
  });

  it('may carry several signatures, of which unknown ones are passed over', () => {
    const second = newSigningKey('kravspor.test/log');
    const note = parseNote(Buffer.from(signNote('text\n', [second, signer])));
    if (note === undefined) throw new Error('it cannot be read');
    expect(signedBy(note, keys)).toEqual(keys);
  });

  it.each([
    ['no newline at its end', NOTE.slice(0, -1)],
    ['no signature', 'text\n\n'],
    ['no empty line', 'text\n— a AAAAAAAA\n'],
    ['a control character', NOTE.replace('example', 'exam\tple')],
    ['another dash', NOTE.replace('—', '-')],
    ['a plus in the name', NOTE.replace('com/foo', 'com+foo')],
    ['a signature of four bytes', 'text\n\n— a AAAAAA==\n'],
    ['Base64 with loose bits', NOTE.replace('yaQM=', 'yaQN=')],
    ['Base64 without padding', NOTE.replace('yaQM=', 'yaQM')],
    ['a second space', NOTE.replace('foo Uw', 'foo  Uw')],
  ])('are refused with %s', (_, text) => {
    expect(parseNote(Buffer.from(text))).toBeUndefined();
    expect(standalone.parseNote(Buffer.from(text))).toBeUndefined();
  });

  it('are refused when they are not UTF-8', () => {
    const bytes = Buffer.from(NOTE);
    bytes[0] = 0xff;
    expect(parseNote(bytes)).toBeUndefined();
    expect(standalone.parseNote(bytes)).toBeUndefined();
  });
});

describe('keys', () => {
  it('come back from their file’s text', () => {
    expect(readSigningKey(signer.signerKey)?.verifierKey).toBe(signer.verifierKey);
    expect(readSigningKey(`${signer.signerKey}\n`)?.verifierKey).toBe(signer.verifierKey);
  });

  it('are refused with another id than their own, another name, or another kind', () => {
    const [name, , encoded] = signer.verifierKey.split('+');
    expect(parseVerifierKey(`${name}+00000000+${encoded}`)).toBeUndefined();
    expect(parseVerifierKey(signer.verifierKey.replace('kravspor', 'kravspar'))).toBeUndefined();
    expect(parseVerifierKey(`${signer.verifierKey}=`)).toBeUndefined();
    expect(parseVerifierKey('')).toBeUndefined();
    expect(readSigningKey(signer.signerKey.replace('kravspor', 'kravspar'))).toBeUndefined();
    expect(readSigningKey(signer.signerKey.slice(0, -1))).toBeUndefined();
    expect(() => newSigningKey('a name with spaces')).toThrow(TypeError);
  });
});

describe('checkpoints', () => {
  it('come back from their bytes', () => {
    expect(parseCheckpoint(checkpoint)).toMatchObject({ origin: signer.name, size: 12, root });
    expect(standalone.parseCheckpoint(checkpoint)).toMatchObject({ origin: signer.name, size: 12, root });
  });

  it('vouch for no byte that was changed', () => {
    for (let i = 0; i < checkpoint.length; i++) {
      for (const bit of [0x01, 0x20, 0x80]) {
        const bytes = Buffer.from(checkpoint);
        bytes.writeUInt8(bytes.readUInt8(i) ^ bit, i);
        const changed = parseCheckpoint(bytes);
        const signers = changed === undefined ? [] : signedBy(changed.note, keys);
        expect(signers === 'forged' || signers.length === 0).toBe(true);
      }
    }
  });

  const withText = (text: string): Buffer => Buffer.from(signNote(text, [signer]));
  it.each([
    ['a size with a leading zero', 'o\n012\n' + root.toString('base64') + '\n'],
    ['a size that is no number', 'o\nNaN\n' + root.toString('base64') + '\n'],
    ['a size beyond exact numbers', 'o\n9007199254740993\n' + root.toString('base64') + '\n'],
    ['a negative size', 'o\n-1\n' + root.toString('base64') + '\n'],
    ['a short root', 'o\n1\nAAAA\n'],
    ['a fourth line', 'o\n1\n' + root.toString('base64') + '\nmore\n'],
    ['no origin', '\n1\n' + root.toString('base64') + '\n'],
  ])('are refused with %s', (_, text) => {
    expect(parseCheckpoint(withText(text))).toBeUndefined();
    expect(standalone.parseCheckpoint(withText(text))).toBeUndefined();
  });
});

describe('proofs', () => {
  it('come back from their bytes', () =>
    fc.assert(
      fc.property(
        fc.nat(),
        fc.array(fc.uint8Array({ minLength: 32, maxLength: 32 }), { maxLength: 50 }),
        fc.option(fc.uint8Array({ minLength: 1, maxLength: 99 }), { nil: undefined }),
        (index, hashes, extra) => {
          const proof = {
            index,
            hashes: hashes.map(h => Buffer.from(h)),
            checkpoint,
            ...(extra === undefined ? {} : { extra: Buffer.from(extra) }),
          };
          const bytes = formatTlogProof(proof);
          expect(parseTlogProof(bytes)).toEqual(proof);
          expect(parseProof(bytes)).toEqual({ extra: undefined, ...proof });
        },
      ),
    ));

  it.each([
    ['another first line', 'c2sp.org/tlog-proof@v2\nindex 0\n\n'],
    ['no index', 'c2sp.org/tlog-proof@v1\n\n'],
    ['an index with a leading zero', 'c2sp.org/tlog-proof@v1\nindex 00\n\n'],
    ['a hash of another length', 'c2sp.org/tlog-proof@v1\nindex 0\nAAAA\n\n'],
    ['an empty extra', 'c2sp.org/tlog-proof@v1\nextra \nindex 0\n\n'],
    ['carriage returns', 'c2sp.org/tlog-proof@v1\r\nindex 0\r\n\r\n'],
    ['nothing', ''],
  ])('are refused with %s', (_, text) => {
    const bytes = Buffer.concat([Buffer.from(text), checkpoint]);
    expect(parseTlogProof(bytes)).toBeUndefined();
    expect(parseProof(bytes)).toBeUndefined();
  });
});
