import { type Either, isLeft } from 'fp-ts/Either';
import type { Problem } from '../../../../contracts/problems';
import {
  deadlinesPage,
  deviationsPage,
  documentsPage,
  type Frame,
  type Option,
  reportsPage,
  requirementsPage,
} from '../../../web';
import type { Answer } from '../../handler';
import { type ListQuery, type ListSpec, pageRows } from '../list';
import { deadlines } from '../lists/deadlines';
import { deviations } from '../lists/deviations';
import { documents } from '../lists/documents';
import { reports } from '../lists/reports';
import { requirements } from '../lists/requirements';
import { look } from '../seen';
import { type Asked, frameOf, organisationOptions, pageAnswer } from './frame';

interface Shown<Row> {
  readonly rows: readonly Row[];
  readonly total: number;
  readonly next?: string;
  readonly organisations: readonly Option[];
}

/** What a form leaves empty is no filter, so the query of a page is that of its list with some values undefined. */
type Blank<Q> = { readonly [K in keyof Q]?: Q[K] | undefined };

/** A page that shows a list: the same rows, filters and order as the list itself. */
const listPage =
  <Q extends ListQuery, Row>(spec: ListSpec<Q, Row>, render: (frame: Frame, shown: Shown<Row>) => string) =>
  async (asked: Asked & { readonly query: Blank<Q> }): Promise<Either<Problem, Answer>> => {
    const query = withoutLanguage(asked.query);
    const seen = await look({ ...asked, query });
    if (isLeft(seen)) return seen;
    const rows = await pageRows(spec, query, seen.right);
    if (isLeft(rows)) return rows;
    const frame = frameOf(asked, seen.right);
    const { items, ...place } = rows.right;
    const shown = { ...place, rows: items, organisations: organisationOptions(seen.right) };
    return pageAnswer(frame, render(frame, shown));
  };

/** What was given of the list's own query. */
function withoutLanguage<Q>(query: Blank<Q> & Asked['query']): Q {
  const entries = Object.entries(query).filter(([name, value]) => name !== 'lang' && value !== undefined);
  return Object.fromEntries(entries) as Q;
}

export const listPages = {
  requirementsPage: listPage(requirements, requirementsPage),
  documentsPage: listPage(documents, documentsPage),
  deviationsPage: listPage(deviations, deviationsPage),
  deadlinesPage: listPage(deadlines, deadlinesPage),
  reportsPage: listPage(reports, reportsPage),
};
