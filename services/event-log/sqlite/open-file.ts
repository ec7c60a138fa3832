import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Either, left, right } from 'fp-ts/Either';
import { messageOf } from '../../../contracts/thrown';
import { type Database, isBusy, isCorrupt, isNoSpace, openDatabase } from '../../sqlite';
import type { OpenError } from '../opening';
import { syncPath } from './files';
import { markPath, readMark } from './mark';
import { checkSchema, createSchema } from './schema';

const RESTORE =
  'Keep the data folder as it is, restore the newest backup into an empty folder, and start there. ' +
  '`kravspor doctor --full` tells what can still be read.';

/** SQLite takes a file shorter than its smallest page for a new one. */
const SMALLEST = 512;

/** Is there a log? An empty file, or traces of a log without the log, are damage and never taken for a new beginning. */
export function look(path: string): Either<OpenError, 'present' | 'absent'> {
  if (existsSync(path)) return lookAtSize(path, statSync(path).size);
  const traces = [markPath(path), `${path}-wal`, `${path}-journal`].filter(trace => existsSync(trace));
  if (traces.length === 0) return right('absent');
  return left(
    damaged(path, `the file is gone, but there has been a log here (${traces.join(', ')} remains)`),
  );
}

function lookAtSize(path: string, size: number): Either<OpenError, 'present'> {
  if (size === 0) return left(damaged(path, 'the file is empty'));
  return size < SMALLEST ? left(damaged(path, `the file ends after ${size} bytes`)) : right('present');
}

export function missing(path: string): OpenError {
  return {
    kind: 'missing',
    message: `There is no event log at ${path}.`,
    advice: 'Check the path. Starting the service makes a new log where there has been none.',
  };
}

export function locked(path: string, holder: string): OpenError {
  return {
    kind: 'locked',
    message: `The event log ${path} is being written by ${holder}; one writer at a time has the folder.`,
    advice: 'Stop the other process, or send what is to be written to it over HTTP.',
  };
}

/** Makes an empty log. The file appears whole or not at all. */
export function createFile(path: string): void {
  const draft = `${path}.new`;
  rmSync(draft, { force: true });
  const database = openDatabase(draft);
  try {
    database.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF');
    createSchema(database);
  } finally {
    database.close();
  }
  syncPath(draft);
  renameSync(draft, path);
  syncPath(dirname(path));
}

/** Opens a log that is there, and looks at it: ours, whole at both ends, and no shorter than it has been. */
export function openFile(path: string, readOnly: boolean): Either<OpenError, Database> {
  // Before the log is looked at: beside a running writer the log may only be further on by then.
  const mark = readMark(path);
  const database = openDatabase(path, { readOnly });
  const problem = problemOf(path, database, mark);
  if (problem === undefined) return right(database);
  database.close();
  return left(problem);
}

function problemOf(
  path: string,
  database: Database,
  mark: number | 'none' | 'unreadable',
): OpenError | undefined {
  try {
    const schema = checkSchema(database);
    switch (schema) {
      case 'not-ours':
        return {
          kind: 'not-ours',
          message: `${path} is a database, but not an event log of Kravspor.`,
          advice: 'Check the path. The file has not been touched.',
        };
      case 'newer-format':
        return {
          kind: 'newer-format',
          message: `${path} is an event log of a format this version does not know.`,
          advice: 'Use the version of Kravspor that wrote it, or a newer one. The file has not been touched.',
        };
      case 'unguarded':
        return damaged(path, 'the guards against change are not as they were made');
      case 'ours':
        return problemOfEnds(path, database, mark);
    }
  } catch (error) {
    return explain(path, error);
  }
}

function problemOfEnds(
  path: string,
  database: Database,
  mark: number | 'none' | 'unreadable',
): OpenError | undefined {
  const ends = database.prepare('SELECT min(position) AS first, max(position) AS last FROM events').get();
  database.prepare('SELECT * FROM events ORDER BY position LIMIT 1').all();
  database.prepare('SELECT * FROM events ORDER BY position DESC LIMIT 1').all();
  const last = Number(ends?.['last'] ?? 0);
  if (last > 0 && ends?.['first'] !== 1) return damaged(path, 'its first event is missing');
  if (mark === 'unreadable') return damaged(path, `the mark beside it (${markPath(path)}) cannot be read`);
  if (mark !== 'none' && mark > last) {
    const lost = mark - last;
    return damaged(path, `it ends at event ${last}, but it has held ${mark}: the newest ${lost} are gone`);
  }
  return undefined;
}

function damaged(path: string, what: string): OpenError {
  return { kind: 'damaged', message: `The event log ${path} is damaged: ${what}.`, advice: RESTORE };
}

/** What an exception at opening means, in words. */
export function explain(path: string, error: unknown): OpenError {
  const detail = messageOf(error);
  if (isCorrupt(error)) return damaged(path, detail);
  const message = `The event log ${path} cannot be opened: ${detail}.`;
  if (isNoSpace(error))
    return { kind: 'unavailable', message, advice: 'Make room on the disk and start again.' };
  if (isBusy(error)) {
    return {
      kind: 'unavailable',
      message,
      advice: 'Close the other program that has the file open, and start again.',
    };
  }
  return {
    kind: 'unavailable',
    message,
    advice: 'Check that the folder exists, and that this user may read and write in it.',
  };
}
