import type { DeadlineDay, Due } from '../due';
import type { Joint } from '../states/joint-status';
import type { StatusStep } from '../states/log';
import type {
  CommonPart,
  CommonView,
  DeviationView,
  DocumentView,
  ReportView,
  RequirementView,
} from '../views';

type RequirementFields =
  | 'requirement'
  | 'organisation'
  | 'key'
  | 'stage'
  | 'open'
  | 'issuer'
  | 'kind'
  | 'modality'
  | 'text'
  | 'version'
  | 'year'
  | 'years'
  | 'reporting'
  | 'document'
  | 'item'
  | 'section'
  | 'acceptance'
  | 'accepted'
  | 'answer'
  | 'judgement'
  | 'deviations'
  | 'openQuestions'
  | 'flags'
  | 'revision'
  | 'seq';

/** A line of the status list. */
export interface RequirementRow extends Pick<RequirementView, RequirementFields> {
  readonly href: string;
  readonly organisationName: string;
  /** The step of the last answer on its own scale; null where that is not known. */
  readonly status: Pick<StatusStep, 'value' | 'labels' | 'judgement'> | null;
  /** What is due next and when; and how the last answer stood to its deadline, as claimed and as recorded. */
  readonly due: Pick<Due, 'next' | 'answered'>;
}

/** One text over its addressees. Whoever is above them all sees their joint status, and the parts it may read. */
export interface CommonRow extends Omit<CommonView, 'parts'> {
  readonly href: string;
  readonly joint: Joint | null;
  readonly addressees: number;
  readonly parts: readonly (CommonPart & {
    readonly href: string;
    readonly organisationName: string;
    readonly joint: Joint | null;
  })[];
}

type DocumentFields =
  'document' | 'issuer' | 'stage' | 'title' | 'kind' | 'year' | 'counts' | 'revision' | 'seq';

export interface DocumentRow extends Pick<DocumentView, DocumentFields> {
  readonly href: string;
  readonly issuerName: string;
  readonly published?: string;
  readonly supplements?: string;
  readonly supersededBy?: string;
  readonly original?: { readonly sha256: string; readonly title: string; readonly mediaType: string };
}

export interface DeviationRow extends Omit<DeviationView, 'because' | 'stream' | 'first' | 'last'> {
  readonly href: string;
  readonly organisationName: string;
  /** The owner's acceptance has run out, and the deviation is still open. */
  readonly acceptanceExpired: boolean;
  readonly overdue: boolean;
}

export interface DeadlineRow extends DeadlineDay {
  readonly href: string;
  readonly calendar: string;
  readonly organisation: string;
  readonly organisationName: string;
  readonly year: number;
  /** From today to the effective day; negative where it is past. */
  readonly daysLeft: number;
}

type ReportFields =
  'report' | 'organisation' | 'kind' | 'year' | 'number' | 'stage' | 'title' | 'revision' | 'seq';

export interface ReportRow extends Pick<ReportView, ReportFields> {
  readonly href: string;
  readonly organisationName: string;
  readonly submissions: readonly {
    readonly step: string;
    readonly basis: number;
    readonly digest: string;
    readonly time: string;
    readonly recordedAt: string;
    readonly record: string;
    readonly returned: boolean;
  }[];
}
