import { createHash } from 'node:crypto';
import { type Either, left, right } from 'fp-ts/Either';
import { columnEntry, scalarOf, type Column, type Entry, type Layout } from './layout';
import type { Found, Query, QueryError } from './port';

/** Where in an ordered list a document stands: its entry for each term of the order, then its key. */
export interface Place {
  readonly entries: readonly (Entry | undefined)[];
  readonly key: string;
}

type Terms = readonly { readonly column: Column }[];

/**
 * The cursor that leads on from a document: the values it is ordered by and its key, with a digest over them and the
 * question asked. It is no secret, but one that was altered or belongs to another list is recognised.
 */
export function cursorAfter(layout: Layout, order: Terms, query: Query, last: Found): string {
  const values = order.map(({ column }) => scalarOf(column, last.document) ?? null);
  const place = JSON.stringify([...values, last.key]);
  return `${Buffer.from(place).toString('base64url')}.${digest(layout, query, place)}`;
}

/** The place a cursor stands for, if it was made for this very question. */
export function readCursor(
  layout: Layout,
  order: Terms,
  query: Query,
  cursor: string,
): Either<QueryError, Place> {
  const dot = cursor.lastIndexOf('.');
  const place = Buffer.from(cursor.slice(0, Math.max(dot, 0)), 'base64url').toString();
  if (dot < 0 || digest(layout, query, place) !== cursor.slice(dot + 1)) return left(FOREIGN);
  const parts: unknown = JSON.parse(place);
  const values: readonly unknown[] = Array.isArray(parts) ? parts : [];
  const key = values[order.length];
  if (typeof key !== 'string') return left(FOREIGN);
  return right({ entries: order.map(({ column }, i) => entryOfScalar(column, values[i])), key });
}

const FOREIGN: QueryError = {
  kind: 'bad-cursor',
  detail:
    'This cursor does not belong to this list: use the one given with the page before, with the same filter and ' +
    'order, or leave it out to begin at the first page',
};

const entryOfScalar = (column: Column, value: unknown): Entry | undefined =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? columnEntry(column, value)
    : undefined;

function digest(layout: Layout, query: Query, place: string): string {
  const order = (query.order ?? []).map(({ path, descending }) => [path, descending === true]);
  const question = JSON.stringify([layout.name, query.filter ?? null, order]);
  return createHash('sha256').update(`${question}\n${place}`).digest('base64url').slice(0, 16);
}
