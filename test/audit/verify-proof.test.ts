import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { consistencyProof, inclusionProof } from '../../services/audit/merkle';
import { formatTlogProof } from '../../services/audit/note';
import { tileReader } from '../../services/audit/tree/tiles';
import { run } from '../../services/audit/verifier/main';
import { newSigningKey } from '../../services/vault';
import { leavesOf, ORIGIN, writeLogFolder } from './folder';
import { builtVerifier, type Verifier } from './verifier';

const SIZE = 300;
const INDEX = 259;
const key = newSigningKey(ORIGIN);
let verifier: Verifier;
let base: string;
let proof: string;
let leaf: string;

beforeAll(async () => {
  verifier = builtVerifier();
  base = mkdtempSync(join(tmpdir(), 'kravspor-verify-proof-'));
  const leaves = [...leavesOf(ORIGIN, SIZE, 40)];
  for (const size of [100, SIZE]) writeLogFolder(folderOf(size), key, leaves.slice(0, size));
  writeLogFolder(join(base, 'split'), key, leavesOf(ORIGIN, SIZE, 39));
  [proof, leaf] = [join(base, 'proof'), join(base, 'leaf')];
  writeFileSync(leaf, leaves[INDEX] ?? '');
  writeFileSync(proof, await proofFrom(SIZE, INDEX));
});
afterAll(() => {
  verifier.remove();
  rmSync(base, { recursive: true, force: true });
});

const folderOf = (size: number): string => join(base, String(size));
const checkpointOf = (folder: string): string => join(folder, 'checkpoint');

async function proofFrom(size: number, index: number, extra?: Buffer): Promise<Buffer> {
  const tree = { size, read: tileReader(folderOf(size)).hashes };
  const hashes = await inclusionProof(tree, index);
  const checkpoint = readFileSync(checkpointOf(folderOf(size)));
  return formatTlogProof({ index, hashes, checkpoint, ...(extra === undefined ? {} : { extra }) });
}

const say = (...args: readonly string[]) => verifier.say(...args, '--key', key.verifierKey);
/** In this process, where a thousand runs take no longer than a few of the program. */
const exitOf = (...args: readonly string[]): number => run([...args, '--key', key.verifierKey]).exit;

