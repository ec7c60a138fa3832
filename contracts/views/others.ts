import type { CalendarState } from '../states/calendar';
import type { DocumentState } from '../states/document';
import type { Organisation } from '../states/organisations';
import type { ReportState } from '../states/report';
import type { Placed, Reasons } from './placed';

export type DocumentStage = 'unknown' | 'registered' | 'read' | 'published' | 'superseded';

/** A steering document with its items and what was decided on each; by `<issuer>.<document>`. */
export interface DocumentView extends Placed, DocumentState {
  readonly document: string;
  readonly issuer: string;
  readonly stage: DocumentStage;
  readonly title?: string;
  readonly kind?: string;
  readonly year?: number;
  /** Items neither dropped nor decided on, those with doubts, and all. */
  readonly counts: {
    readonly items: number;
    readonly standing: number;
    readonly reportable: number;
    readonly doubtful: number;
    readonly undecided: number;
  };
  readonly because: Reasons;
}

/** An organisation's deadlines of a year; by `<organisation>.<year>`. */
export interface CalendarView extends Placed, CalendarState {
  readonly calendar: string;
  readonly organisation: string;
  readonly year: number;
  readonly because: Reasons;
}

/** An organisation with its names and groups over time; by its id. */
export interface OrganisationView extends Organisation {
  readonly organisation: string;
  /** Neither merged into another nor retired, ever. */
  readonly standing: boolean;
  /** Every name it has gone by. */
  readonly names: readonly string[];
  readonly seq: number;
  readonly revision: number;
}

export type ReportStage = 'unknown' | 'opened' | 'administrative' | 'returned' | 'board' | 'sealed';

/** A report: its submissions and what was decided around them; by `<organisation>.<kind>.<year>.<number>`. */
export interface ReportView extends Placed, ReportState {
  readonly report: string;
  readonly organisation: string;
  readonly kind: string;
  readonly year: number;
  readonly number: number;
  readonly stage: ReportStage;
  readonly title?: string;
  readonly because: Reasons;
}
