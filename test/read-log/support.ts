import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openReadLog, type ReadEntry, type ReadLog } from '../../services/read-log';

export interface Place {
  readonly folder: string;
  readonly path: string;
  log: ReadLog;
  reopen(): Promise<void>;
  remove(): Promise<void>;
}

/** A log of reads in a folder of its own. */
export function openPlace(): Place {
  const folder = mkdtempSync(join(tmpdir(), 'kravspor-reads-'));
  const path = join(folder, 'reads.db');
  function opened(): ReadLog {
    const result = openReadLog(`file:${path}`);
    if (result._tag === 'Left') throw new Error(result.left.detail);
    return result.right;
  }
  const place: Place = {
    folder,
    path,
    log: opened(),
    reopen: async () => {
      await place.log.close();
      place.log = opened();
    },
    remove: async () => {
      await place.log.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return place;
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
