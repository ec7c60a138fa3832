import type { Database } from '../../sqlite';

/** "kspr" in ASCII, as SQLite's `application_id`. */
const APPLICATION_ID = 0x6b737072;
const FORMAT = 1;

export const ID_REUSED = 'an id is never reused in a stream';

/**
 * The file itself refuses change, whoever opens it with whatever pragmas. REPLACE deletes rows without firing delete
 * triggers, therefore the insert is checked before any conflict is resolved: only the next position and the next
 * revision of a stream may be inserted, and only an unused id. `stream` is a number, since both indexes repeat it.
 */
const SCHEMA: readonly string[] = [
  `CREATE TABLE streams (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT`,
  `CREATE TABLE events (
  position INTEGER PRIMARY KEY,
  stream INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  id TEXT NOT NULL,
  type TEXT NOT NULL,
  data TEXT NOT NULL,
  metadata TEXT NOT NULL,
  UNIQUE (stream, revision),
  UNIQUE (stream, id)
) STRICT`,
  `CREATE TRIGGER events_insert BEFORE INSERT ON events BEGIN
  SELECT RAISE(ABORT, 'an event is added at the end of the log')
    WHERE NEW.position IS NOT (SELECT coalesce(max(position), 0) + 1 FROM events);
  SELECT RAISE(ABORT, 'an event is added at the end of its stream')
    WHERE NEW.revision IS NOT (SELECT coalesce(max(revision) + 1, 0) FROM events WHERE stream = NEW.stream);
  SELECT RAISE(ABORT, '${ID_REUSED}')
    WHERE EXISTS (SELECT 1 FROM events WHERE stream = NEW.stream AND id = NEW.id);
END`,
  `CREATE TRIGGER events_update BEFORE UPDATE ON events BEGIN
  SELECT RAISE(ABORT, 'an event is never changed');
END`,
  `CREATE TRIGGER events_delete BEFORE DELETE ON events BEGIN
  SELECT RAISE(ABORT, 'an event is never removed');
END`,
  `CREATE TRIGGER streams_insert BEFORE INSERT ON streams BEGIN
  SELECT RAISE(ABORT, 'a stream is named once')
    WHERE EXISTS (SELECT 1 FROM streams WHERE number = NEW.number OR name = NEW.name);
END`,
  `CREATE TRIGGER streams_update BEFORE UPDATE ON streams BEGIN
  SELECT RAISE(ABORT, 'a stream is never renamed');
END`,
  `CREATE TRIGGER streams_delete BEFORE DELETE ON streams BEGIN
  SELECT RAISE(ABORT, 'a stream is never removed');
END`,
];

export function createSchema(database: Database): void {
  database.exec('BEGIN IMMEDIATE');
  for (const statement of SCHEMA) database.exec(statement);
  database.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${FORMAT}; COMMIT`);
}

/** Is this a log of ours, of a format we know, with its guards in place? Throws SQLite's error if it is unreadable. */
export function checkSchema(database: Database): 'ours' | 'not-ours' | 'newer-format' | 'unguarded' {
  if (pragma(database, 'application_id') !== APPLICATION_ID) return 'not-ours';
  if (pragma(database, 'user_version') !== FORMAT) return 'newer-format';
  const found = database.prepare('SELECT type, sql FROM sqlite_schema WHERE sql IS NOT NULL').all();
  const present = new Set(found.map(row => row['sql']));
  const foreignTrigger = found.some(row => row['type'] === 'trigger' && !SCHEMA.includes(String(row['sql'])));
  return SCHEMA.every(statement => present.has(statement)) && !foreignTrigger ? 'ours' : 'unguarded';
}

/** A write that changes nothing, yet goes all the way through the log of the file to the disk. */
export function touch(database: Database): void {
  database.exec(`PRAGMA user_version = ${FORMAT}`);
}

export function pragma(database: Database, name: string): unknown {
  return database.prepare(`PRAGMA ${name}`).get()?.[name];
}
