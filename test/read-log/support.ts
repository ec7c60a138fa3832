import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openReadLog, type ReadEntry, type ReadLog } from '../../services/read-log';
import { newDatabase } from '../support/mongodb';

/** Where a log of reads is kept. */
export interface Place {
  readonly uri: string;
  log: ReadLog;
  reopen(): Promise<void>;
  remove(): Promise<void>;
}

export async function opened(uri: string): Promise<ReadLog> {
  const result = await openReadLog(uri)();
  if (result._tag === 'Left') throw new Error(result.left.detail);
  return result.right;
}

async function placeAt(uri: string, clear: () => Promise<void> | void): Promise<Place> {
  const place: Place = {
    uri,
    log: await opened(uri),
    reopen: async () => {
      await place.log.close();
      place.log = await opened(uri);
    },
    remove: async () => {
      await place.log.close();
      await clear();
    },
  };
  return place;
}

export interface FilePlace extends Place {
  readonly folder: string;
  readonly path: string;
}

/** A log of reads in a folder of its own. */
export async function openPlace(): Promise<FilePlace> {
  const folder = mkdtempSync(join(tmpdir(), 'kravspor-reads-'));
  const path = join(folder, 'reads.db');
  const place = await placeAt(`file:${path}`, () => rmSync(folder, { recursive: true, force: true }));
  return Object.assign(place, { folder, path });
}

/** A log of reads in a database of its own. */
export function openMongoPlace(): Promise<Place> {
  const database = newDatabase();
  return placeAt(database.uri, database.drop);
}

export const entry = (change: Partial<ReadEntry> = {}): ReadEntry => ({
  at: '2031-03-01T10:00:00.000Z',
  actor: 'p-7f3a',
  organisation: 'granvik',
  credential: 'k-1',
  kind: 'history',
  method: 'GET',
  path: '/v1/requirements/:id/history',
  address: '/v1/requirements/granvik.k1/history?lang=nn',
  thing: 'granvik.k1',
  status: 200,
  mediaType: 'application/json',
  ...change,
});

/** The numbers of all entries, the oldest first. */
export async function numbers(log: ReadLog): Promise<readonly number[]> {
  const page = await log.list({ order: 'oldest-first', limit: 100_000 })();
  if (page._tag === 'Left') throw new Error(page.left.detail);
  return page.right.items.map(item => item.number);
}