describe('a proof of one event', () => {
  it('is verified with its leaf', () => {
    expect(say('proof', proof, '--leaf', leaf)).toMatchObject({ exit: 0, verdict: 'verified', leaves: 1 });
  });

  it('is verified with the leaf that it holds itself', async () => {
    const file = join(base, 'with-leaf');
    writeFileSync(file, await proofFrom(SIZE, INDEX, readFileSync(leaf)));
    expect(say('proof', file)).toMatchObject({ exit: 0, leaves: 1 });
    expect(say('proof', proof)).toMatchObject({ exit: 2, codes: ['no-leaf'] });
  });

  it('is not verified without a key, or with another', () => {
    expect(verifier.say('proof', proof, '--leaf', leaf)).toMatchObject({ exit: 2, codes: ['no-key'] });
    const other = newSigningKey(ORIGIN).verifierKey;
    expect(verifier.say('proof', proof, '--leaf', leaf, '--key', other).exit).toBe(2);
  });

  it('does not vouch for another leaf, nor for its leaf at another place', async () => {
    const file = join(base, 'other');
    writeFileSync(file, readFileSync(leaf, 'utf8').replace(/"event":"../, '"event":"00'));
    expect(say('proof', proof, '--leaf', file)).toMatchObject({ exit: 1, codes: ['not-included'] });
    writeFileSync(file, await proofFrom(SIZE, INDEX - 1));
    expect(say('proof', file, '--leaf', leaf).exit).toBe(1);
  });

  it('verifies with no byte of proof or leaf changed', () => {
    const survivors: string[] = [];
    for (const [file, what] of [
      [proof, 'proof'],
      [leaf, 'leaf'],
    ] as const) {
      const whole = readFileSync(file);
      const changed = join(base, 'changed');
      for (let i = 0; i < whole.length; i++) {
        const bytes = Buffer.from(whole);
        bytes.writeUInt8(bytes.readUInt8(i) ^ (1 << (i % 8)), i);
        writeFileSync(changed, bytes);
        const exit =
          what === 'proof'
            ? exitOf('proof', changed, '--leaf', leaf)
            : exitOf('proof', proof, '--leaf', changed);
        if (![1, 2, 3].includes(exit)) survivors.push(`${what} ${i}: ${exit}`);
      }
      for (const bytes of [
        whole.subarray(1),
        whole.subarray(0, -1),
        Buffer.concat([whole, Buffer.of(10)]),
        Buffer.alloc(0),
      ]) {
        writeFileSync(changed, bytes);
        const exit =
          what === 'proof'
            ? exitOf('proof', changed, '--leaf', leaf)
            : exitOf('proof', proof, '--leaf', changed);
        if (exit === 0) survivors.push(`${what} ${bytes.length} bytes`);
      }
    }
    expect(survivors).toEqual([]);
  });

  it('of gigabytes, or of a single endless line, is not read', () => {
    const file = join(base, 'large');
    writeFileSync(file, Buffer.alloc(3_000_000, 0x41));
    expect(say('proof', file, '--leaf', leaf)).toMatchObject({ exit: 3, codes: ['too-large'] });
    writeFileSync(file, Buffer.alloc(1_900_000, 0x41));
    expect(say('proof', file, '--leaf', leaf)).toMatchObject({ exit: 3, codes: ['bad-proof'] });
    expect(say('proof', proof, '--leaf', file)).toMatchObject({ exit: 3, codes: ['too-large'] });
  });
});

describe('two checkpoints', () => {
  const [old, now] = [(): string => checkpointOf(folderOf(100)), (): string => checkpointOf(folderOf(SIZE))];

  it('are consistent when the folder of the new log shows it', () => {
    expect(say('consistency', old(), folderOf(SIZE))).toMatchObject({ exit: 0, verdict: 'verified' });
    expect(say('consistency', folderOf(100), folderOf(SIZE))).toMatchObject({ exit: 0 });
    expect(say('consistency', now(), now())).toMatchObject({ exit: 0 });
  });

  it('are consistent when a proof shows it, and with no byte of it changed', async () => {
    const hashes = await consistencyProof({ size: SIZE, read: tileReader(folderOf(SIZE)).hashes }, 100);
    const lines = ['old 100', ...hashes.map(h => h.toString('base64')), '', ''].join('\n');
    const file = join(base, 'witness');
    const whole = Buffer.concat([Buffer.from(lines), readFileSync(now())]);
    writeFileSync(file, whole);
    expect(say('consistency', old(), file)).toMatchObject({ exit: 0, verdict: 'verified' });
    const survivors: number[] = [];
    for (let i = 0; i < whole.length; i++) {
      const bytes = Buffer.from(whole);
      bytes.writeUInt8(bytes.readUInt8(i) ^ (1 << (i % 8)), i);
      writeFileSync(file, bytes);
      if (![1, 2, 3].includes(exitOf('consistency', old(), file))) survivors.push(i);
    }
    expect(survivors).toEqual([]);
  });

  it('show nothing by themselves, if their sizes differ', () => {
    expect(say('consistency', old(), now())).toMatchObject({ exit: 2, codes: ['no-proof'] });
  });

  it('of one size and two roots are a split view', () => {
    expect(say('consistency', now(), checkpointOf(join(base, 'split')))).toMatchObject({
      exit: 1,
      codes: ['split-view'],
    });
  });

  it('show a log that was rewritten', () => {
    expect(say('consistency', old(), join(base, 'split'))).toMatchObject({ exit: 1, codes: ['split-view'] });
  });

  it('show a log that was cut', () => {
    expect(say('consistency', now(), folderOf(100))).toMatchObject({
      exit: 1,
      codes: ['cut'],
      firstBad: { index: 100 },
    });
  });

  it('of two logs are not compared', () => {
    const other = newSigningKey('other.test/log');
    const folder = join(base, 'other-log');
    writeLogFolder(folder, other, leavesOf('other.test/log', 100, 4));
    const both = ['--key', key.verifierKey, '--key', other.verifierKey];
    const said = verifier.say('consistency', checkpointOf(folder), folderOf(SIZE), ...both);
    expect(said).toMatchObject({ exit: 1, codes: ['other-origin'] });
  });

  it('are not verified from a folder that misses a bundle', () => {
    const folder = join(base, 'gap');
    cpSync(folderOf(SIZE), folder, { recursive: true });
    rmSync(join(folder, 'tile/entries/000'));
    expect(say('consistency', old(), folder)).toMatchObject({ exit: 2, codes: ['missing-file'] });
  });
});
