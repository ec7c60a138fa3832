import type { Cascade, Indicator, Kind, MaybeValue, Modality, Period, Status } from '../events/parts';
import type { Classification, Reference } from '../primitives';
import type { IndicatorJudgement } from '../states/indicator';
import type { AcceptanceStatus, Flag, ReportingMode, Stage } from '../states/requirement-status';
import type { Moment, Placed, Reasons } from './placed';

/** Current status of one requirement laid on one addressee; by `<organisation>.<key>`. */
export interface RequirementView extends Placed {
  readonly requirement: string;
  readonly organisation: string;
  readonly key: string;
  readonly stage: Stage;
  /** Neither withdrawn, superseded, fulfilled nor closed. */
  readonly open: boolean;
  readonly issuer?: string;
  readonly addresseePhrase?: string;
  readonly kind?: Kind;
  readonly modality?: Modality;
  readonly text?: string;
  readonly version?: number;
  /** The latest year it is laid for, and all of them in order. */
  readonly year?: number;
  readonly years: readonly number[];
  readonly targetYear?: number;
  readonly reporting?: { readonly mode: ReportingMode; readonly source: string };
  readonly classification?: Classification;
  readonly references: readonly Reference[];
  /** Where the text stands. */
  readonly document?: string;
  readonly item?: string;
  readonly section?: string;
  readonly sectionTitle?: string;
  readonly predecessor?: string;
  /** A date of its own; deadlines of reports are in the calendar. */
  readonly due?: { readonly date: string; readonly reason?: string };
  readonly acceptance: AcceptanceStatus;
  /** The latest acceptance; whether it stands is told by `acceptance`. */
  readonly accepted?: Moment & {
    readonly version: number;
    readonly boardCase?: { readonly number: string; readonly title: string; readonly date: string };
    readonly wording?: string;
    readonly reservation?: string;
  };
  readonly received?: Moment;
  readonly responsible?: { readonly unit?: string; readonly person?: string };
  /** The status of the last answer, on the scale it names. */
  readonly status?: string;
  readonly answer?: Moment & {
    readonly period: Period;
    readonly status: Status;
    readonly text: string;
    readonly forecast?: { readonly status: Status; readonly text: string };
  };
  readonly indicator?: Indicator;
  readonly baseline?: Moment & { readonly year: number; readonly value: MaybeValue };
  readonly measurement?: Moment & { readonly period: Period; readonly value: MaybeValue };
  /** How the last measurement stands to what was wanted. */
  readonly judgement?: IndicatorJudgement;
  readonly deviations: {
    readonly total: number;
    readonly open: number;
    /** Open ones of which the owner was notified as essential. */
    readonly essential: number;
  };
  readonly openQuestions: number;
  readonly flags: readonly Flag[];
  readonly parent?: {
    readonly requirement: string;
    readonly cascade: Cascade;
    readonly version?: number;
    readonly changed?: Moment & { readonly version: number; readonly text: string };
  };
  readonly children: readonly { readonly requirement: string; readonly cascade: Cascade }[];
  readonly successor?: { readonly organisation: string; readonly from: string };
  readonly ended?: Moment & { readonly how: string; readonly reason: string; readonly by?: string };
  readonly because: Reasons;
}

/** One text over all its addressees; by key. What the parts have in common is told by the one with the newest text. */
export interface CommonView {
  readonly key: string;
  readonly issuer?: string;
  readonly kind?: Kind;
  readonly text?: string;
  readonly version?: number;
  readonly year?: number;
  readonly years: readonly number[];
  /** Do all parts have the very same text? */
  readonly sameText: boolean;
  /** Side by side, by organisation. */
  readonly parts: readonly CommonPart[];
  /** The highest `seq` among the parts. */
  readonly seq: number;
}

/** One addressee's part in a common text. */
export interface CommonPart {
  readonly organisation: string;
  readonly requirement: string;
  readonly revision: number;
  readonly seq: number;
  readonly issuer?: string;
  readonly kind?: Kind;
  readonly text?: string;
  readonly version?: number;
  readonly years: readonly number[];
  readonly stage: Stage;
  readonly open: boolean;
  readonly acceptance: AcceptanceStatus;
  readonly reporting?: ReportingMode;
  readonly status?: Status;
  readonly period?: Period;
  readonly answer?: string;
  readonly openDeviations: number;
  readonly flags: readonly Flag[];
}

/** One deviation of a requirement; by `<requirement>/<deviation>`. */
export interface DeviationView extends Placed {
  readonly deviation: string;
  readonly requirement: string;
  readonly organisation: string;
  readonly key: string;
  readonly issuer?: string;
  readonly requirementText?: string;
  readonly years: readonly number[];
  readonly open: boolean;
  /** The owner was notified of it as essential. */
  readonly essential: boolean;
  readonly lacks: readonly ('cause' | 'measure')[];
  readonly about?: 'actual' | 'forecast';
  readonly period?: Period;
  readonly description?: string;
  readonly variance?: { readonly goal: string; readonly actual: string; readonly unit: string };
  readonly raised?: Moment;
  readonly cause?: string;
  readonly measures: readonly {
    readonly measure: string;
    readonly text: string;
    readonly due?: string;
    readonly responsible?: string;
    readonly stage: string;
    readonly droppedBecause?: string;
    readonly record: string;
  }[];
  /** The next date at which a measure not yet done is due. */
  readonly nextDue?: string;
  readonly effect?: Moment & { readonly effective: boolean; readonly text: string };
  readonly notified?: Moment & { readonly text: string };
  readonly accepted?: Moment & { readonly until: string; readonly reason: string };
  readonly closed?: Moment & { readonly text: string };
  readonly because: Reasons;
}
