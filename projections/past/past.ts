import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isLeft } from 'fp-ts/Either';
import { streamOf } from '../../contracts/catalogue/catalogue';
import type { Family } from '../../contracts/catalogue/define';
import { folds, type StateOf } from '../../contracts/states';
import { foldStream } from '../../contracts/states/fold';
import type { RecordView } from '../../contracts/views';
import type { EventLog } from '../../services/event-log/port';
import { fromDocument } from '../plain';
import {
  type Document,
  type Filter,
  type Found,
  type Generation,
  openViewStore,
  type Query,
  type Reading,
  type ViewStore,
} from '../stores';
import { parkedCollection, placedOf } from '../stream';
import { documentsOf } from '../view-documents';
import type { Views } from '../views';
import { recordsCollection } from '../views/records';
import { buildCollection } from './build';
import { type PastPoint, readSoFar, streamAt } from './stream';

/** The views as they stood at a point in the past. */
export interface Past extends Reading {
  readonly point: PastPoint;
  /** What a stream added up to. */
  state<F extends Family>(family: F, stream: string): Promise<StateOf[F]>;
  close(): Promise<void>;
}

/** What is kept of records themselves does not change with what comes later, so it is asked of today's views. */
const LASTING: ReadonlySet<string> = new Set([recordsCollection.name, parkedCollection.name]);

/**
 * Opens the past. A single document is folded from its own stream when it is asked for; a collection that is searched is
 * folded once, into a file of its own that goes away with the past.
 */
export function openPast(log: EventLog, now: Reading, views: Views, point: PastPoint): Past {
  const closing = new AbortController();
  const built = new Map<string, Promise<Generation>>();
  let place: { readonly folder: string; readonly store: Promise<ViewStore> } | undefined;

  function specOf(collection: string): Reading['collections'][number] {
    const spec = now.collections.find(c => c.name === collection);
    if (spec === undefined) throw new Error(`there is no collection ${collection}`);
    return spec;
  }

  function whole(collection: string): Promise<Generation> {
    const known = built.get(collection);
    if (known !== undefined) return known;
    const building = build(collection);
    // One that failed is tried anew by the next who asks.
    building.catch(() => built.delete(collection));
    built.set(collection, building);
    return building;
  }

  async function build(collection: string): Promise<Generation> {
    place ??= newPlace();
    const store = await place.store;
    return buildCollection({ log, now, views, store, point, signal: closing.signal }, specOf(collection));
  }

  async function state<F extends Family>(family: F, stream: string): Promise<StateOf[F]> {
    const { events } = await readSoFar(log, now, stream, point.upTo);
    const told = events.map(e => e.told);
    return foldStream<StateOf[F]>(folds[family], told, point.asOf === undefined ? {} : { asOf: point.asOf });
  }

  async function own(family: Family, stream: string, collection: string, key: string) {
    const found = await streamAt(log, now, stream, point);
    if (found?.life === undefined) return undefined;
    const documents = documentsOf(
      { [family]: views.own[family] },
      found.life,
      placedOf(found.life, found.parked),
    );
    const document = documents.find(d => d.collection === collection && d.key === key)?.document;
    return document && stored(document);
  }

  async function get(collection: string, key: string): Promise<Document | undefined> {
    if (LASTING.has(collection)) return seenBy(point, await now.get(collection, key));
    for (const [family, of] of entriesOf(views)) {
      const view = of.find(v => v.collection.name === collection);
      if (view === undefined) continue;
      return own(family, streamOf(family, view.subjectOf?.(key) ?? key), collection, key);
    }
    return (await whole(collection)).get(collection, key);
  }

  async function getMany(collection: string, keys: readonly string[]) {
    const documents = new Map<string, Document>();
    for (const key of new Set(keys)) {
      const document = await get(collection, key);
      if (document !== undefined) documents.set(key, document);
    }
    return documents;
  }

  async function* scan(collection: string): AsyncGenerator<Found> {
    if (!LASTING.has(collection)) yield* (await whole(collection)).scan(collection);
    else
      for await (const found of now.scan(collection))
        if (seenBy(point, found.document) !== undefined) yield found;
  }

  return {
    point,
    collections: now.collections,
    state,
    get,
    getMany,
    scan,
    find: (collection, query) => async () => {
      if (LASTING.has(collection)) return now.find(collection, upTo(point, query))();
      return (await whole(collection)).find(collection, query)();
    },
    close: async () => {
      closing.abort();
      await Promise.allSettled(built.values());
      if (place === undefined) return;
      await (await place.store).close();
      rmSync(place.folder, { recursive: true, force: true });
    },
  };
}

function newPlace(): { readonly folder: string; readonly store: Promise<ViewStore> } {
  const folder = mkdtempSync(join(tmpdir(), 'kravspor-past-'));
  const store = openViewStore(`file:${join(folder, 'views.db')}`)().then(opened => {
    if (isLeft(opened)) throw new Error(opened.left.detail);
    return opened.right;
  });
  return { folder, store };
}

const entriesOf = (views: Views) =>
  Object.entries(views.own) as readonly [Family, NonNullable<Views['own'][Family]>][];

/** As a store gives it back: fields without a value are not there. */
const stored = (document: Document): Document => JSON.parse(JSON.stringify(document)) as Document;

const seenBy = ({ upTo: last }: PastPoint, document: Document | undefined): Document | undefined =>
  document !== undefined && fromDocument<RecordView>(document).seq <= last ? document : undefined;

function upTo(point: PastPoint, query: Query): Query {
  const bound: Filter = { op: 'range', path: 'seq', to: point.upTo };
  return { ...query, filter: query.filter === undefined ? bound : { op: 'and', all: [query.filter, bound] } };
}
