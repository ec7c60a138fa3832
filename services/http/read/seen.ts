import { type Either, isLeft, left, right } from 'fp-ts/Either';
import { osloDayOf } from '../../../contracts/calendar';
import type { IsoDate, Timestamp } from '../../../contracts/primitives';
import type { Problem } from '../../../contracts/problems';
import type { LogState } from '../../../contracts/states/log';
import type { OrganisationsState } from '../../../contracts/states/organisations';
import {
  type Filter,
  fromDocument,
  type Generation,
  type Past,
  type PastPoint,
  type Query,
  type Reading,
  recordAt,
} from '../../../projections';
import type { Principal } from '../../lifecycle';
import type { Service } from '../service';
import { type CutQuery, pointOf } from './cut';
import { notYet } from './problems';
import { type Reader, readerOf } from './reader';
import { waited } from './wait';

/**
 * What a read stands on: the views as far as they are, or as they stood at a point in the past; the register; and what
 * this reader may see today.
 */
export interface Seen {
  readonly service: Service;
  readonly generation: Reading;
  /** The views as they are now, whatever point is asked about. */
  readonly present: Generation;
  /** The point in the past that is asked about. */
  readonly point: PastPoint | undefined;
  /** Index of the last record that counts; -1 for none. */
  readonly seq: number;
  readonly register: OrganisationsState;
  readonly log: LogState;
  readonly reader: Reader;
  readonly today: IsoDate;
}

interface Asked {
  readonly service: Service;
  readonly principal: Principal;
  readonly query: { readonly wait?: string | undefined } & CutQuery;
}

/** Waits if asked to, and takes the views that readers are served from now, or those of the past that is asked about. */
export async function look({ service, principal, query }: Asked): Promise<Either<Problem, Seen>> {
  const late = await waited(service, query.wait);
  if (late !== undefined) return left(late);
  const { runner, door, clock } = service;
  const { seq, state } = runner.status();
  const generation = runner.generation();
  if (generation === undefined)
    return left(notYet(`The views are ${state}; there is nothing to read from yet.`));
  const register = (await door.read('organisations', 'organisations')).state;
  const log = (await door.read('log', 'log')).state;
  const reader = readerOf(principal, register);
  const now = { service, generation, present: generation, point: undefined, seq, register, log, reader };
  const point = await pointOf(query, generation, seq);
  if (isLeft(point)) return point;
  if (point.right === undefined) return right({ ...now, today: osloDayOf(clock.now()) });
  return right({ ...now, ...(await seenAt(service.pasts.at(generation, point.right), generation)) });
}

/** Who may see it is told by today's register; what there was to see, by the register as it stood. */
async function seenAt(past: Past, present: Generation) {
  const { point } = past;
  const register = await past.state('organisations', 'organisations');
  const log = await past.state('log', 'log');
  const last = point.asOf ?? (await recordAt(present, point.upTo))?.recordedAt;
  const today = osloDayOf(last ?? BEFORE_ALL);
  return { generation: past, point, seq: point.upTo, register, log, today };
}

const BEFORE_ALL = '1970-01-01T00:00:00Z' as Timestamp;

/** One document of a view. */
export async function viewOf<V>(
  { generation }: Pick<Seen, 'generation'>,
  collection: string,
  key: string,
): Promise<V | undefined> {
  const document = await generation.get(collection, key);
  return document === undefined ? undefined : fromDocument<V>(document);
}

/** The documents of a view that there are among these keys. */
export async function viewsOf<V>(
  { generation }: Pick<Seen, 'generation'>,
  collection: string,
  keys: readonly string[],
): Promise<ReadonlyMap<string, V>> {
  if (keys.length === 0) return new Map();
  const documents = await generation.getMany(collection, keys);
  return new Map([...documents].map(([key, document]) => [key, fromDocument<V>(document)] as const));
}

export interface FoundView<V> {
  readonly key: string;
  readonly view: V;
}

export interface FoundPage<V> {
  readonly items: readonly FoundView<V>[];
  readonly total: number;
  readonly next?: string;
}

/** A page of a view; a question that the store cannot take is the reader's mistake. */
export async function pageOf<V>(
  { generation }: Pick<Seen, 'generation'>,
  collection: string,
  query: Query,
): Promise<Either<Problem, FoundPage<V>>> {
  const page = await generation.find(collection, query)();
  if (isLeft(page)) {
    const { detail, kind } = page.left;
    return left({
      problem: 'bad-request',
      detail: kind === 'bad-cursor' ? 'The cursor does not belong to this list.' : detail,
      expected: detail,
      advice: 'GET /openapi.json lists the parameters of each address.',
    });
  }
  const { items, total, next } = page.right;
  return right({
    items: items.map(({ key, document }) => ({ key, view: fromDocument<V>(document) })),
    total,
    ...(next === undefined ? {} : { next }),
  });
}

/** Of every document that the filters match, what `take` makes of it: views that are large are taken in part. */
export async function allOf<V, A = FoundView<V>>(
  seen: Pick<Seen, 'generation'>,
  collection: string,
  filters: readonly Filter[],
  take: (found: FoundView<V>) => readonly A[],
): Promise<Either<Problem, readonly A[]>> {
  const all: A[] = [];
  for (let cursor: string | undefined; ;) {
    const query = { filter: both(filters), limit: 1_000, ...(cursor === undefined ? {} : { cursor }) };
    const page = await pageOf<V>(seen, collection, query);
    if (isLeft(page)) return page;
    for (const found of page.right.items) all.push(...take(found));
    cursor = page.right.next;
    if (cursor === undefined) return right(all);
  }
}

export const both = (all: readonly Filter[]): Filter => ({ op: 'and', all });
