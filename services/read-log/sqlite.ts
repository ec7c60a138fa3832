import { type Either, isLeft, left, right } from 'fp-ts/Either';
import type { TaskEither } from 'fp-ts/TaskEither';
import { ReadKind } from '../../contracts/api';
import { messageOf } from '../../contracts/thrown';
import { type Database, isNoSpace, type Row, type SqlValue } from '../sqlite';
import { openOwnFile, type OwnFileProblem, transaction } from '../sqlite/own-file';
import type { NumberedRead, ReadEntry, ReadFilter, ReadLog, ReadLogError, ReadQuery } from './port';

/** Why the file cannot be opened. */
export type ReadLogFileProblem = OwnFileProblem;

/** Marks the file as ours: "KrRd". */
const APPLICATION_ID = 0x4b725264;

/** Entries are added and forgotten, never changed; a number is never used twice. */
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS reads (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL, actor TEXT NOT NULL, organisation TEXT, credential TEXT NOT NULL, kind TEXT NOT NULL,
    method TEXT NOT NULL, path TEXT NOT NULL, address TEXT NOT NULL, thing TEXT, status INTEGER NOT NULL, media_type TEXT
  ) STRICT;
  CREATE INDEX IF NOT EXISTS reads_at ON reads (at);
  CREATE INDEX IF NOT EXISTS reads_actor ON reads (actor, number);
  CREATE INDEX IF NOT EXISTS reads_thing ON reads (thing, number);
  CREATE TRIGGER IF NOT EXISTS reads_update BEFORE UPDATE ON reads BEGIN
    SELECT RAISE(ABORT, 'an entry is never changed');
  END;
  PRAGMA user_version = 1`;

/** How many entries one call forgets at most, so that nobody waits for long. */
const FORGOTTEN_AT_ONCE = 5_000;

/** A loss of power may cost the last batches, never the file: no reader is made to wait for the disk. */
const PRAGMAS = 'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL';

/** Whoever else has the file open is not waited for: the batch is tried again. */
const BUSY_MS = 20;

/** Opens the log of reads in a file that its owner alone may read; makes it where there is none. */
export function openSqliteReadLog(path: string): Either<ReadLogFileProblem, ReadLog> {
  const file = { what: 'log of reads', applicationId: APPLICATION_ID, pragmas: PRAGMAS, schema: SCHEMA };
  const opened = openOwnFile(path, { ...file, busyTimeoutMs: BUSY_MS });
  return isLeft(opened) ? opened : right(readLogOver(opened.right));
}

function readLogOver(database: Database): ReadLog {
  const insert = database.prepare(
    `INSERT INTO reads (at, actor, organisation, credential, kind, method, path, address, thing, status, media_type)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const remove = database.prepare(
    'DELETE FROM reads WHERE number IN (SELECT number FROM reads WHERE at < ? ORDER BY at LIMIT ?)',
  );
  return {
    append: entries =>
      attempting(() => transaction(database, () => entries.forEach(e => insert.run(...valuesOf(e))))),
    list: query =>
      attempting(() => {
        const { where, values } = conditionsOf(query);
        const total = database.prepare(`SELECT count(*) AS total FROM reads WHERE ${where}`).get(...values);
        const page = database.prepare(pageSql(where, query)).all(...values, placeOf(query), query.limit);
        return { items: page.map(entryOf), total: Number(total?.['total'] ?? 0) };
      }),
    forget: before => attempting(() => Number(remove.run(before, FORGOTTEN_AT_ONCE).changes)),
    close: () => {
      database.close();
      return Promise.resolve();
    },
  };
}

const valuesOf = (e: ReadEntry): readonly SqlValue[] => [
  ...[e.at, e.actor, e.organisation, e.credential, e.kind, e.method],
  ...[e.path, e.address, e.thing, e.status, e.mediaType],
];

const pageSql = (where: string, { order }: ReadQuery): string =>
  `SELECT * FROM reads WHERE ${where} AND number ${order === 'oldest-first' ? '>' : '<'} ?
   ORDER BY number ${order === 'oldest-first' ? 'ASC' : 'DESC'} LIMIT ?`;

const placeOf = ({ order, after }: ReadQuery): number =>
  after ?? (order === 'oldest-first' ? 0 : Number.MAX_SAFE_INTEGER);

function conditionsOf(filter: ReadFilter): { readonly where: string; readonly values: readonly SqlValue[] } {
  const { kind, actor, organisation, credential, thing, status, from, before } = filter;
  const conditions: string[] = ['1'];
  const values: SqlValue[] = [];
  for (const [column, wanted] of Object.entries({ kind, actor, organisation, credential, thing })) {
    if (wanted === undefined) continue;
    conditions.push(`${column} IN (SELECT value FROM json_each(?))`);
    values.push(JSON.stringify(wanted));
  }
  for (const [condition, value] of [
    ['status = ?', status],
    ['at >= ?', from],
    ['at < ?', before],
  ] as const) {
    if (value === undefined) continue;
    conditions.push(condition);
    values.push(value);
  }
  return { where: conditions.join(' AND '), values };
}

function entryOf(row: Row): NumberedRead {
  const kind = row['kind'];
  if (!ReadKind.is(kind)) throw new Error(`an entry of the log of reads is of the kind ${String(kind)}`);
  const text = (column: string): string => String(row[column]);
  const maybe = (column: string): string | null => (row[column] === null ? null : text(column));
  return {
    number: Number(row['number']),
    at: text('at'),
    actor: text('actor'),
    organisation: maybe('organisation'),
    credential: text('credential'),
    kind,
    method: text('method'),
    path: text('path'),
    address: text('address'),
    thing: maybe('thing'),
    status: Number(row['status']),
    mediaType: maybe('media_type'),
  };
}

const attempting =
  <A>(work: () => A): TaskEither<ReadLogError, A> =>
  () => {
    try {
      return Promise.resolve(right(work()));
    } catch (error) {
      const detail = messageOf(error);
      return Promise.resolve(left({ kind: isNoSpace(error) ? 'no-space' : 'unavailable', detail }));
    }
  };
