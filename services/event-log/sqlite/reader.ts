import { setImmediate } from 'node:timers/promises';
import { type Database, type Row } from '../../sqlite';
import type { Entry, Position } from '../port';
import { damaged, guarded } from './damage';
import { fromPosition, toPosition } from './position';

export interface Reader {
  readonly readStream: (stream: string, fromRevision?: number) => AsyncIterable<Entry>;
  readonly readAll: (after?: Position, batchSize?: number) => AsyncIterable<readonly Entry[]>;
  /** The newest position, 0 for an empty log. */
  readonly newest: () => number;
}

/** Few enough that what is made of a batch is young when it is done with: collecting what has aged costs more. */
const DEFAULT_BATCH = 400;
const STREAM_PAGE = 500;
/** Large entries come in shorter batches, so that what a reader holds in memory is bounded. */
const BATCH_BYTES = 8 * 1024 * 1024;
const FIRST_PAGE = 100;

export const COLUMNS = 'e.position, s.name AS stream, e.revision, e.id, e.type, e.data, e.metadata';

/** Every page is a statement of its own, finished before it is handed on: no reader holds the file's past in place. */
export function createReader(database: Database): Reader {
  const all = database.prepare(
    `SELECT ${COLUMNS} FROM events e JOIN streams s ON s.number = e.stream
     WHERE e.position > ? ORDER BY e.position LIMIT ?`,
  );
  const numberOf = database.prepare('SELECT number FROM streams WHERE name = ?');
  const ofStream = database.prepare(
    `SELECT ${COLUMNS} FROM streams s JOIN events e ON e.stream = s.number
     WHERE s.number = ? AND e.revision >= ? ORDER BY e.revision LIMIT ?`,
  );
  const newest = database.prepare('SELECT coalesce(max(position), 0) AS newest FROM events');

  async function* readAll(after?: Position, batchSize = DEFAULT_BATCH): AsyncGenerator<readonly Entry[]> {
    requireCount('batch size', batchSize, 1);
    let at = after === undefined ? 0 : fromPosition(after);
    let limit = Math.min(batchSize, FIRST_PAGE);
    for (;;) {
      // Also before an empty page, so that a reader in a loop lets the writers get their turn.
      await setImmediate();
      const entries = guarded(() => all.all(at, limit)).map(toEntry);
      const last = entries.at(-1);
      if (last === undefined) return;
      at = fromPosition(last.position);
      limit = Math.min(batchSize, fitting(entries));
      yield entries;
    }
  }

  async function* readStream(stream: string, fromRevision = 0): AsyncGenerator<Entry> {
    requireCount('revision', fromRevision, 0);
    // By itself this is several times cheaper than a page of nothing, and most streams asked for are new ones.
    const number = guarded(() => numberOf.get(stream))?.['number'];
    if (number === undefined) return;
    let from = fromRevision;
    for (;;) {
      const entries = guarded(() => ofStream.all(number, from, STREAM_PAGE)).map(toEntry);
      yield* entries;
      if (entries.length < STREAM_PAGE) return;
      from += entries.length;
      await setImmediate();
    }
  }

  return { readAll, readStream, newest: () => Number(guarded(() => newest.get())?.['newest'] ?? 0) };
}

function fitting(entries: readonly Entry[]): number {
  const length = entries.reduce((sum, entry) => sum + entry.data.length + entry.metadata.length, 0);
  return Math.max(1, Math.floor((BATCH_BYTES * entries.length) / Math.max(1, length)));
}

/** A row of `COLUMNS` as an entry; throws `EventLogDamaged` where a column holds something else. */
export function toEntry(row: Row): Entry {
  return {
    stream: text(row['stream']),
    revision: whole(row['revision']),
    position: toPosition(whole(row['position'])),
    id: text(row['id']),
    type: text(row['type']),
    data: text(row['data']),
    metadata: text(row['metadata']),
  };
}

function text(value: Row[string] | undefined): string {
  if (typeof value === 'string') return value;
  throw damaged('a column that should hold text does not');
}

function whole(value: Row[string] | undefined): number {
  if (typeof value === 'number') return value;
  throw damaged('a column that should hold a whole number does not');
}

function requireCount(what: string, value: number, least: number): void {
  if (!Number.isSafeInteger(value) || value < least)
    throw new RangeError(`${what} ${value}: a whole number from ${least} on`);
}
