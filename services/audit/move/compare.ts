import type { EventLog } from '../../event-log';
import { type FeedRecord, readFeed } from '../../event-log/feed';
import { leafOf } from '../leaf';
import { addLeaf, edgeRoot, emptyEdge, leafHash } from '../merkle';

/** A log as an engine has it, to be held against another. */
export interface Side {
  readonly log: EventLog;
  /** For messages: an address without its password. */
  readonly name: string;
}

/** How far two logs tell the same. */
export type Compared =
  /** They are the same, to the last record; `root` is that of both trees, made of either by itself. */
  | { readonly kind: 'same'; readonly records: number; readonly root: string }
  /** All that one of them holds, the other begins with. `last` is the last record they share. */
  | { readonly kind: 'shorter'; readonly side: 'from' | 'to'; readonly last: FeedRecord | undefined }
  | {
      readonly kind: 'different';
      readonly seq: number;
      readonly stream: string;
      /** Leaf hashes in hex, and in words what differs where these are the same. */
      readonly expected: string;
      readonly found: string;
    };

/**
 * Reads two logs side by side and compares them leaf by leaf, and byte by byte in what no leaf tells. Throws what their
 * reads throw.
 */
export async function compareLogs(
  from: EventLog,
  to: EventLog,
  origin: string,
  at: (done: number) => void,
): Promise<Compared> {
  const [left, right] = [leavesOf(from, origin), leavesOf(to, origin)];
  const [leftTree, rightTree] = [emptyEdge(), emptyEdge()];
  let last: FeedRecord | undefined;
  try {
    for (;;) {
      const [one, other] = [await left.next(), await right.next()];
      if (one.done === true && other.done === true) return same();
      if (one.done === true) return { kind: 'shorter', side: 'from', last };
      if (other.done === true) return { kind: 'shorter', side: 'to', last };
      const [a, b] = [one.value, other.value];
      const { seq, stream } = a.record;
      const [expected, found] = [a.hash, b.hash].map(hash => hash.toString('hex'));
      if (
        expected === undefined ||
        found === undefined ||
        expected !== found ||
        !isSameEntry(a.record, b.record)
      )
        return { kind: 'different', seq, stream, expected: expected ?? '', found: found ?? '' };
      addLeaf(leftTree, a.leaf, () => undefined);
      addLeaf(rightTree, b.leaf, () => undefined);
      last = a.record;
      if (seq % 100 === 0) at(seq);
    }
  } finally {
    await left.return(undefined);
    await right.return(undefined);
  }

  function same(): Compared {
    const [one, other] = [leftTree, rightTree].map(tree => edgeRoot(tree).toString('base64'));
    if (one === undefined || one !== other) throw new Error('equal leaves have come to different roots');
    return { kind: 'same', records: leftTree.size, root: one };
  }
}

interface Leaf {
  readonly record: FeedRecord;
  readonly leaf: Buffer;
  readonly hash: Buffer;
}

/** The leaves of a log in order, each made of its record and the leaf before it in its stream. */
async function* leavesOf(log: EventLog, origin: string): AsyncGenerator<Leaf, undefined> {
  const heads = new Map<string, string>();
  for await (const batch of readFeed(log)) {
    for (const record of batch) {
      const leaf = leafOf(origin, record, heads.get(record.stream) ?? null);
      const hash = leafHash(leaf);
      heads.set(record.stream, hash.toString('hex'));
      yield { record, leaf, hash };
    }
  }
  return undefined;
}

/** The leaf speaks of what the metadata say, not of how they are written. */
const isSameEntry = ({ entry: a }: FeedRecord, { entry: b }: FeedRecord): boolean =>
  a.id === b.id && a.type === b.type && a.data === b.data && a.metadata === b.metadata;
