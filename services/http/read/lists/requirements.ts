import { calendarsOf, dueOf } from '../../../../contracts/due';
import type { QueryOf, readEndpoints } from '../../../../contracts/api';
import type { RequirementRow } from '../../../../contracts/api/rows';
import type { Punctuality } from '../../../../contracts/calendar';
import { stepOf } from '../../../../contracts/states/log';
import type { CalendarView, RequirementView } from '../../../../contracts/views';
import type { Reading } from '../../../../projections';
import { anyOf, between, equal, words } from '../filters';
import type { Column } from '../list';
import { nameOf } from '../names';
import { present } from '../present';
import { type FoundView, type Seen, viewsOf } from '../seen';
import { storedList } from '../stored-list';

type Query = QueryOf<typeof readEndpoints.requirements.query>;

export const requirements = storedList<RequirementView, RequirementRow, Query, OrderWord>({
  name: 'requirements',
  collection: 'requirements',
  filters: (query, { reader }) => [
    ...reader.only('organisation'),
    ...anyOf('organisation', query.organisation),
    ...anyOf('issuer', query.issuer),
    ...anyOf('key', query.key),
    ...equal('years', query.year),
    ...anyOf('kind', query.kind),
    ...anyOf('stage', query.stage),
    ...equal('open', query.open),
    ...anyOf('acceptance', query.acceptance),
    ...anyOf('status', query.status),
    ...anyOf('reporting.mode', query.mode),
    ...anyOf('document', query.document),
    ...anyOf('parent.requirement', query.parent),
    ...anyOf('predecessor', query.predecessor),
    ...anyOf('judgement', query.judgement),
    ...anyOf('flags', query.flag),
    ...deviating(query.deviating),
    ...between('due.date', query['due-from'], query['due-to']),
    ...words('text', query.q),
  ],
  orders: {
    key: 'key',
    organisation: 'organisation',
    year: 'year',
    kind: 'kind',
    stage: 'stage',
    acceptance: 'acceptance',
    status: 'status',
    due: 'due.date',
    deviations: 'deviations.open',
    seq: 'seq',
  },
  rows: requirementRows,
  columns: columns(),
});

type OrderWord =
  'key' | 'organisation' | 'year' | 'kind' | 'stage' | 'acceptance' | 'status' | 'due' | 'deviations' | 'seq';

const deviating = (wanted: boolean | undefined) =>
  wanted === undefined
    ? []
    : wanted
      ? [{ op: 'range' as const, path: 'deviations.open', from: 1 }]
      : equal('deviations.open', 0);

/** The rows of these requirements; their calendars are looked up once for all. */
export async function requirementRows(
  found: readonly FoundView<RequirementView>[],
  seen: Seen,
): Promise<readonly RequirementRow[]> {
  const calendars = await calendarsFor(
    seen,
    found.map(f => f.view),
  );
  return found.map(({ view }) => rowOf(view, calendars, seen));
}

/** Calendars as one set of views showed them at one point of the log; they are few and asked for by every page. */
const kept = new WeakMap<Reading, { readonly seq: number; readonly calendars: Map<string, CalendarView> }>();

/** The calendars that tell what is due of these requirements; looked up once for each point of the log. */
export async function calendarsFor(
  seen: Pick<Seen, 'generation' | 'seq'>,
  all: readonly RequirementView[],
): Promise<ReadonlyMap<string, CalendarView>> {
  const before = kept.get(seen.generation);
  const known = before?.seq === seen.seq ? before.calendars : new Map<string, CalendarView>();
  const missing = [...new Set(all.flatMap(calendarsOf))].filter(name => !known.has(name));
  for (const [name, calendar] of await viewsOf<CalendarView>(seen, 'calendars', missing))
    known.set(name, calendar);
  kept.set(seen.generation, { seq: seen.seq, calendars: known });
  return known;
}

function rowOf(
  view: RequirementView,
  calendars: ReadonlyMap<string, CalendarView>,
  seen: Seen,
): RequirementRow {
  const { next, answered } = dueOf(view, name => calendars.get(name), seen.today);
  const step = view.answer && stepOf(seen.log, view.answer.status);
  const { requirement, organisation, key, stage, open, issuer, kind, modality, text, version, year, years } =
    view;
  const { reporting, document, item, section, acceptance, accepted, answer, judgement } = view;
  const { deviations, openQuestions, flags, revision, seq } = view;
  return present({
    href: `/v1/requirements/${requirement}`,
    ...{
      requirement,
      organisation,
      organisationName: nameOf(seen, organisation),
      key,
      stage,
      open,
      issuer,
      kind,
    },
    ...{
      modality,
      text,
      version,
      year,
      years,
      reporting,
      document,
      item,
      section,
      acceptance,
      accepted,
      answer,
    },
    status: step === undefined ? null : { value: step.value, labels: step.labels, judgement: step.judgement },
    ...{ judgement, deviations, openQuestions, flags, due: { next, answered }, revision, seq },
  });
}

function columns(): readonly Column<RequirementRow>[] {
  return [
    { name: 'requirement', cell: r => r.requirement },
    { name: 'organisation', cell: r => r.organisation },
    { name: 'organisation_name', cell: r => r.organisationName },
    { name: 'year', cell: r => r.year },
    { name: 'kind', cell: r => r.kind },
    { name: 'text', cell: r => r.text },
    { name: 'version', cell: r => r.version },
    { name: 'reporting', cell: r => r.reporting?.mode },
    { name: 'stage', cell: r => r.stage },
    { name: 'acceptance', cell: r => r.acceptance },
    { name: 'accepted', cell: r => r.accepted?.time },
    { name: 'last_status', cell: r => r.status?.labels.nb ?? r.answer?.status.value },
    { name: 'last_answer', cell: r => r.answer?.text },
    { name: 'answered', cell: r => r.answer?.time },
    { name: 'answer_recorded', cell: r => r.answer?.recordedAt },
    { name: 'days_late_claimed', cell: r => daysLate(r.due.answered?.claimed) },
    { name: 'days_late_recorded', cell: r => daysLate(r.due.answered?.recorded) },
    { name: 'next_due', cell: r => r.due.next?.effective },
    { name: 'next_due_title', cell: r => r.due.next?.title },
    { name: 'days_over', cell: r => r.due.next?.daysOver },
    { name: 'open_deviations', cell: r => r.deviations.open },
    { name: 'essential_deviations', cell: r => r.deviations.essential },
    { name: 'open_questions', cell: r => r.openQuestions },
    { name: 'flags', cell: r => r.flags.join(', ') },
    { name: 'document', cell: r => r.document },
    { name: 'item', cell: r => r.item },
  ];
}

const daysLate = (punctuality: Punctuality | undefined): number | undefined =>
  punctuality === undefined ? undefined : punctuality === 'on-time' ? 0 : punctuality.daysLate;
