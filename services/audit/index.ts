/** Leaves, Merkle tree, checkpoints and proofs. The verifier beside stands alone: nothing here imports it, nor it us. */
export { leafOf, LEAF_FORMAT, type Leaf, metaHash, parseLeaf, saltedHash } from './leaf';
export { type Checkpoint, parseCheckpoint, parseVerifierKey, type SignedCheckpoint } from './note';
export {
  type Alarm,
  type Barred,
  type BeforeStep,
  type FileStep,
  type ScrubOptions,
  type ScrubReport,
  type ServedTile,
  readTree,
  startSharedTree,
  startTree,
  startTreeThread,
  stillnessOf,
  type Stillness,
  type TreeThreadOptions,
  type Tree,
  type TreeOptions,
  type SharedTreeOptions,
  type TreeReaderOptions,
  type TreeStatus,
} from './tree';
export * from './replay';
export { type Moved, moveLog, type MoveProblem, type Side } from './move';
export { originalOf } from './original';
