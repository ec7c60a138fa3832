import type { FeedRecord } from '../services/event-log/feed';
import type { EventLog } from '../services/event-log/port';
import type { Placed } from '../contracts/views';
import { type AnyLife, unsettles } from './life';
import type { Change, Document, Generation } from './stores';
import {
  parkedCollection,
  parkedDocument,
  placedOf,
  see,
  settle,
  type Stream,
  streamDocument,
  streamsCollection,
} from './stream';
import type { StreamCache } from './stream-cache';
import type { SharedView } from './view';
import { documentsOf } from './view-documents';
import type { Views } from './views';
import { recordDocument, recordsCollection } from './views/records';

export interface FoldingContext {
  readonly log: EventLog;
  readonly generation: Generation;
  readonly views: Views;
  readonly cache: StreamCache;
}

/** Records on their way into the documents of one commit. */
export interface Folding {
  /** How much is gathered: records, and characters of their data. */
  readonly events: number;
  readonly size: number;
  readonly last: FeedRecord | undefined;
  /** Folds these too. Throws `EventSkipped`, and what the store's reads throw. */
  add(records: readonly FeedRecord[]): Promise<void>;
  /** Replaces a stream by one folded otherwise. */
  put(stream: Stream): Promise<void>;
  /** These changes and all to the documents, which are made as they are asked for: the same each time. */
  changes(besides: readonly Change[]): Promise<Iterable<Change>>;
  /** Do these changes park or free a stream? */
  readonly parks: boolean;
  /** The streams as they now stand, for the cache. */
  readonly touched: ReadonlyMap<string, Stream>;
}

export function startFolding({ log, generation, views, cache }: FoldingContext): Folding {
  const records: Change[] = [];
  const touched = new Map<string, Stream>();
  /** Streams whose documents may vanish, as they were before. */
  const before = new Map<string, Stream | undefined>();
  /**
   * Streams as they stood before each record that makes documents vanish. Documents of these may be there too, written
   * ahead of the checkpoint by a commit that was broken off.
   */
  const passing: Stream[] = [];
  const unsettled = new Set<string>();
  const refolded = new Set<string>();
  let size = 0;
  let last: FeedRecord | undefined;

  return {
    get events() {
      return records.length;
    },
    get size() {
      return size;
    },
    get last() {
      return last;
    },
    touched,
    async add(batch) {
      await cache.load(new Set(batch.map(r => r.stream)));
      for (const record of batch) {
        const name = record.stream;
        const known = touched.get(name) ?? cache.get(name);
        const seen = see(known, record);
        if (record.told !== undefined && unsettles(record.told) && seen.parked === undefined) {
          if (known !== undefined) passing.push(unsettled.has(name) ? await settle(log, known) : known);
          unsettled.add(name);
          if (!before.has(name)) before.set(name, cache.get(name));
        }
        touched.set(name, seen);
        records.push({
          collection: recordsCollection.name,
          key: record.record.meta.id,
          document: recordDocument(record),
        });
        size += record.entry.data.length;
        last = record;
      }
    },
    async put(stream) {
      await cache.load(new Set([stream.name]));
      before.set(stream.name, cache.get(stream.name));
      touched.set(stream.name, stream);
      refolded.add(stream.name);
    },
    get parks() {
      return [...touched.values()].some(isParking);
    },
    async changes(besides) {
      for (const name of unsettled) {
        const stream = touched.get(name);
        if (stream !== undefined) touched.set(name, await settle(log, stream));
      }
      const rest = [...besides, ...(await sharedChanges())];
      return { [Symbol.iterator]: () => allChanges(rest) };
    },
  };

  /** Documents of streams are made one by one as they are written: together they would be most of the memory used. */
  function* allChanges(rest: readonly Change[]): Generator<Change> {
    yield* records;
    for (const life of earlier()) yield* vanishing(views, life);
    for (const stream of touched.values()) {
      const { name, life, parked } = stream;
      yield { collection: streamsCollection.name, key: name, document: streamDocument(stream) };
      if (isParking(stream))
        yield { collection: parkedCollection.name, key: name, document: parkedDocument(stream) };
      if (life !== undefined) yield* documentsOf(views.own, life, placedOf(life, parked));
    }
    yield* rest;
  }

  /** What lives were that have given documents which may no longer be. */
  function earlier(): readonly AnyLife[] {
    return [...before.values(), ...passing].flatMap(stream => stream?.life ?? []);
  }

  function sharedChanges(): Promise<readonly Change[]> {
    const shares = new Shares(views.shared);
    for (const life of earlier()) shares.take(life, placedOf(life, undefined));
    for (const { life, parked } of touched.values())
      if (life !== undefined) shares.give(life, placedOf(life, parked));
    return shares.changes(generation);
  }

  /** Is it parked, or no longer? */
  function isParking({ name, parked }: Stream): boolean {
    return parked !== undefined || refolded.has(name) || before.get(name)?.parked !== undefined;
  }
}

/** What a life gave before it was folded anew: taken away, and then written again where it still is. */
const vanishing = (views: Views, life: AnyLife): readonly Change[] =>
  documentsOf(views.own, life, placedOf(life, undefined)).map(change => ({ ...change, document: undefined }));

type Shared = Map<string, Map<string, Document | undefined>>;

/** The parts of shared documents that streams have given and taken. */
class Shares {
  private readonly parts: ReadonlyMap<SharedView, Shared>;

  constructor(views: readonly SharedView[]) {
    this.parts = new Map(views.map(view => [view, new Map()]));
  }

  take(life: AnyLife, placed: Placed): void {
    this.note(life, placed, () => undefined);
  }

  give(life: AnyLife, placed: Placed): void {
    this.note(life, placed, part => part);
  }

  private note(life: AnyLife, placed: Placed, by: (part: Document) => Document | undefined): void {
    for (const [view, keys] of this.parts) {
      for (const { key, part } of view.parts(life, placed)) {
        const streams = keys.get(key) ?? new Map<string, Document | undefined>();
        streams.set(life.stream, by(part));
        keys.set(key, streams);
      }
    }
  }

  async changes(generation: Generation): Promise<readonly Change[]> {
    const changes: Change[] = [];
    for (const [view, keys] of this.parts) {
      const collection = view.collection.name;
      const stored = await generation.getMany(collection, [...keys.keys()]);
      for (const [key, given] of keys)
        changes.push({ collection, key, document: view.join(key, stored.get(key), given) });
    }
    return changes;
  }
}
