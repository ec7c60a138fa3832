import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Either } from 'fp-ts/Either';
import { streamOf, typeName } from '../../contracts/catalogue/catalogue';
import type { Family } from '../../contracts/catalogue/define';
import { canonicalJson } from '../../contracts/json/canonical';
import type { CloudEvent } from '../../contracts/envelope';
import type { Generation, ViewStore } from '../../projections';
import { openViewStore } from '../../projections';
import { openEventLog } from '../../services/event-log';
import type { EventLog, NewEntry } from '../../services/event-log/port';
import { stampRecord } from '../../services/event-log/records';
import type { TestDatabase } from '../support/mongodb';
import type { Made } from './realistic-log';

export function rightOf<A>(either: Either<unknown, A>): A {
  if (either._tag === 'Left') throw new Error(JSON.stringify(either.left));
  return either.right;
}

/** Where `openPlace` keeps views, while a suite is run once more over another store. */
export const elsewhere: { database: (() => TestDatabase) | undefined } = { database: undefined };

/** A log and a view store of their own. */
export interface Place {
  readonly log: EventLog;
  readonly store: ViewStore;
  readonly viewsUri: string;
  /** Another connection to the same views. */
  another(): Promise<ViewStore>;
  remove(): Promise<void>;
}

export async function openPlace(): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'kravspor-projections-'));
  const database = elsewhere.database?.();
  const viewsUri = database?.uri ?? `file:${join(folder, 'views.db')}`;
  const log = rightOf(await openEventLog(`file:${join(folder, 'events.db')}`, { create: true })());
  const stores: ViewStore[] = [];
  const another = async (): Promise<ViewStore> => {
    const store = rightOf(await openViewStore(viewsUri)());
    stores.push(store);
    return store;
  };
  const store = await another();
  const remove = async (): Promise<void> => {
    for (const opened of stores) await opened.close();
    await log.close();
    await database?.drop();
    rmSync(folder, { recursive: true, force: true });
  };
  return { log, store, viewsUri, another, remove };
}

/** An event as a test tells it. */
export interface Tale {
  readonly family: Family;
  readonly subject: string;
  readonly what: string;
  readonly data: unknown;
  readonly time?: string;
  readonly recordedAt?: string;
  readonly organisation?: string;
  /** Another type than that of the catalogue. */
  readonly type?: string;
}

let made = 0;

/** The entry of an event at a revision; the door's own checks are left out, so that it may be wrong on purpose. */
export function entryOf(tale: Tale, revision: number): { readonly stream: string; readonly entry: NewEntry } {
  const stream = streamOf(tale.family, tale.subject);
  const time = tale.time ?? '2031-03-01T09:00:00Z';
  const event = {
    specversion: '1.0',
    id: `t-${made++}`,
    source: 'https://test.example',
    type: tale.type ?? typeName(tale.family, tale.what),
    subject: tale.subject,
    time,
    organisation: tale.organisation ?? 'granvik',
    data: tale.data,
  } as CloudEvent;
  const { entry } = stampRecord(event, canonicalJson(event), {
    stream,
    revision,
    recordedAt: (tale.recordedAt ?? time) as CloudEvent['time'],
    actor: 'svc-test' as never,
    credential: 'key-1',
    facts: { now: time as CloudEvent['time'], streams: [] },
  });
  return { stream, entry };
}

/** Appends what is told, each event to its own stream, and gives the records' ids. */
export function teller(log: EventLog): (...tales: readonly Tale[]) => Promise<readonly string[]> {
  const revisions = new Map<string, number>();
  return async (...tales) => {
    const ids: string[] = [];
    for (const tale of tales) {
      const stream = streamOf(tale.family, tale.subject);
      const revision = revisions.get(stream) ?? 0;
      revisions.set(stream, revision + 1);
      const { entry } = entryOf(tale, revision);
      rightOf(await log.append(stream, revision === 0 ? 'none' : revision - 1, [entry])());
      ids.push(entry.id);
    }
    return ids;
  };
}

export async function append(log: EventLog, events: readonly Made[]): Promise<void> {
  const appended = events.map(({ stream, revision, entry }) =>
    log.append(stream, revision === 0 ? 'none' : revision - 1, [entry])(),
  );
  for (const outcome of await Promise.all(appended)) rightOf(outcome);
}

export const headOf = async (log: EventLog): Promise<number> => ((await log.head())?.count ?? 0) - 1;

/** SHA-256 over every document of every collection, in key order. */
export async function fingerprint(generation: Generation | undefined, except?: string): Promise<string> {
  if (generation === undefined) throw new Error('no views to read');
  const hash = createHash('sha256');
  for (const { name } of generation.collections.filter(c => c.name !== except))
    for await (const { key, document } of generation.scan(name))
      hash.update(`${name} ${key} ${JSON.stringify(document)}\n`);
  return hash.digest('hex');
}
