import { readFileSync } from 'node:fs';
import { isMissing } from '../../../contracts/thrown';
import type { EventLog } from '../../event-log';
import { rootOf, type TiledTree } from '../merkle';
import type { SignedCheckpoint } from '../note';
import { otherRoot, shorter, TreeAlarm } from './alarm';
import { type FileWriter, readIfThere } from './files';
import { believed, type Trust } from './trust';

/** Throws `TreeAlarm` unless the tree begins with the one of the checkpoint. */
export async function requireConsistent(checkpoint: SignedCheckpoint, tree: TiledTree): Promise<void> {
  if (checkpoint.size > tree.size) throw shorter(tree.size, checkpoint);
  const root = await rootOf({ ...tree, size: checkpoint.size });
  if (!root.equals(checkpoint.root)) throw otherRoot(checkpoint, root);
}

/** Where the last checkpoint is kept. It is replaced in one step, and only by a larger one. */
export interface Kept {
  /**
   * Puts the next one there. Where one of this log is there that is larger, since somebody else writes too, it stays, and
   * is given back: the tree has to grow as far, and begin with it, before anything more is signed.
   */
  advance(next: SignedCheckpoint, tree: TiledTree): Promise<SignedCheckpoint | undefined>;
}

export interface Keeping {
  readonly log: EventLog;
  readonly trust: Trust;
  readonly files: FileWriter;
}

/**
 * The log's memory outside its database: the last checkpoint, on a path of its own. The next one has to be consistent
 * with what lies there then, whoever put it there.
 */
export function anchorAt(path: string, { log, trust, files }: Keeping): Kept {
  let written: Buffer | undefined;
  return {
    advance: againWhenOvertaken(async (next, tree) => {
      const there = await readIfThere(path);
      if (there === undefined && written !== undefined) throw anchorMissing(path);
      const checkpoint =
        there === undefined || written?.equals(there) === true ? undefined : believed(there, path, trust);
      if (checkpoint !== undefined) {
        if (await isAhead(checkpoint, tree.size, log)) return checkpoint;
        await requireConsistent(checkpoint, tree);
      }
      if (checkpoint?.size !== next.size)
        await files.write([{ path, bytes: next.bytes, guard: () => requireUnchanged(path, there) }]);
      written = checkpoint?.size === next.size ? checkpoint.bytes : next.bytes;
      return undefined;
    }),
  };
}

/** The checkpoint that is shown. It has no say of its own: what is not to be believed there is written over. */
export function shownAt(path: string, { log, trust, files }: Keeping): Kept {
  const ours = (bytes: Buffer): SignedCheckpoint | undefined => {
    try {
      return believed(bytes, path, trust);
    } catch (error) {
      if (error instanceof TreeAlarm) return undefined;
      throw error;
    }
  };
  return {
    advance: againWhenOvertaken(async (next, tree) => {
      const there = await readIfThere(path);
      const checkpoint = there === undefined ? undefined : ours(there);
      if (checkpoint !== undefined && (await isAhead(checkpoint, tree.size, log))) return checkpoint;
      await files.write([{ path, bytes: next.bytes, guard: () => requireUnchanged(path, there) }]);
      return undefined;
    }),
  };
}

/** Is it of a tree that ours is still to become? Throws `TreeAlarm` where the log does not reach so far. */
async function isAhead(checkpoint: SignedCheckpoint, size: number, log: EventLog): Promise<boolean> {
  if (checkpoint.size <= size) return false;
  const count = (await log.head())?.count ?? 0;
  if (count < checkpoint.size) throw shorter(count, checkpoint);
  return true;
}

/** What lay there has been replaced by somebody else meanwhile. */
class Overtaken extends Error {
  override readonly name = 'Overtaken';
}

const againWhenOvertaken =
  (advance: Kept['advance']): Kept['advance'] =>
  async (next, tree) => {
    for (;;) {
      try {
        return await advance(next, tree);
      } catch (error) {
        if (!(error instanceof Overtaken)) throw error;
      }
    }
  };

function requireUnchanged(path: string, there: Buffer | undefined): void {
  const now = readNow(path);
  if (now === undefined ? there !== undefined : there?.equals(now) !== true) throw new Overtaken(path);
}

function readNow(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

export const anchorMissing = (path: string): TreeAlarm =>
  new TreeAlarm({
    kind: 'anchor-missing',
    message: `This log has been signed, but there is no anchor at ${path}.`,
    advice: 'Mount the disk of the anchor, or put the newest checkpoint there that others have seen.',
  });
