export { directoryOf, type Directory, recordAt, type RecordPlace } from './directory';
export { collectionsOf } from './generations';
export type { Behind } from './caught-up';
export { type Runner, type RunnerOptions, startRunner } from './runner';
export type { Status } from './status';
export * from './stores';
export { fromDocument } from './plain';
export { type Views, views } from './views';
export * from './past';
