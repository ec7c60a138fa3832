import { setImmediate } from 'node:timers/promises';
import { isLeft } from 'fp-ts/Either';
import type { EventLog } from '../../services/event-log/port';
import type { Change, Checkpoint, CollectionSpec, Document, Generation, Reading, ViewStore } from '../stores';
import { placedOf, type Stream, streamsCollection } from '../stream';
import type { SharedView } from '../view';
import { documentsOf } from '../view-documents';
import type { Views } from '../views';
import { type PastPoint, streamAt } from './stream';

/** Streams that go into one commit. */
const BATCH = 250;

export interface Building {
  readonly log: EventLog;
  /** Views that show at least as much as the point. */
  readonly now: Reading;
  readonly views: Views;
  readonly store: ViewStore;
  readonly point: PastPoint;
  readonly signal: AbortSignal;
}

/** Folds one collection as it stood at a point in the past, stream by stream, so that memory does not grow with the log. */
export async function buildCollection(building: Building, { name }: CollectionSpec): Promise<Generation> {
  const { log, now, views, store, point, signal } = building;
  const spec = now.collections.find(c => c.name === name);
  const opened = spec && (await store.open(`past-${name}`, [spec])());
  if (opened === undefined || isLeft(opened)) throw new Error(`no room for the past of ${name}`);
  const generation = opened.right;
  const shared = views.shared.find(view => view.collection.name === name);
  let at: Checkpoint | undefined;
  for await (const names of batches(namesIn(now, prefixesOf(views, name)))) {
    signal.throwIfAborted();
    const streams: Stream[] = [];
    for (const stream of names) {
      const found = await streamAt(log, now, stream, point);
      if (found !== undefined) streams.push(found);
    }
    const changes =
      shared === undefined
        ? ownChanges(views, name, streams)
        : await sharedChanges(shared, generation, streams);
    const to: Checkpoint = { seq: (at?.seq ?? -1) + names.length, position: names.at(-1) ?? '' };
    const committed = await generation.commit(changes, at, to)();
    if (isLeft(committed)) throw new Error(committed.left.detail);
    at = to;
    await setImmediate();
  }
  return generation;
}

/** What the names of the streams begin with that a collection is folded from; `undefined` stands for any. */
function prefixesOf(views: Views, name: string): readonly string[] | undefined {
  const families = Object.entries(views.own).filter(([, of]) => of.some(v => v.collection.name === name));
  const shared = views.shared.find(view => view.collection.name === name);
  return shared === undefined ? families.map(([family]) => family) : shared.families;
}

async function* namesIn(now: Reading, families: readonly string[] | undefined): AsyncGenerator<string> {
  for await (const { key } of now.scan(streamsCollection.name))
    if (families === undefined || families.some(f => key === f || key.startsWith(`${f}-`))) yield key;
}

async function* batches(names: AsyncIterable<string>): AsyncGenerator<readonly string[]> {
  let batch: string[] = [];
  for await (const name of names) {
    batch.push(name);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

const ownChanges = (views: Views, name: string, streams: readonly Stream[]): readonly Change[] =>
  streams.flatMap(({ life, parked }) =>
    life === undefined
      ? []
      : documentsOf(views.own, life, placedOf(life, parked)).filter(change => change.collection === name),
  );

async function sharedChanges(
  view: SharedView,
  generation: Generation,
  streams: readonly Stream[],
): Promise<readonly Change[]> {
  const given = new Map<string, Map<string, Document>>();
  for (const { name, life, parked } of streams) {
    if (life === undefined) continue;
    for (const { key, part } of view.parts(life, placedOf(life, parked)))
      given.set(key, (given.get(key) ?? new Map<string, Document>()).set(name, part));
  }
  const collection = view.collection.name;
  const stored = await generation.getMany(collection, [...given.keys()]);
  return [...given].map(([key, parts]) => ({
    collection,
    key,
    document: view.join(key, stored.get(key), parts),
  }));
}
