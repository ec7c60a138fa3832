/** The write side: one door, pure deciders, and what one act causes elsewhere. */
export { mayRead } from './authorise';
export { check } from './check';
export { type Clock, simulatedClock, systemClock, timestamp } from './clock';
export { type Directory, DirectoryLagging } from './directory';
export { type Door, openDoor } from './door';
export { type FollowUps, followUpsElsewhere, type FollowUpStatus, startFollowUps } from './follow-ups/runner';
export { clockOf, type Header, headerOf, writeHeader } from './open-log';
export { guardedRevision } from './precondition';
export {
  FOLLOW_UP_SOURCE,
  localOperator,
  LOG_SOURCE,
  type Principal,
  RESERVED_SOURCE,
  SYSTEM_ORGANISATION,
  systemPrincipal,
} from './principal';
export type { HeadsOf } from './sealing';
export { type Collected, collect, foldReport, recordsOf, reportOf, type ReportQuestion } from './reporting';
export { type Receipt } from './receipt';
export { load, type Loaded, revisionOf, StreamDamaged } from './streams';
