import type { ReportStep } from '../events/parts';
import { folds } from '../states';
import { organisationOf } from '../states/organisations';
import type { RequirementState } from '../states/requirement';
import { calendarStream, documentStream, reportStream, requirementStream } from '../subjects';
import { recordsOf, refOf, requirementsAt, streamAt, type Streams } from './cut';
import type { AnnualInput, LogPoint, ProcessInput, StreamAt } from './input';

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
  const read = requirementsAt(have, query.basis);
  const requirements = involved(query, read);
  const documents = query.requirements.flatMap(r => read(r).state.issued?.origin?.document ?? []);
  const calendar = issuersCalendar(query, have);
  const needed = [
    'organisations',
    'log',
    ...(calendar === undefined ? [] : [calendar]),
    ...requirements.map(requirementStream),
    ...documents.map(documentStream),
  ];
  return [...new Set(needed)].filter(stream => !have.has(stream));
}

/**
 * The report's input, every stream cut at the basis. A requirement of which nothing was told by then is not there, so
 * that the same basis gives the same report whoever knows of it later.
 */
export function inputOf(query: AnnualQuery, have: Streams): AnnualInput {
  const { organisation, year, step, basis } = query;
  const read = requirementsAt(have, basis);
  const own = [...new Set(query.requirements)].sort();
  const related = involved(query, read).filter(subject => !own.includes(subject));
  const requirements = own.map(read).filter(isTold);
  const documents = new Set(requirements.flatMap(r => r.state.issued?.origin?.document ?? []));
  return {
    organisation,
    year,
    step,
    basis,
    register: streamAt(have, 'organisations', 'organisations', folds.organisations, basis).state,
    log: streamAt(have, 'log', 'log', folds.log, basis).state,
    documents: [...documents].sort().map(subject => ({
      subject,
      title:
        streamAt(have, documentStream(subject), subject, folds.document, basis).state.registered?.title ??
        subject,
    })),
    requirements,
    related: related.sort().map(read).filter(isTold),
  };
}

const isTold = ({ records }: StreamAt<RequirementState>): boolean => records.length > 0;

/** What stands around a report as of `seen`: its own stream (`report` is its subject), the calendar, and what came later. */
export function processInputOf(
  query: AnnualQuery,
  report: string,
  have: Streams,
  seen: LogPoint,
): ProcessInput {
  const { basis } = query;
  const calendar = issuersCalendar(query, have);
  const later = involved(query, requirementsAt(have, basis))
    .flatMap(requirement =>
      recordsOf(have, requirementStream(requirement)).map(r => ({ ...refOf(r), requirement })),
    )
    .filter(({ seq }) => seq > basis.seq && seq <= seen.seq)
    .sort((a, b) => a.seq - b.seq);
  return {
    seen,
    report: streamAt(have, reportStream(report), report, folds.report, seen),
    ...(calendar === undefined ? {} : { calendar: streamAt(have, calendar, calendar, folds.calendar, seen) }),
    later,
  };
}

/** The superior's calendar of the year, as the register has it at the basis. */
function issuersCalendar({ organisation, year, basis }: AnnualQuery, have: Streams): string | undefined {
  const register = streamAt(have, 'organisations', 'organisations', folds.organisations, basis).state;
  const superior = organisationOf(register, organisation)?.parent;
  return superior === undefined ? undefined : calendarStream(superior, year);
}

/** The organisation's requirements, what they restate over the years, and what was derived from them one level down. */
function involved(
  query: AnnualQuery,
  read: (subject: string) => StreamAt<RequirementState>,
): readonly string[] {
  const found = new Set(query.requirements);
  for (const subject of found) {
    const predecessor = read(subject).state.issued?.predecessor;
    if (predecessor !== undefined) found.add(predecessor);
  }
  const children = query.requirements.flatMap(r => read(r).state.children.map(c => c.requirement));
  return [...new Set([...found, ...children, ...(query.children ?? [])])];
}
