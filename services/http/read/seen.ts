import { type Either, isLeft, left, right } from 'fp-ts/Either';
import { osloDayOf } from '../../../contracts/calendar';
import type { IsoDate } from '../../../contracts/primitives';
import type { Problem } from '../../../contracts/problems';
import type { LogState } from '../../../contracts/states/log';
import type { OrganisationsState } from '../../../contracts/states/organisations';
import { type Filter, fromDocument, type Generation, type Query } from '../../../projections';
import type { Principal } from '../../lifecycle';
import type { Service } from '../service';
import { notYet } from './problems';
import { type Reader, readerOf } from './reader';
import { waited } from './wait';

/** What a read stands on: the views as far as they are, the register, and what this reader may see. */
export interface Seen {
  readonly service: Service;
  readonly generation: Generation;
  /** Index of the last record the views show; -1 for none. */
  readonly seq: number;
  readonly register: OrganisationsState;
  readonly log: LogState;
  readonly reader: Reader;
  readonly today: IsoDate;
}

interface Asked {
  readonly service: Service;
  readonly principal: Principal;
  readonly query: { readonly wait?: string };
}

/** Waits if asked to, and takes the views that readers are served from now. */
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
  const today = osloDayOf(clock.now());
  return right({ service, generation, seq, register, log, reader: readerOf(principal, register), today });
}

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
