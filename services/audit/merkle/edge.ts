import { encodeEntries } from './entries';
import { EMPTY_ROOT, type Hash, HASH_BYTES, leafHash, nodeHash, perfectRoot } from './hash';
import { TILE_WIDTH, type TileId } from './tile-path';

/** A tile or a bundle to be written. */
export interface TileFile {
  readonly id: TileId;
  readonly bytes: Buffer;
}

/** The right edge of a growing tree: what is not yet in full tiles. It changes as leaves are added. */
export interface Edge {
  size: number;
  /** The leaves after the last full bundle. */
  entries: Uint8Array[];
  /** By level, the hashes after the last full tile. */
  readonly levels: Hash[][];
}

export const emptyEdge = (): Edge => ({ size: 0, entries: [], levels: [] });

/** Adds a leaf; gives its hash, and hands over every tile that it fills. */
export function addLeaf(edge: Edge, leaf: Uint8Array, filled: (file: TileFile) => void): Hash {
  const hash = leafHash(leaf);
  edge.entries.push(leaf);
  if (edge.entries.length === TILE_WIDTH) {
    const index = Math.floor(edge.size / TILE_WIDTH);
    filled({ id: { level: 'entries', index, width: TILE_WIDTH }, bytes: encodeEntries(edge.entries) });
    edge.entries = [];
  }
  addHash(edge, 0, Math.floor(edge.size / TILE_WIDTH), hash, filled);
  edge.size++;
  return hash;
}

function addHash(
  edge: Edge,
  level: number,
  tile: number,
  hash: Hash,
  filled: (file: TileFile) => void,
): void {
  const hashes = (edge.levels[level] ??= []);
  hashes.push(hash);
  if (hashes.length < TILE_WIDTH) return;
  const bytes = Buffer.concat(hashes);
  filled({ id: { level, index: tile, width: TILE_WIDTH }, bytes });
  hashes.length = 0;
  addHash(edge, level + 1, Math.floor(tile / TILE_WIDTH), perfectRoot(bytes, 0, TILE_WIDTH), filled);
}

/** The partial tiles and the partial bundle of the tree as it stands. */
export function partialFiles(edge: Edge): readonly TileFile[] {
  const files: TileFile[] = [];
  if (edge.entries.length > 0) {
    const index = Math.floor(edge.size / TILE_WIDTH);
    const id: TileId = { level: 'entries', index, width: edge.entries.length };
    files.push({ id, bytes: encodeEntries(edge.entries) });
  }
  edge.levels.forEach((hashes, level) => {
    if (hashes.length === 0) return;
    const index = Math.floor(edge.size / TILE_WIDTH ** (level + 1));
    files.push({ id: { level, index, width: hashes.length }, bytes: Buffer.concat(hashes) });
  });
  return files;
}

/** The root of the tree as it stands: its complete subtrees, joined from the right (RFC 6962, 2.1). */
export function edgeRoot({ levels }: Edge): Hash {
  let root: Hash | undefined;
  for (const hashes of levels) {
    for (const subtree of completeSubtrees(Buffer.concat(hashes)).reverse())
      root = root === undefined ? subtree : nodeHash(subtree, root);
  }
  return root ?? EMPTY_ROOT;
}

/** The roots of the complete subtrees over a row of hashes, the largest first. */
function completeSubtrees(hashes: Buffer): Hash[] {
  const roots: Hash[] = [];
  let from = 0;
  for (let count = TILE_WIDTH / 2; count >= 1; count /= 2) {
    if (from + count > hashes.length / HASH_BYTES) continue;
    roots.push(perfectRoot(hashes, from, count));
    from += count;
  }
  return roots;
}
