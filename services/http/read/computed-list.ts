import { type Either, isLeft, left, right } from 'fp-ts/Either';
import { sha256OfJson } from '../../../contracts/json/canonical';
import type { Problem } from '../../../contracts/problems';
import type { Column, ListQuery, ListSpec } from './list';
import type { Seen } from './seen';
import type { Ordered } from './stored-list';

type Sortable = string | number | undefined;

/** A list that is worked out anew for each request: of what stays small, or has no view of its own. */
export interface ComputedList<Row, Q, O extends string> {
  readonly name: string;
  readonly all: (query: Q, seen: Seen) => Promise<Either<Problem, readonly Row[]>>;
  readonly key: (row: Row) => string;
  /** What each word of `order` compares; the first is the order of those who ask for none. */
  readonly orders: Readonly<Record<O, (row: Row) => Sortable>>;
  readonly columns: readonly Column<Row>[];
}

export const computedList = <Row, Q extends ListQuery & Ordered<O>, O extends string>({
  name,
  all,
  key,
  orders,
  columns,
}: ComputedList<Row, Q, O>): ListSpec<Q, Row> => ({
  name,
  columns,
  open: async (query, seen) => {
    const rows = await all(query, seen);
    if (isLeft(rows)) return rows;
    const { order, cursor: _cursor, limit: _limit, wait: _wait, ...filters } = query;
    const sorted = inOrder(rows.right, key, orders, order);
    const question = sha256OfJson({ name, order: order ?? null, filters }).slice(0, 16);
    return right((limit, cursor) => Promise.resolve(cut(sorted, key, question, limit, cursor)));
  },
});

const NORWEGIAN = new Intl.Collator('nb', { numeric: true });

/** Missing values last in either direction; ties by key. */
function inOrder<Row, O extends string>(
  rows: readonly Row[],
  key: (row: Row) => string,
  orders: Readonly<Record<O, (row: Row) => Sortable>>,
  order: string | undefined,
): readonly Row[] {
  const descending = order?.startsWith('-') === true;
  const word = descending ? order.slice(1) : order;
  const all = Object.entries<(row: Row) => Sortable>(orders);
  const value = (all.find(([known]) => known === word) ?? all[0])?.[1] ?? key;
  const turned = descending ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [x, y] = [value(a), value(b)];
    if (x === undefined || y === undefined) {
      if (x !== y) return x === undefined ? 1 : -1;
    } else {
      const difference =
        typeof x === 'number' && typeof y === 'number' ? x - y : NORWEGIAN.compare(String(x), String(y));
      if (difference !== 0) return difference * turned;
    }
    return key(a) < key(b) ? -turned : turned;
  });
}

function cut<Row>(
  sorted: readonly Row[],
  key: (row: Row) => string,
  question: string,
  limit: number,
  cursor: string | undefined,
): Either<Problem, { readonly items: readonly Row[]; readonly total: number; readonly next?: string }> {
  const after = cursor === undefined ? undefined : placeOf(cursor, question);
  const at = after === undefined ? -1 : sorted.findIndex(row => key(row) === after);
  if (cursor !== undefined && at < 0) return left(FOREIGN);
  const items = sorted.slice(at + 1, at + 1 + limit);
  const last = items.at(-1);
  const more = at + 1 + items.length < sorted.length;
  return right({
    items,
    total: sorted.length,
    ...(more && last !== undefined
      ? { next: `${Buffer.from(key(last)).toString('base64url')}.${question}` }
      : {}),
  });
}

/** The key a cursor stands behind, if it was made for this very question. */
function placeOf(cursor: string, question: string): string | undefined {
  const [place = '', asked] = cursor.split('.');
  return asked === question ? Buffer.from(place, 'base64url').toString() : undefined;
}

const FOREIGN: Problem = {
  problem: 'bad-request',
  detail: 'The cursor does not belong to this list, or the row it stood behind is gone.',
  expected: 'the cursor of the page before, with the same filters and order',
  advice: 'Begin at the first page, without a cursor.',
  errors: [{ pointer: '?cursor', expected: '`next` of the page before', found: 'another one' }],
};
