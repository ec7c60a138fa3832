import { resolve } from 'node:path';
import { isLeft, left, right } from 'fp-ts/Either';
import type { TaskEither } from 'fp-ts/TaskEither';
import type { OpenError } from '../opening';
import type { EventLog } from '../port';
import { openSqliteEventLog, type SqliteOptions } from '.';
import { explain, openFile } from './open-file';
import { createPages, type Pages } from './pages';

/** The log with what a server of another protocol asks besides: ids, last revisions, and pages in both directions. */
export interface NodeLog extends EventLog, Pages {}

/** Opens the log with a second, reading handle for the pages: what an append has acknowledged is seen there at once. */
export function openSqliteNodeLog(file: string, options: SqliteOptions = {}): TaskEither<OpenError, NodeLog> {
  return async () => {
    const opened = await openSqliteEventLog(file, options)();
    if (isLeft(opened)) return opened;
    const log = opened.right;
    const path = resolve(file);
    try {
      const reading = openFile(path, true);
      if (isLeft(reading)) {
        await log.close();
        return reading;
      }
      const database = reading.right;
      const close = async (): Promise<void> => {
        await log.close();
        database.close();
      };
      return right({ ...log, ...createPages(database), close });
    } catch (error) {
      await log.close();
      return left(explain(path, error));
    }
  };
}
