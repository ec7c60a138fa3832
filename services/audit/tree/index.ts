/** The tree over a log: grown and signed in this thread or one of its own, held against its anchor, and served. */
export type { Alarm } from './alarm';
export type { BeforeStep, FileStep } from './files';
export type { ScrubOptions, ScrubReport } from './scrub';
export type { ServedTile, Serving } from './serving';
export { readTree, type TreeReaderOptions } from './reader';
export { type SharedTreeOptions, startSharedTree } from './shared';
export type { TreeOptions } from './options';
export { startTree } from './start';
export type { Barred, TreeStatus } from './status';
export { stillnessOf, type Stillness } from './stillness';
export { startTreeThread, type TreeThreadOptions } from './threaded';
export type { Tree } from './tree';
