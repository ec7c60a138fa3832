import { parseCheckpoint, signedBy, type SignedCheckpoint, type VerifierKey } from '../note';
import { type Alarm, TreeAlarm } from './alarm';
import { readIfThere } from './files';

/** Whose checkpoints are believed: those of this log, signed by one of its keys. */
export interface Trust {
  readonly origin: string;
  /** The present key and those before it. */
  readonly keys: readonly VerifierKey[];
}

/** Reads a checkpoint file of ours; undefined where there is none. Throws `TreeAlarm` for what is not to be believed. */
export async function readCheckpoint(path: string, trust: Trust): Promise<SignedCheckpoint | undefined> {
  const bytes = await readIfThere(path);
  return bytes === undefined ? undefined : believed(bytes, path, trust);
}

/** The checkpoint in the bytes of a file. Throws `TreeAlarm` for what is not to be believed. */
export function believed(bytes: Buffer, path: string, trust: Trust): SignedCheckpoint {
  const checkpoint = parseCheckpoint(bytes);
  if (checkpoint === undefined) throw distrust('anchor-unreadable', path, 'is no checkpoint');
  if (checkpoint.origin !== trust.origin)
    throw distrust('other-origin', path, `is of the log ${checkpoint.origin}`);
  const signers = signedBy(checkpoint.note, trust.keys);
  if (signers === 'forged') throw distrust('unknown-key', path, 'has a forged signature');
  if (signers.length === 0) throw distrust('unknown-key', path, 'is not signed by a key of this log');
  return checkpoint;
}

const distrust = (kind: Alarm['kind'], path: string, what: string): TreeAlarm =>
  new TreeAlarm({
    kind,
    message: `The checkpoint ${path} ${what}.`,
    advice: 'Find out who changed it. Put the checkpoint last seen by somebody else in its place.',
  });
