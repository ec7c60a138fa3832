import { EMPTY_ROOT, type Hash, isPowerOfTwo, nodeHash, perfectRoot, splitOf } from './hash';
import { TILE_HEIGHT, TILE_WIDTH, widthIn } from './tile-path';

/** Gives a tile's hashes in a row, at least as many as `width`. */
export type ReadTile = (tile: {
  readonly level: number;
  readonly index: number;
  readonly width: number;
}) => Promise<Buffer>;

/** A tree of a size, whose hashes are read from tiles. */
export interface TiledTree {
  readonly size: number;
  readonly read: ReadTile;
}

/** RFC 6962, 2.1: the root of the first `size` leaves. */
export const rootOf = (tree: TiledTree): Promise<Hash> =>
  tree.size === 0 ? Promise.resolve(EMPTY_ROOT) : rangeRoot(tree, 0, tree.size);

/** RFC 6962, 2.1.1: the hashes from the leaf's sibling up to the root's child. */
export async function inclusionProof(tree: TiledTree, index: number): Promise<readonly Hash[]> {
  if (!Number.isSafeInteger(index) || index < 0 || index >= tree.size)
    throw new RangeError(`leaf ${index} is not in a tree of ${tree.size}`);
  return pathTo(tree, index, 0, tree.size);
}

async function pathTo(tree: TiledTree, index: number, from: number, to: number): Promise<readonly Hash[]> {
  if (to - from === 1) return [];
  const middle = from + splitOf(to - from);
  return index < middle
    ? [...(await pathTo(tree, index, from, middle)), await rangeRoot(tree, middle, to)]
    : [...(await pathTo(tree, index, middle, to)), await rangeRoot(tree, from, middle)];
}

/** RFC 6962, 2.1.2: what shows that the tree of `old` leaves begins this one. */
export async function consistencyProof(tree: TiledTree, old: number): Promise<readonly Hash[]> {
  if (!Number.isSafeInteger(old) || old < 1 || old > tree.size)
    throw new RangeError(`a tree of ${old} does not begin a tree of ${tree.size}`);
  return old === tree.size ? [] : subproof(tree, old, 0, tree.size, true);
}

async function subproof(
  tree: TiledTree,
  old: number,
  from: number,
  to: number,
  whole: boolean,
): Promise<readonly Hash[]> {
  if (old === to - from) return whole ? [] : [await rangeRoot(tree, from, to)];
  const split = splitOf(to - from);
  const middle = from + split;
  return old <= split
    ? [...(await subproof(tree, old, from, middle, whole)), await rangeRoot(tree, middle, to)]
    : [...(await subproof(tree, old - split, middle, to, false)), await rangeRoot(tree, from, middle)];
}

/** The root of the leaves from `from` to `to`, as they occur in RFC 6962: `from` is a multiple of the split of the rest. */
async function rangeRoot(tree: TiledTree, from: number, to: number): Promise<Hash> {
  const count = to - from;
  if (isPowerOfTwo(count)) return perfectNode(tree, from, count);
  const middle = from + splitOf(count);
  return nodeHash(await rangeRoot(tree, from, middle), await rangeRoot(tree, middle, to));
}

/** The node over `count` leaves, a power of two: somewhere inside one tile, as the root of a run of its hashes. */
async function perfectNode({ size, read }: TiledTree, from: number, count: number): Promise<Hash> {
  const level = Math.floor(Math.log2(count) / TILE_HEIGHT);
  const perHash = TILE_WIDTH ** level;
  const first = from / perHash;
  const index = Math.floor(first / TILE_WIDTH);
  const hashes = await read({ level, index, width: widthIn({ level, index }, size) });
  return perfectRoot(hashes, first % TILE_WIDTH, count / perHash);
}
