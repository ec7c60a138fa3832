import type { Cascade, Direction, Kind, MaybeValue, Modality, Period, ReportStep } from '../events/parts';
import type { MeasureStage } from '../states/deviation';
import type { IndicatorJudgement } from '../states/indicator';
import type { Joint } from '../states/joint-status';
import type { StatusStep } from '../states/log';
import type { AcceptanceStatus, Flag, ReportingMode } from '../states/requirement-status';
import type { Classification, RecordId, Reference, Timestamp } from '../primitives';
import type { LogPoint } from './input';

/** The form of the model; a reader of another form must not guess. */
export const REPORT_FORMAT = 'kravspor-annual-report/v1';

/** A record that a line rests on; `seq` is its index in the log, null where the record itself was not at hand. */
export interface Cite {
  readonly record: RecordId;
  readonly seq: number | null;
}

/**
 * Where a fact comes from: when it happened as the sender claims, when it was recorded, how many days (of Oslo) lie
 * between, and when it was corrected, if it was.
 */
export interface Source {
  readonly time: Timestamp;
  readonly recordedAt: Timestamp;
  readonly daysLater: number;
  readonly correctedAt: Timestamp | null;
  readonly cites: readonly Cite[];
}

/** An organisation; persons have no place in a report. */
export interface Named {
  readonly id: string;
  readonly name: string;
}

/** A status with the words of its own version of its scale; null where that scale is not known. */
export interface StatusFact {
  readonly scale: string;
  readonly version: number;
  readonly value: string;
  readonly labels: StatusStep['labels'] | null;
  readonly judgement: StatusStep['judgement'] | null;
}

export interface TextFact extends Source {
  readonly version: number;
  readonly text: string;
  readonly amendments: readonly (Source & {
    readonly version: number;
    readonly reason: string;
    readonly renewAcceptance: boolean;
    /** The wording that this version took the place of. */
    readonly earlier: string | null;
  })[];
}

export interface IssuedFact extends Source {
  readonly issuer: Named;
  /** The addressee in the document's own words; null where it names none. */
  readonly addresseePhrase: string | null;
  readonly kind: Kind;
  readonly modality: Modality;
  readonly steeringYear: number;
  readonly classification: Classification;
  readonly document: Named | null;
  readonly item: string | null;
  readonly section: string | null;
  readonly sectionTitle: string | null;
  readonly lines: readonly [number, number] | null;
  readonly references: readonly Reference[];
  readonly targetYear: number | null;
}

export interface ReportingFact extends Source {
  readonly year: number;
  readonly mode: ReportingMode;
  readonly source: string;
}

export interface ParentFact extends Source {
  readonly requirement: string;
  readonly organisation: Named;
  readonly cascade: Cascade;
  readonly version: number | null;
  readonly changed: (Source & { readonly version: number; readonly text: string }) | null;
}

/** An earlier requirement that this one restates, nearest first. */
export interface LineageFact extends Source {
  readonly requirement: string;
  readonly text: string;
  readonly years: readonly number[];
  readonly lastStatus: StatusFact | null;
  readonly ended: Ending['how'] | null;
}

export interface AcceptanceFact extends Source {
  readonly version: number;
  readonly boardCase: { readonly number: string; readonly title: string; readonly date: string } | null;
  readonly wording: string | null;
  readonly reservation: string | null;
  readonly superseded: boolean;
}

export interface QuestionFact {
  readonly about: 'clarification' | 'status' | 'report';
  readonly question: string;
  readonly asked: (Source & { readonly text: string; readonly due: string | null }) | null;
  readonly answered: (Source & { readonly text: string }) | null;
}

export interface IndicatorFact {
  readonly direction: Direction;
  readonly unit: string;
  readonly threshold: string | null;
  readonly baselineYear: number | null;
  readonly wantedChange: { readonly unit: 'percent' | 'absolute'; readonly amount: string | null } | null;
  readonly baseline:
    (Source & { readonly year: number; readonly value: MaybeValue; readonly source: string | null }) | null;
  readonly measured:
    (Source & { readonly period: Period; readonly value: MaybeValue; readonly source: string | null }) | null;
  /** The value to reach, where baseline and wanted change give one. */
  readonly target: string | null;
  /** Where the measured value lies, without saying what is good: that is the direction's business. */
  readonly againstThreshold: 'below' | 'at' | 'above' | null;
  readonly judgement: IndicatorJudgement;
  /** The records that say what is measured and wanted. */
  readonly specifiedBy: readonly Cite[];
  /** Those, and the baseline's. */
  readonly targetRestsOn: readonly Cite[];
  /** All that the judgement rests on. */
  readonly cites: readonly Cite[];
}

