import { rootOf, type TiledTree } from '../merkle';
import { parseCheckpoint, signedBy, type SignedCheckpoint, type VerifierKey } from '../note';
import { type Alarm, otherRoot, shorter, TreeAlarm } from './alarm';
import { type FileWriter, readIfThere } from './files';

/** Whose checkpoints are believed: those of this log, signed by one of its keys. */
export interface Trust {
  readonly origin: string;
  /** The present key and those before it. */
  readonly keys: readonly VerifierKey[];
}

/** Reads a checkpoint file of ours; undefined where there is none. Throws `TreeAlarm` for what is not to be believed. */
export async function readCheckpoint(path: string, trust: Trust): Promise<SignedCheckpoint | undefined> {
  const bytes = await readIfThere(path);
  if (bytes === undefined) return undefined;
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

/** Throws `TreeAlarm` unless the tree begins with the one of the checkpoint. */
export async function requireConsistent(checkpoint: SignedCheckpoint, tree: TiledTree): Promise<void> {
  if (checkpoint.size > tree.size) throw shorter(tree.size, checkpoint);
  const root = await rootOf({ ...tree, size: checkpoint.size });
  if (!root.equals(checkpoint.root)) throw otherRoot(checkpoint, root);
}

/**
 * The log's memory outside its database: the last checkpoint, on a path of its own. It is replaced in one step, and only
 * by a larger one that is consistent with what lies there then.
 */
export interface Anchor {
  advance(next: SignedCheckpoint, tree: TiledTree): Promise<void>;
}

export function anchorAt(path: string, trust: Trust, files: FileWriter): Anchor {
  let written: Buffer | undefined;
  return {
    advance: async (next, tree) => {
      const there = await readIfThere(path);
      const isOurs = there !== undefined && written?.equals(there) === true;
      const checkpoint = isOurs ? undefined : await readCheckpoint(path, trust);
      if (checkpoint !== undefined) await requireConsistent(checkpoint, tree);
      if (checkpoint === undefined && written !== undefined && !isOurs) throw anchorMissing(path);
      if (checkpoint?.size !== next.size) await files.write([{ path, bytes: next.bytes }]);
      written = checkpoint?.size === next.size ? checkpoint.bytes : next.bytes;
    },
  };
}

export const anchorMissing = (path: string): TreeAlarm =>
  new TreeAlarm({
    kind: 'anchor-missing',
    message: `This log has been signed, but there is no anchor at ${path}.`,
    advice: 'Mount the disk of the anchor, or put the newest checkpoint there that others have seen.',
  });
