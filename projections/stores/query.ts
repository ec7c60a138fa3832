import { type Either, isLeft, left, map, right } from 'fp-ts/Either';
import { readCursor, type Place } from './cursor';
import { columnEntry, listField, orderColumn, valueColumn } from './layout';
import type { Column, Entry, Layout, ListField } from './layout';
import { firstSortKey, lastSortKey } from './norwegian-order';
import { MAX_LIMIT, type Filter, type Query, type QueryError, type Scalar } from './port';
import { wordsOf } from './words';

/** One condition; a document has to meet all of a query's. */
export type Test =
  | {
      readonly test: 'column';
      readonly column: Column;
      readonly entries: readonly Entry[];
      readonly missing: boolean;
    }
  | {
      readonly test: 'list';
      readonly list: ListField;
      readonly entries: readonly Entry[];
      readonly missing: boolean;
    }
  | { readonly test: 'present'; readonly column: Column }
  | {
      readonly test: 'range';
      readonly column: Column;
      /** Inclusive, of one type; at least one is given. */
      readonly from: string | number | undefined;
      readonly to: string | number | undefined;
    }
  /** A word of the list is this one or begins with it. */
  | { readonly test: 'word'; readonly list: ListField; readonly beginning: string };

export interface Term {
  readonly column: Column;
  readonly descending: boolean;
}

/** A query whose paths are found, whose values are as columns compare them, and whose cursor is read. */
export interface Plan {
  readonly tests: readonly Test[];
  readonly order: readonly Term[];
  readonly limit: number;
  /** The page begins behind this place. */
  readonly after: Place | undefined;
}

/** Checks a query against the collection's declared fields. */
export function planOf(layout: Layout, query: Query): Either<QueryError, Plan> {
  const { limit } = query;
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) {
    return left({
      kind: 'bad-limit',
      detail: `limit: expected a whole number from 1 to ${MAX_LIMIT}, found ${limit}`,
    });
  }
  const order = orderOf(layout, query);
  if (isLeft(order)) return order;
  const tests = query.filter === undefined ? right([]) : testsOf(layout, query.filter);
  if (isLeft(tests)) return tests;
  const after =
    query.cursor === undefined ? right(undefined) : readCursor(layout, order.right, query, query.cursor);
  return map((place: Place | undefined): Plan => ({
    tests: tests.right,
    order: order.right,
    limit,
    after: place,
  }))(after);
}

function orderOf(layout: Layout, query: Query): Either<QueryError, readonly Term[]> {
  const terms: Term[] = [];
  for (const { path, descending } of query.order ?? []) {
    const column = orderColumn(layout.columns, path);
    if (column === undefined) return left(undeclared(layout, path, 'order', layout.columns));
    terms.push({ column, descending: descending === true });
  }
  return right(terms);
}

function testsOf(layout: Layout, filter: Filter): Either<QueryError, readonly Test[]> {
  switch (filter.op) {
    case 'equals':
      return oneOf(layout, filter.op, filter.path, [filter.value]);
    case 'in':
      return oneOf(layout, filter.op, filter.path, filter.values);
    case 'range':
      return range(layout, filter);
    case 'text': {
      const list = listField(layout, filter.path, 'words');
      if (list === undefined) {
        return left(
          undeclared(
            layout,
            filter.path,
            filter.op,
            layout.lists.filter(l => l.kind === 'words'),
          ),
        );
      }
      return right([...new Set(wordsOf(filter.query))].map(beginning => ({ test: 'word', list, beginning })));
    }
    case 'and': {
      const all: Test[] = [];
      for (const part of filter.all) {
        const tests = testsOf(layout, part);
        if (isLeft(tests)) return tests;
        all.push(...tests.right);
      }
      return right(all);
    }
  }
}

function oneOf(
  layout: Layout,
  op: string,
  path: string,
  values: readonly Scalar[],
): Either<QueryError, readonly Test[]> {
  if (values.length > MAX_LIMIT)
    return left(unfit(path, `at most ${MAX_LIMIT} values, found ${values.length}`));
  const missing = values.includes(null);
  const given = values.filter(value => value !== null);
  if (given.some(isNoNumber)) return left(unfit(path, 'a finite number'));
  const column = valueColumn(layout.columns, path);
  if (column !== undefined) {
    const entries = given.map(value => columnEntry(column, value)).filter(entry => entry !== undefined);
    return right([{ test: 'column', column, entries, missing }]);
  }
  const list = listField(layout, path, 'values');
  if (list !== undefined) return right([{ test: 'list', list, entries: given, missing }]);
  const fit = [...layout.columns, ...layout.lists.filter(l => l.kind === 'values')];
  return left(undeclared(layout, path, op, fit));
}

function range(
  layout: Layout,
  filter: Filter & { readonly op: 'range' },
): Either<QueryError, readonly Test[]> {
  const { path, from, to } = filter;
  const column = valueColumn(layout.columns, path);
  if (column === undefined) return left(undeclared(layout, path, filter.op, layout.columns));
  if (from === undefined && to === undefined) return right([{ test: 'present', column }]);
  if (from !== undefined && to !== undefined && typeof from !== typeof to) {
    return left(unfit(path, `bounds of one type, found a ${typeof from} and a ${typeof to}`));
  }
  if ([from, to].some(isNoNumber)) return left(unfit(path, 'a finite number'));
  if (column.kind === 'value') return right([{ test: 'range', column, from, to }]);
  return right([
    {
      test: 'range',
      column,
      from: typeof from === 'string' ? firstSortKey(from) : from,
      to: typeof to === 'string' ? lastSortKey(to) : to,
    },
  ]);
}

const isNoNumber = (value: unknown): boolean => typeof value === 'number' && !Number.isFinite(value);

const unfit = (path: string, expected: string): QueryError => ({
  kind: 'unfit-filter',
  path,
  detail: `${path}: expected ${expected}`,
});

/** A path may be unknown altogether, or declared in a way that this operation cannot use. */
function undeclared(
  layout: Layout,
  path: string,
  op: string,
  fit: readonly { readonly path: string }[],
): QueryError {
  const paths = [...new Set(fit.map(field => field.path))];
  const known = paths.length === 0 ? 'none is' : `known are ${paths.join(', ')}`;
  const elsewhere = [...layout.columns, ...layout.lists].find(field => field.path === path);
  return elsewhere === undefined
    ? {
        kind: 'undeclared-path',
        path,
        detail: `${layout.name} has no indexed field "${path}" for "${op}"; ${known}`,
      }
    : {
        kind: 'unfit-filter',
        path,
        detail: `"${path}" is indexed as ${elsewhere.kind}, which "${op}" cannot use; ${known}`,
      };
}