export interface AnswerFact extends Source {
  readonly status: StatusFact;
  readonly text: string;
  readonly forecast: { readonly status: StatusFact; readonly text: string } | null;
  readonly evidence: readonly { readonly title: string; readonly sha256: string }[];
}

/** An answer given through the year, before the one for the whole year. */
export interface InterimFact extends Source {
  readonly period: Period;
  readonly status: StatusFact;
}

export interface MeasureFact extends Source {
  readonly measure: string;
  readonly text: string;
  readonly due: string | null;
  readonly stage: MeasureStage;
  readonly droppedBecause: string | null;
  /** Neither completed nor dropped, and its day is past at the basis. */
  readonly overdue: boolean;
}

export interface DeviationFact {
  readonly deviation: string;
  readonly raised:
    | (Source & {
        readonly about: 'actual' | 'forecast';
        readonly period: Period;
        readonly description: string;
        readonly variance: { readonly goal: string; readonly actual: string; readonly unit: string } | null;
      })
    | null;
  readonly cause: (Source & { readonly text: string }) | null;
  readonly measures: readonly MeasureFact[];
  readonly effect: (Source & { readonly effective: boolean; readonly text: string }) | null;
  /** Told to the owner as essential. */
  readonly notified: (Source & { readonly text: string }) | null;
  readonly accepted:
    (Source & { readonly until: string; readonly reason: string; readonly expired: boolean }) | null;
  readonly closed: (Source & { readonly text: string }) | null;
  readonly lacking: readonly ('cause' | 'measure')[];
  readonly cites: readonly Cite[];
}

export interface Ending extends Source {
  readonly how: 'withdrawn' | 'superseded' | 'fulfilled' | 'closed';
  readonly reason: string;
  readonly by: string | null;
}

export interface FlagFact {
  readonly flag: Flag;
  readonly cites: readonly Cite[];
}

/** What one addressee says of its requirement in the year. */
export interface Said {
  readonly answer: AnswerFact | null;
  readonly interim: readonly InterimFact[];
  readonly indicator: IndicatorFact | null;
  readonly deviations: readonly DeviationFact[];
}

/** A trust's part in what the region answers for. */
export interface Part extends Said {
  readonly requirement: string;
  readonly organisation: Named;
  readonly cascade: Cascade;
  readonly text: TextFact | null;
  readonly acceptance: AcceptanceStatus;
  readonly status: Joint | null;
  readonly ended: Ending | null;
  readonly cites: readonly Cite[];
}

/** What a requirement is, whether an answer is due or not. */
export interface About {
  readonly requirement: string;
  readonly text: TextFact | null;
  readonly issued: IssuedFact | null;
  readonly reporting: ReportingFact | null;
  /** The years it is laid for: of issue, and those it was carried forward to. */
  readonly years: readonly number[];
  readonly questions: readonly QuestionFact[];
  readonly ended: Ending | null;
  /** Every record of the requirement up to the basis, in order, so that none can be left out unseen. */
  readonly records: readonly (Cite & { readonly what: string })[];
}

/** A requirement whose answer is due in this report. */
export interface Section extends About, Said {
  /** Its number in this report, from 1. */
  readonly number: number;
  readonly parent: ParentFact | null;
  readonly carriedForward: readonly (Source & { readonly year: number })[];
  readonly lineage: readonly LineageFact[];
  readonly due: (Source & { readonly date: string; readonly reason: string | null }) | null;
  readonly received: Source | null;
  readonly acceptance: AcceptanceStatus;
  readonly acceptances: readonly AcceptanceFact[];
  readonly responsibleUnit: (Source & { readonly name: string }) | null;
  readonly flags: readonly FlagFact[];
  readonly parts: readonly Part[];
  /** The joint status of the parts; null where there are none. */
  readonly joint: Joint | null;
}

/** Valid, with no answer due: why, and what was said of it nevertheless. */
export interface NotDue extends About {
  readonly why: 'none' | 'on-request' | 'earlier-year';
  readonly deviations: readonly DeviationFact[];
}

/** Not valid in the year: ended, laid for later years only, or not issued as far as the records tell. */
export interface Outside extends About {
  readonly why: 'ended' | 'later-year' | 'not-issued';
}

/** The annual report of one organisation, cut at its basis; a pure function of the records up to there. */
export interface AnnualReport {
  readonly format: typeof REPORT_FORMAT;
  readonly organisation: Named;
  readonly issuer: Named | null;
  readonly year: number;
  readonly step: ReportStep;
  readonly basis: LogPoint;
  readonly log: { readonly origin: string; readonly clock: 'system' | 'simulated' } | null;
  readonly sections: readonly Section[];
  readonly notDue: readonly NotDue[];
  readonly outside: readonly Outside[];
}
