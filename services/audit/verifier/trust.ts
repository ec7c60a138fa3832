import { readNamed } from './files';
import { type Checkpoint, type Key, parseCheckpoint, parseKey, signedBy, textOf } from './notes';
import { add, type Report, stop } from './verdict';

export const MOST_NOTE_BYTES = 1_000_000;

/** The keys given: each a verifier key itself, or a file with one on each line (and # before remarks). */
export function readKeys(given: readonly string[]): readonly Key[] {
  return given.flatMap(one => {
    const key = parseKey(one);
    if (key !== undefined) return [key];
    const text =
      textOf(readNamed(one, MOST_NOTE_BYTES)) ?? stop('unreadable', 'bad-key', `${one} is not text.`);
    const lines = text.split('\n').filter(line => line !== '' && !line.startsWith('#'));
    const keys = lines.map(
      line => parseKey(line) ?? stop('unreadable', 'bad-key', `${one} holds a line that is no verifier key.`),
    );
    return keys.length > 0 ? keys : stop('incomplete', 'no-key', `${one} holds no verifier key.`);
  });
}

/** Reads a checkpoint and looks at its signatures. What is wrong goes into the report. */
export function takeCheckpoint(
  report: Report,
  bytes: Buffer,
  keys: readonly Key[],
  what: string,
): Checkpoint {
  const checkpoint =
    parseCheckpoint(bytes) ?? stop('unreadable', 'bad-checkpoint', `${what} is not a checkpoint.`);
  const { origin, size, root, note } = checkpoint;
  const signers = signedBy(note, keys);
  const names = signers === 'forged' ? [] : signers.map(({ name, keyId }) => `${name}+${keyId}`);
  report.checkpoints.push({ origin, size, root: root.toString('base64'), signedBy: names });
  judge(report, checkpoint, keys, signers, what);
  return checkpoint;
}

function judge(
  report: Report,
  { origin, size, note }: Checkpoint,
  keys: readonly Key[],
  signers: readonly Key[] | 'forged',
  what: string,
): void {
  if (keys.length === 0) {
    const message = `No key was given, so nobody is known to vouch for ${what}. Give --key.`;
    return add(report, { verdict: 'incomplete', code: 'no-key', message });
  }
  if (signers === 'forged') {
    const message = `The signature of ${what} does not fit its text.`;
    return add(report, { verdict: 'tampered', code: 'bad-signature', message });
  }
  if (signers.length === 0) {
    const message = `${what} is not signed by the key that was given.`;
    const expected = keys.map(({ name, keyId }) => `${name}+${keyId}`).join(', ');
    const found = note.signatures.map(({ name, keyId }) => `${name}+${keyId}`).join(', ');
    return add(report, { verdict: 'incomplete', code: 'wrong-key', message, expected, found });
  }
  const own = signers.filter(({ name }) => name === origin);
  if (own.length === 0) {
    const message = `${what} is of another log than its key.`;
    const expected = signers.map(({ name }) => name).join(', ');
    return add(report, { verdict: 'tampered', code: 'other-origin', message, expected, found: origin });
  }
  if (!own.some(({ from, to }) => from <= size && size <= to)) {
    const message = `${what} is signed by a key that was not, or no longer, the key of a log of ${size} leaves.`;
    add(report, { verdict: 'tampered', code: 'expired-key', message });
  }
}
