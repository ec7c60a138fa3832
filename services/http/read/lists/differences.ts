import { type Either, isLeft, left, right } from 'fp-ts/Either';
import type { QueryOf, readEndpoints } from '../../../../contracts/api';
import { canonicalJson } from '../../../../contracts/json/canonical';
import type { Problem } from '../../../../contracts/problems';
import type { CalendarView, CommonView, DocumentView, Reasons } from '../../../../contracts/views';
import { type Document, fromDocument, type Json, pairsOf, type Reading } from '../../../../projections';
import { computedList } from '../computed-list';
import { pointOf } from '../cut';
import { documentFor } from '../document-access';
import { badParameter } from '../problems';
import type { Seen } from '../seen';
import { maySeeCommon } from './common';
import { maySeeCalendar } from './deadlines';

type Query = QueryOf<typeof readEndpoints.differences.query>;
type ViewName = NonNullable<Query['view']>;

export interface DifferenceRow {
  readonly key: string;
  readonly href: string;
  readonly change: 'added' | 'removed' | 'changed';
  readonly field: string | null;
  readonly before: Json;
  readonly after: Json;
  /** The record that set the field as it is after, where the view knows it. */
  readonly record: string | null;
}

/** What follows from each record of a stream, or is told of each field anyway. */
const UNCOMPARED: ReadonlySet<string> = new Set(['because', 'revision', 'seq', 'last', 'first', 'stream']);

const ADDRESS: Readonly<Record<ViewName, string>> = {
  requirements: '/v1/requirements/',
  common: '/v1/common/',
  documents: '/v1/documents/',
  deviations: '/v1/deviations/',
  organisations: '/v1/organisations/',
  calendars: '/v1/calendars/',
  reports: '/v1/reports/',
};

/** Where any view differs between two points, field by field. `asOf` and `knownAt` name the later point; else it is now. */
export const differences = computedList<DifferenceRow, Query, 'key'>({
  name: 'differences',
  all: async (query, seen) => {
    const { view, sinceAsOf, sinceKnownAt } = query;
    if (view === undefined) return left(badParameter('view', Object.keys(ADDRESS).join(', '), NO_VIEW));
    const before = await viewsSince({ asOf: sinceAsOf, knownAt: sinceKnownAt }, seen);
    if (isLeft(before)) return before;
    const rows: DifferenceRow[] = [];
    for await (const { key, left: was, right: is } of pairsOf(
      before.right.scan(view),
      seen.generation.scan(view),
    )) {
      const visible = [was, is].every(document => document === undefined || maySee(view, document, seen));
      if (visible) rows.push(...rowsOf(ADDRESS[view] + key, key, was, is));
    }
    return right(rows);
  },
  key: row => `${row.key} ${row.field ?? ''}`,
  orders: { key: row => row.key },
  columns: [
    { name: 'key', cell: r => r.key },
    { name: 'change', cell: r => r.change },
    { name: 'field', cell: r => r.field },
    { name: 'before', cell: r => textOf(r.before) },
    { name: 'after', cell: r => textOf(r.after) },
    { name: 'record', cell: r => r.record },
  ],
});

const NO_VIEW = 'It must be said which view is to be compared.';

async function viewsSince(
  since: Parameters<typeof pointOf>[0],
  { service, present }: Seen,
): Promise<Either<Problem, Reading>> {
  const point = await pointOf(since, present, service.runner.status().seq);
  if (isLeft(point)) return point;
  return point.right === undefined
    ? left(badParameter('sinceKnownAt', 'sinceAsOf, sinceKnownAt or both', 'The earlier point is not named.'))
    : right(service.pasts.at(present, point.right));
}

function maySee(view: ViewName, document: Document, seen: Seen): boolean {
  const { reader } = seen;
  switch (view) {
    case 'organisations':
      return true;
    case 'documents':
      return (
        documentFor(fromDocument<DocumentView>(document), seen) !== undefined && ownDraft(document, seen)
      );
    case 'calendars':
      return maySeeCalendar(fromDocument<CalendarView>(document), seen);
    case 'common':
      return reader.whole && maySeeCommon(fromDocument<CommonView>(document), seen);
    case 'requirements':
    case 'deviations':
    case 'reports':
      return reader.sees(fromDocument<{ readonly organisation: string }>(document).organisation);
  }
}

/** How a document came about is its issuer's; addressees are shown it in another form, which is not compared. */
const ownDraft = (document: Document, { reader }: Seen): boolean =>
  reader.whole || fromDocument<DocumentView>(document).issuer === reader.organisation;

function rowsOf(
  href: string,
  key: string,
  was: Document | undefined,
  is: Document | undefined,
): readonly DifferenceRow[] {
  if (was === undefined || is === undefined) {
    const change = was === undefined ? ('added' as const) : ('removed' as const);
    return [{ key, href, change, field: null, before: null, after: null, record: null }];
  }
  const because = fromDocument<{ readonly because?: Reasons }>(is).because ?? {};
  const fields = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter(f => !UNCOMPARED.has(f));
  return fields.sort().flatMap(field => {
    const [before, after] = [was[field] ?? null, is[field] ?? null];
    if (canonicalJson(before) === canonicalJson(after)) return [];
    return [{ key, href, change: 'changed', field, before, after, record: because[field] ?? null }];
  });
}

const textOf = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));
