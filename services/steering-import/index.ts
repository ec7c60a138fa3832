/** Steering documents in plain text, read into draft items. Pure: no files, no clock, no network. */
export { readSteeringDocument } from './document';
export { dryRun, type DryRun } from './dry-run';
export { MAX_BYTES, type ImportProblem } from './problems';
export type { Doubt, DoubtCode } from './doubts';
export type { Encoding } from './decode';
export type { IndicatorFacts, Size } from './indicator';
export type { DraftItem, ItemKind, LineRange, Modality, PlainList, SteeringDocument } from './model';
