import { type Database, openDatabase } from '../../services/sqlite';

export interface Entry {
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly data: string;
  readonly metadata: string;
}

/** The limit of the log: the same columns and pragmas by bare SQLite, without guards, checks or promises. */
export function openRaw(file: string): Database {
  const database = openDatabase(file);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  database.exec(`CREATE TABLE events (position INTEGER PRIMARY KEY, stream TEXT NOT NULL, revision INTEGER NOT NULL, id TEXT NOT NULL,
    type TEXT NOT NULL, data TEXT NOT NULL, metadata TEXT NOT NULL, UNIQUE (stream, revision), UNIQUE (stream, id)) STRICT`);
  return database;
}

/** Inserts in transactions of `size`. */
export function insertRaw(database: Database, entries: readonly Entry[], size: number): void {
  const insert = database.prepare(
    'INSERT INTO events (stream, revision, id, type, data, metadata) VALUES (?, ?, ?, ?, ?, ?)',
  );
  for (let from = 0; from < entries.length; from += size) {
    database.exec('BEGIN IMMEDIATE');
    for (const e of entries.slice(from, from + size))
      insert.run(e.stream, e.revision, e.id, e.type, e.data, e.metadata);
    database.exec('COMMIT');
  }
}
