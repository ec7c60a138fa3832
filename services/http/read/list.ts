import { type Either, isLeft, left, right } from 'fp-ts/Either';
import type { Problem } from '../../../contracts/problems';
import { csvOf } from '../csv';
import type { Answer, Cell, Context } from '../handler';
import { asJson, shownPersons, type ShownPersons, uncached } from '../persons/shown';
import { look, type Seen } from './seen';

/** What every list may be asked. */
export interface ListQuery {
  readonly wait?: string;
  readonly asOf?: string;
  readonly knownAt?: string;
  readonly limit?: number;
  readonly cursor?: string;
}

export interface Rows<Row> {
  readonly items: readonly Row[];
  readonly total: number;
  readonly next?: string;
}

/** A list opened for one request: its pages are of the same question. */
export type Listing<Row> = (limit: number, cursor: string | undefined) => Promise<Either<Problem, Rows<Row>>>;

export interface Column<Row> {
  readonly name: string;
  readonly cell: (row: Row) => Cell;
}

export interface ListSpec<Q, Row> {
  readonly name: string;
  readonly open: (query: Q, seen: Seen) => Promise<Either<Problem, Listing<Row>>>;
  readonly columns: readonly Column<Row>[];
  /** Rows name persons, who are told beside them. */
  readonly withPersons?: boolean;
}

export const DEFAULT_LIMIT = 100;
const CSV_PAGE = 1_000;
/** What a table without a header begins with: its rows alone go behind those already written. */
const EMPTY_HEAD = csvOf([], []);

type Asked<Q> = Pick<Context, 'service' | 'principal' | 'mediaType'> & { readonly query: Q };

/** Answers with a page of the list in JSON, or with all of it in csv. */
export const listHandler =
  <Q extends ListQuery, Row>(spec: ListSpec<Q, Row>) =>
  async (asked: Asked<Q>): Promise<Either<Problem, Answer>> => {
    const seen = await look(asked);
    if (isLeft(seen)) return seen;
    const { query, mediaType } = asked;
    const listing = await spec.open(query, seen.right);
    if (isLeft(listing)) return listing;
    if (mediaType === 'text/csv') return csvAnswer(spec, listing.right);
    const rows = await listing.right(query.limit ?? DEFAULT_LIMIT, query.cursor);
    if (isLeft(rows)) return rows;
    const table = { name: spec.name, header: [], rows: [] };
    const persons: ShownPersons =
      spec.withPersons === true ? await shownPersons(rows.right.items, seen.right) : new Map();
    const more = { seq: seen.right.seq, ...asJson(persons) };
    return right({ headers: uncached(persons), body: { kind: 'list', ...rows.right, more, table } });
  };

/** Opens the list and gives one page; for pages that show it. */
export async function pageRows<Q extends ListQuery, Row>(
  spec: ListSpec<Q, Row>,
  query: Q,
  seen: Seen,
): Promise<Either<Problem, Rows<Row>>> {
  const listing = await spec.open(query, seen);
  return isLeft(listing) ? listing : listing.right(query.limit ?? DEFAULT_LIMIT, query.cursor);
}

/** All rows, written as they are read: the first page is read beforehand, so that a refusal can still be one. */
async function csvAnswer<Row>(
  { name, columns }: Pick<ListSpec<never, Row>, 'name' | 'columns'>,
  listing: Listing<Row>,
): Promise<Either<Problem, Answer>> {
  const first = await listing(CSV_PAGE, undefined);
  if (isLeft(first)) return left(first.left);
  const cells = (rows: readonly Row[]) => rows.map(row => columns.map(column => column.cell(row)));
  return right({
    headers: { 'Content-Disposition': `attachment; filename="${name}.csv"` },
    body: {
      kind: 'stream',
      mediaType: 'text/csv; charset=utf-8',
      write: async (response, signal) => {
        response.write(
          csvOf(
            columns.map(c => c.name),
            cells(first.right.items),
          ),
        );
        for (let next = first.right.next; next !== undefined && !signal.aborted;) {
          const page = await listing(CSV_PAGE, next);
          if (isLeft(page)) throw new Error(page.left.detail);
          const drained = response.write(csvOf([], cells(page.right.items)).slice(EMPTY_HEAD.length));
          if (!drained) await drainOf(response, signal);
          next = page.right.next;
        }
      },
    },
  });
}

/** Resolves when more may be written, or when nobody reads any longer. */
export const drainOf = (response: NodeJS.EventEmitter, signal: AbortSignal): Promise<void> =>
  new Promise(resolve => {
    const done = (): void => {
      response.removeListener('drain', done);
      response.removeListener('close', done);
      signal.removeEventListener('abort', done);
      resolve();
    };
    response.once('drain', done);
    response.once('close', done);
    signal.addEventListener('abort', done, { once: true });
    if (signal.aborted) done();
  });
