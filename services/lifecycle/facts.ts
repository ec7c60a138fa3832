import type { Happening } from '../../contracts/catalogue/catalogue';
import type { Family } from '../../contracts/catalogue/define';
import type { Facts } from '../../contracts/record';
import type { Body, OrganisationId, Timestamp } from '../../contracts/primitives';
import type { AnnualReport } from '../../contracts/reports';
import type { DocumentState } from '../../contracts/states/document';
import type { LogState } from '../../contracts/states/log';
import type { OrganisationsState } from '../../contracts/states/organisations';
import type { RequirementState } from '../../contracts/states/requirement';
import type { Loaded } from './streams';

/** An event a decider is asked about: what is said to have happened, to what, on whose behalf, and when. */
export type Act<F extends Family> = Happening<F> & {
  readonly subject: string;
  /** The organisation whose stream it is; the speaker's own for the log's single streams. */
  readonly owner: string;
  readonly organisation: OrganisationId;
  readonly body: Body;
  readonly time: Timestamp;
};

/** Any family's act. */
export type AnyAct = { [F in Family]: Act<F> }[Family];

/** What an event would have be true: the act to decide on, and the stream as it counts for that. */
export interface Intent {
  readonly act: AnyAct;
  readonly own: Loaded;
  /** Where in the event the act's data stands: a replacement's is a part of its correction's. */
  readonly at: string;
}

/** The report folded at a submission's basis, and the administrative version it is to be compared with. */
export interface ReportFacts {
  readonly model: AnnualReport;
  readonly administrative?: AnnualReport;
}

/** What a seal is checked against: what the log itself says at its basis. */
export interface SealFacts {
  /** SHA-256 of the list of heads; undefined where there is no such basis. */
  readonly heads: string | undefined;
  /** Index of the record that registers the rule set that is named. */
  readonly ruleSetAt: number | undefined;
}

/** What a decision may look at besides the stream itself: the clock, and other streams at named revisions. */
export interface DecisionFacts {
  readonly now: Timestamp;
  readonly register: OrganisationsState;
  readonly log: LogState;
  readonly requirements: ReadonlyMap<string, RequirementState>;
  readonly documents: ReadonlyMap<string, DocumentState>;
  /** The requirements that share a key, by key. */
  readonly addressees: ReadonlyMap<string, readonly string[]>;
  readonly report?: ReportFacts;
  readonly seal?: SealFacts;
  /** The streams looked at, for the record. */
  readonly looked: Facts['streams'];
}
