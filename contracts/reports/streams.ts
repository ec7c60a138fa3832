import type { ReportStep } from '../events/parts';
import type { LogRecord } from '../record';
import { folds } from '../states';
import { type Fold, foldStream } from '../states/fold';
import { organisationOf, organisationsFold } from '../states/organisations';
import type { RequirementState } from '../states/requirement';
import { toldBy } from '../states/told';
import { calendarStream, documentStream, reportStream, requirementStream } from '../subjects';
import type { AnnualInput, LogPoint, ProcessInput, RecordRef, StreamAt } from './input';

/** A record with its index in the log. */
export interface SeqRecord {
  readonly seq: number;
  readonly record: LogRecord;
}

/** Streams by name, each with its records in order; a stream that does not exist is an empty list. */
export type Streams = ReadonlyMap<string, readonly SeqRecord[]>;

/** Which report is asked for. Subjects may be learnt from a view caught up to the basis; what they hold is in `Streams`. */
export interface AnnualQuery {
  readonly organisation: string;
  readonly year: number;
  readonly step: ReportStep;
  readonly basis: LogPoint;
  /** Every requirement laid on the organisation. */
  readonly requirements: readonly string[];
  /** Requirements that name one of those as their parent; what the streams themselves name need not be given. */
  readonly children?: readonly string[];
}

/**
 * The streams that the report rests on and that `have` lacks. Read them, ask again, and when none is missing the input
 * can be made: that way everybody who folds the same report folds the same streams.
 */
export function missingStreams(query: AnnualQuery, have: Streams): readonly string[] {
  const requirements = relatedTo(query, have);
  const states = requirements.map(subject =>
    stateOf(have, requirementStream(subject), folds.requirement, query),
  );
  const documents = states.flatMap(s => s.issued?.origin?.document ?? []);
  const calendar = issuersCalendar(query, have);
  const needed = [
    'organisations',
    'log',
    ...(calendar === undefined ? [] : [calendarStream(...calendar)]),
    ...requirements.map(requirementStream),
    ...documents.map(documentStream),
  ];
  return [...new Set(needed)].filter(stream => !have.has(stream));
}

/** The report's input, every stream cut at the basis. */
export function inputOf(query: AnnualQuery, have: Streams): AnnualInput {
  const { organisation, year, step, basis } = query;
  const own = new Set(query.requirements);
  const related = relatedTo(query, have).filter(subject => !own.has(subject));
  const requirement = (subject: string): StreamAt<RequirementState> =>
    streamAt(have, requirementStream(subject), subject, folds.requirement, basis);
  const requirements = [...own].sort().map(requirement);
  const documents = new Set(requirements.flatMap(r => r.state.issued?.origin?.document ?? []));
  return {
    organisation,
    year,
    step,
    basis,
    register: stateOf(have, 'organisations', organisationsFold, query),
    log: stateOf(have, 'log', folds.log, query),
    documents: [...documents].sort().map(subject => ({
      subject,
      title: stateOf(have, documentStream(subject), folds.document, query).registered?.title ?? subject,
    })),
    requirements,
    related: related.sort().map(requirement),
  };
}

/** What stands around the report as of `seen`; the streams are those of the report, and the report's own. */
export function processInputOf(
  query: AnnualQuery,
  report: string,
  have: Streams,
  seen: LogPoint,
): ProcessInput {
  const calendar = issuersCalendar(query, have);
  const later = relatedTo(query, have)
    .sort()
    .flatMap(requirement =>
      recordsOf(have, requirementStream(requirement))
        .filter(({ seq }) => seq > query.basis.seq && seq <= seen.seq)
        .map(entry => ({ ...refOf(entry), requirement })),
    )
    .sort((a, b) => a.seq - b.seq);
  return {
    seen,
    basis: query.basis,
    register: stateOf(have, 'organisations', organisationsFold, { basis: seen }),
    report: streamAt(have, reportStream(report), report, folds.report, seen),
    ...(calendar === undefined
      ? {}
      : { calendar: streamAt(have, calendarStream(...calendar), calendar.join('.'), folds.calendar, seen) }),
    later,
  };
}

const recordsOf = (have: Streams, stream: string): readonly SeqRecord[] => have.get(stream) ?? [];

function streamAt<S extends object>(
  have: Streams,
  stream: string,
  subject: string,
  fold: Fold<S>,
  cut: LogPoint,
): StreamAt<S> {
  const records = recordsOf(have, stream).filter(({ seq }) => seq <= cut.seq);
  const told = records.flatMap(({ record }) => toldBy(record) ?? []);
  return { subject, state: foldStream(fold, told), records: records.map(refOf) };
}

const stateOf = <S extends object>(
  have: Streams,
  stream: string,
  fold: Fold<S>,
  { basis }: { readonly basis: LogPoint },
): S => streamAt(have, stream, stream, fold, basis).state;

const refOf = ({ seq, record: { event, meta } }: SeqRecord): RecordRef => ({
  id: meta.id,
  seq,
  what: event.type.split('.').at(-2) ?? event.type,
  time: event.time,
  recordedAt: meta.recordedAt,
});

/** The superior's calendar of the year, as the register has it at the basis. */
function issuersCalendar(
  { organisation, year, basis }: AnnualQuery,
  have: Streams,
): [string, number] | undefined {
  const register = stateOf(have, 'organisations', organisationsFold, { basis });
  const superior = organisationOf(register, organisation)?.parent;
  return superior === undefined ? undefined : [superior, year];
}

/** The organisation's requirements, what they restate over the years, and what was derived from them one level down. */
function relatedTo(query: AnnualQuery, have: Streams): string[] {
  const found = new Set(query.requirements);
  const state = (subject: string): RequirementState =>
    stateOf(have, requirementStream(subject), folds.requirement, query);
  for (const subject of found) {
    const predecessor = state(subject).issued?.predecessor;
    if (predecessor !== undefined) found.add(predecessor);
  }
  const children = query.requirements.flatMap(subject => state(subject).children.map(c => c.requirement));
  return [...new Set([...found, ...children, ...(query.children ?? [])])];
}
