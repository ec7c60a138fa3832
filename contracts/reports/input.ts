import type { ReportStep } from '../events/parts';
import type { RecordId, Timestamp } from '../primitives';
import type { CalendarState } from '../states/calendar';
import type { LogState } from '../states/log';
import type { OrganisationsState } from '../states/organisations';
import type { ReportState } from '../states/report';
import type { RequirementState } from '../states/requirement';

/** A record as a report speaks of it: its place in the log, what happened, and both its times. */
export interface RecordRef {
  readonly id: RecordId;
  readonly seq: number;
  readonly what: string;
  readonly time: Timestamp;
  readonly recordedAt: Timestamp;
}

/** A stream's state and all its records up to a cut. */
export interface StreamAt<S> {
  readonly subject: string;
  readonly state: S;
  readonly records: readonly RecordRef[];
}

/** A point of the log; with `asOf`, only what had happened by then. */
export interface LogPoint {
  readonly seq: number;
  readonly recordedAt: Timestamp;
  readonly asOf?: Timestamp;
}

/** All that an annual report rests on, every stream cut at the basis. `inputOf` makes it from the streams. */
export interface AnnualInput {
  readonly organisation: string;
  readonly year: number;
  readonly step: ReportStep;
  readonly basis: LogPoint;
  readonly register: OrganisationsState;
  readonly log: LogState;
  /** Titles of the documents the requirements stand in. */
  readonly documents: readonly { readonly subject: string; readonly title: string }[];
  /** Every requirement laid on the organisation. */
  readonly requirements: readonly StreamAt<RequirementState>[];
  /** Requirements these restate, and those others derived from them. */
  readonly related: readonly StreamAt<RequirementState>[];
}

/** What stands around a report: its submissions and the decisions on them, as of a later point of the log. */
export interface ProcessInput {
  readonly seen: LogPoint;
  readonly report: StreamAt<ReportState>;
  /** The issuer's calendar of the year; absent where none is kept. */
  readonly calendar?: StreamAt<CalendarState>;
  /** Records of the report's requirement streams after the basis. */
  readonly later: readonly (RecordRef & { readonly requirement: string })[];
}
