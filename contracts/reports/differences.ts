import { canonicalJson } from '../json/canonical';
import type { ReportState } from '../states/report';
import { indexOf, sourceOf } from './context';
import { answerDigest, answeredIn, type Answered } from './digests';
import type { RecordRef } from './input';
import type { AnnualReport, Section, Source } from './model';

export type Changed = 'status' | 'text' | 'forecast' | 'value' | 'deviations';

/** What was decided of a difference: is it essential, and why. */
export interface Decision extends Source {
  readonly essential: boolean;
  readonly reason: string;
}

/** One requirement whose answer is not the same in both versions of the report. */
export interface Difference {
  readonly requirement: string;
  /** Added or removed where only one version has the requirement due. */
  readonly change: 'changed' | 'added' | 'removed';
  readonly changed: readonly Changed[];
  readonly administrative: Section | null;
  readonly board: Section | null;
  /** Digest of the board's answer; the decision counts for this answer only. */
  readonly answer: string;
  readonly decision: Decision | null;
}

const FIELDS: readonly Changed[] = ['status', 'text', 'forecast', 'value', 'deviations'];

/**
 * Where the board's version answers otherwise than the administrative one, each with the decision on it or null while
 * it is undecided. `report` is the report's own stream as it stands now, `records` its records, for the citations. In the
 * order of the board's version.
 */
export function differences(
  administrative: AnnualReport,
  board: AnnualReport,
  report: ReportState,
  records: readonly RecordRef[] = [],
): readonly Difference[] {
  const before = bySubject(administrative);
  const after = bySubject(board);
  return [...new Set([...after.keys(), ...before.keys()])].flatMap(requirement => {
    const [a, b] = [before.get(requirement), after.get(requirement)];
    const changed = changedFields(answeredIn(a), answeredIn(b));
    if (changed.length === 0) return [];
    const answer = answerDigest(b);
    const change = a === undefined ? 'added' : b === undefined ? 'removed' : 'changed';
    const decision = decisionOn(report, records, requirement, answer);
    return [{ requirement, change, changed, administrative: a ?? null, board: b ?? null, answer, decision }];
  });
}

/** Those nobody has decided yet; while there are any, the board's version is not taken. */
export const undecided = (all: readonly Difference[]): readonly Difference[] =>
  all.filter(d => d.decision === null);

const bySubject = ({ sections }: AnnualReport): ReadonlyMap<string, Section> =>
  new Map(sections.map(s => [s.requirement, s]));

const changedFields = (a: Answered, b: Answered): readonly Changed[] =>
  FIELDS.filter(field => canonicalJson(a[field]) !== canonicalJson(b[field]));

function decisionOn(
  report: ReportState,
  records: readonly RecordRef[],
  requirement: string,
  answer: string,
): Decision | null {
  const judged = report.judged.find(j => j.requirement === requirement && j.answer === answer);
  if (judged === undefined) return null;
  const { essential, reason, mark } = judged;
  return { ...sourceOf({ records: indexOf([records]) }, mark), essential, reason };
}
