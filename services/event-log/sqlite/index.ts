import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type Either, isLeft, left, right } from 'fp-ts/Either';
import type { TaskEither } from 'fp-ts/TaskEither';
import { Subject } from 'rxjs';
import type { Database } from '../../sqlite';
import { takeWriterLock, type WriterLock } from '../../sqlite/lock';
import type { OpenError, OpenOptions } from '../opening';
import type { EventLog, Position } from '../port';
import { backupLog } from './backup';

import { openMark } from './mark';
import { createFile, explain, locked, look, missing, openFile } from './open-file';
import { fromPosition, toPosition } from './position';
import { createQueue } from './queue';
import { createReader } from './reader';
import { pollTail } from './tail';
import { createGroupWriter } from './transaction';

export interface SqliteOptions extends OpenOptions {
  /** What one append may hold, where that is not for the port to say: default `MAX_APPEND_BYTES`. */
  readonly maxAppendBytes?: number;
}

/** Opens the log in one SQLite file. See `OpenError` for what may stand in the way. */
export function openSqliteEventLog(
  file: string,
  options: SqliteOptions = {},
): TaskEither<OpenError, EventLog> {
  const path = resolve(file);
  return () => {
    try {
      return Promise.resolve(open(path, options));
    } catch (error) {
      return Promise.resolve(left(explain(path, error)));
    }
  };
}

function open(path: string, options: SqliteOptions): Either<OpenError, EventLog> {
  const there = look(path);
  if (isLeft(there)) return there;
  const mayCreate = options.create === true && options.readOnly !== true;
  if (there.right === 'absent' && !mayCreate) return left(missing(path));
  if (options.readOnly === true) return openReading(path);
  mkdirSync(dirname(path), { recursive: true });
  const lock = takeWriterLock(dirname(path));
  if (isLeft(lock)) return left(locked(path, lock.left));
  try {
    const opened = openWriting(path, lock.right, options.maxAppendBytes);
    if (isLeft(opened)) lock.right.release();
    return opened;
  } catch (error) {
    lock.right.release();
    throw error;
  }
}

function openReading(path: string): Either<OpenError, EventLog> {
  const opened = openFile(path, true);
  if (isLeft(opened)) return opened;
  const database = opened.right;
  const reading = readingSide(path, database);
  const closed = new Subject<void>();
  return right({
    ...reading.port,
    hasOtherWriters: true,
    append: () => () =>
      Promise.resolve(left({ kind: 'unavailable', detail: 'the log is open for reading only' })),
    tail: pollTail(database, reading.newest, closed),
    close: () => {
      closed.next();
      database.close();
      return Promise.resolve();
    },
  });
}

/** With the lock in hand: what was absent may have been made by another process in between. */
function openWriting(
  path: string,
  lock: WriterLock,
  maxAppendBytes: number | undefined,
): Either<OpenError, EventLog> {
  const there = look(path);
  if (isLeft(there)) return there;
  if (there.right === 'absent') createFile(path);
  const opened = openFile(path, false);
  if (isLeft(opened)) return opened;
  try {
    return right(writingSide(path, opened.right, lock, maxAppendBytes));
  } catch (error) {
    opened.right.close();
    throw error;
  }
}

function writingSide(
  path: string,
  database: Database,
  lock: WriterLock,
  maxAppendBytes: number | undefined,
): EventLog {
  database.exec(
    `PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA recursive_triggers = ON;
     PRAGMA wal_autocheckpoint = 4000; PRAGMA journal_size_limit = 67108864; PRAGMA cache_size = -32768`,
  );
  const writer = createGroupWriter(database);
  const mark = openMark(path, writer.head());
  const tail = new Subject<Position>();
  const queue = createQueue(
    writer,
    mark.advance,
    position => tail.next(toPosition(position)),
    maxAppendBytes,
  );
  let closing: Promise<void> | undefined;

  async function close(): Promise<void> {
    await queue.drain();
    tail.complete();
    try {
      database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    } finally {
      database.close();
      mark.close();
      lock.release();
    }
  }

  return {
    ...readingSide(path, database).port,
    hasOtherWriters: false,
    append: (stream, expected, entries) => queue.append({ stream, expected, entries }),
    tail: tail.asObservable(),
    close: () => (closing ??= close()),
  };
}

/** What reading and writing openings have in common. */
function readingSide(path: string, database: Database) {
  const { readStream, readAll, newest } = createReader(database);
  const head: EventLog['head'] = () => {
    const position = newest();
    return Promise.resolve(position === 0 ? undefined : { position: toPosition(position), count: position });
  };
  const comparePositions: EventLog['comparePositions'] = (a, b) => fromPosition(a) - fromPosition(b);
  const backup: EventLog['backup'] = (target, progress) => backupLog(path, target, progress);
  const reach: EventLog['reach'] = () => ({ state: 'reached' });
  return { newest, port: { readStream, readAll, head, reach, comparePositions, backup } };
}
