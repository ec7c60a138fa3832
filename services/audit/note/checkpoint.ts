import { HASH_BYTES, type Hash } from '../merkle';
import { fromBase64, fromDecimal } from './base64';
import { parseNote, type Note, type Signer, signNote } from './note';

/** C2SP tlog-checkpoint: what a log commits to. */
export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Hash;
}

/** A checkpoint as it was read, with the note it came in. */
export interface SignedCheckpoint extends Checkpoint {
  readonly note: Note;
  /** The very bytes. */
  readonly bytes: Buffer;
}

/** The checkpoint as a signed note. */
export const signCheckpoint = ({ origin, size, root }: Checkpoint, signers: readonly Signer[]): Buffer =>
  Buffer.from(signNote(`${origin}\n${size}\n${root.toString('base64')}\n`, signers));

/** Reads a checkpoint without extension lines; undefined unless it is well-formed to the byte. Nothing is verified here. */
export function parseCheckpoint(bytes: Buffer): SignedCheckpoint | undefined {
  const note = parseNote(bytes);
  const [origin, sizeText, rootText, end, ...more] = note?.text.split('\n') ?? [];
  if (note === undefined || origin === undefined || origin === '' || end !== '' || more.length > 0)
    return undefined;
  const size = fromDecimal(sizeText ?? '');
  const root = fromBase64(rootText ?? '');
  if (size === undefined || root?.length !== HASH_BYTES) return undefined;
  return { origin, size, root, note, bytes };
}
