/** The Merkle tree of RFC 6962 in the tiles of C2SP tlog-tiles. Pure. */
export { addLeaf, type Edge, edgeRoot, emptyEdge, partialFiles, type TileFile } from './edge';
export { decodeEntries, encodeEntries, firstEntries, MAX_ENTRY_BYTES } from './entries';
export { EMPTY_ROOT, type Hash, HASH_BYTES, leafHash, nodeHash } from './hash';
export { consistencyProof, inclusionProof, type ReadTile, rootOf, type TiledTree } from './proofs';
export {
  countAt,
  fullPath,
  parseTilePath,
  partialFolder,
  TILE_WIDTH,
  tilePath,
  type TileId,
  widthIn,
} from './tile-path';
