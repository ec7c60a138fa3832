import { mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Position } from '../../event-log';
import type { Timestamp } from '../../../contracts/primitives';
import { type Database, isCorrupt, openDatabase, type Row } from '../../sqlite';
import { transaction } from '../../sqlite/own-file';

/** The newest leaf of a stream. */
export interface Head {
  readonly revision: number;
  /** SHA-256 of the leaf in hex. */
  readonly hash: string;
}

/** Where the feed goes on after so many records. */
export interface Resume {
  readonly size: number;
  readonly position: Position;
  readonly recordedAt: Timestamp;
}

/**
 * The newest leaf of each stream, and where in the feed the tree stands. Derived from the log like the tiles; kept so
 * that a restart need not read all of it. It is committed after the checkpoint, so it may lag behind the tree after a
 * crash, and never run ahead of it; a damaged or foreign file is made anew.
 */
export interface Heads {
  /** Where the committed heads stand; undefined at the beginning. */
  resume(): Resume | undefined;
  /** The nearest known place at or before a size, for a second look at a part of the log. */
  placeBefore(size: number): Resume | undefined;
  get(stream: string): Head | undefined;
  put(stream: string, head: Head): void;
  /** A place worth remembering; all of it is kept at the next commit. */
  mark(place: Resume): void;
  commit(at: Resume): void;
  /** Forgets what is not committed. */
  rollback(): void;
  /** Forgets everything. */
  reset(): void;
  close(): void;
}

const FORMAT = 1;

/** `alone`: nobody else opens the file meanwhile, as a lock of its folder makes sure. */
export function openHeads(file: string, alone = false): Heads {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  try {
    return headsIn(opened(file, alone), alone);
  } catch (error) {
    if (!isCorrupt(error)) throw error;
    removeHeads(file);
    return headsIn(opened(file, alone), alone);
  }
}

/** Removes the file and what SQLite keeps beside it. */
export function removeHeads(file: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(file + suffix, { force: true });
}

function opened(file: string, alone: boolean): Database {
  const database = openDatabase(file);
  try {
    // Alone there is no memory to share between processes, which network volumes could not.
    if (alone) database.exec('PRAGMA locking_mode = EXCLUSIVE');
    // Enough for what is derived: after a power cut commits may be missing, but what is there is whole.
    database.exec(
      'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = 8388608',
    );
    if (Number(database.prepare('PRAGMA user_version').get()?.['user_version']) !== FORMAT) create(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

const create = (database: Database): void =>
  database.exec(`BEGIN;
    DROP TABLE IF EXISTS heads; DROP TABLE IF EXISTS places; DROP TABLE IF EXISTS state;
    CREATE TABLE heads (stream TEXT PRIMARY KEY, revision INTEGER NOT NULL, hash TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE places (size INTEGER PRIMARY KEY, position TEXT NOT NULL, recorded_at TEXT NOT NULL) STRICT;
    PRAGMA user_version = ${FORMAT}; COMMIT`);

function headsIn(database: Database, alone: boolean): Heads {
  const find = database.prepare('SELECT revision, hash FROM heads WHERE stream = ?');
  const store = database.prepare(
    `INSERT INTO heads (stream, revision, hash) VALUES (?, ?, ?)
     ON CONFLICT (stream) DO UPDATE SET revision = excluded.revision, hash = excluded.hash`,
  );
  const storePlace = database.prepare(
    'INSERT OR REPLACE INTO places (size, position, recorded_at) VALUES (?, ?, ?)',
  );
  const dropPlace = database.prepare('DELETE FROM places WHERE size = ?');
  const last = database.prepare('SELECT * FROM places ORDER BY size DESC LIMIT 1');
  const before = database.prepare('SELECT * FROM places WHERE size <= ? ORDER BY size DESC LIMIT 1');
  let changed = new Map<string, Head>();
  let places: Resume[] = [];
  /** The newest place is kept whatever it is; of the older ones only those that were marked. */
  let passing: number | undefined;

  const write = (at: Resume): void => {
    for (const [stream, { revision, hash }] of changed) store.run(stream, revision, hash);
    if (passing !== undefined) dropPlace.run(passing);
    for (const { size, position, recordedAt } of [...places, at]) storePlace.run(size, position, recordedAt);
  };

  const rollback = (): void => {
    changed = new Map();
    places = [];
  };

  return {
    resume: () => placeOf(last.get()),
    placeBefore: size => placeOf(before.get(size)),
    get: stream => changed.get(stream) ?? headOf(find.get(stream)),
    put: (stream, head) => changed.set(stream, head),
    mark: place => places.push(place),
    commit: at => {
      transaction(database, () => write(at));
      passing = places.some(place => place.size === at.size) ? undefined : at.size;
      rollback();
    },
    rollback,
    reset: () => {
      transaction(database, () => database.exec('DELETE FROM heads; DELETE FROM places'));
      passing = undefined;
      rollback();
    },
    close: () => {
      // Statements that are still about would keep a closed file locked.
      if (alone)
        database.exec(
          'PRAGMA journal_mode = DELETE; PRAGMA locking_mode = NORMAL; SELECT count(*) FROM sqlite_schema',
        );
      database.close();
    },
  };
}

const headOf = (row: Row | undefined): Head | undefined =>
  row === undefined ? undefined : { revision: Number(row['revision']), hash: String(row['hash']) };

/** Both words were written by `commit` from what the feed gave. */
const placeOf = (row: Row | undefined): Resume | undefined =>
  row === undefined
    ? undefined
    : {
        size: Number(row['size']),
        position: String(row['position']) as Position,
        recordedAt: String(row['recorded_at']) as Timestamp,
      };
