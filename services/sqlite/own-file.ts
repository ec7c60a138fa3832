import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Either, left, right } from 'fp-ts/Either';
import { messageOf } from '../../contracts/thrown';
import { type Database, isCorrupt, openDatabase, type OpenDatabaseOptions } from './index';

/** Why a file of ours cannot be opened. */
export interface OwnFileProblem {
  readonly kind: 'not-ours' | 'damaged' | 'unavailable';
  readonly detail: string;
}

export interface OwnFile extends Pick<OpenDatabaseOptions, 'busyTimeoutMs'> {
  /** What is kept in it, in words. */
  readonly what: string;
  /** SQLite's `application_id`, which marks the file as ours. */
  readonly applicationId: number;
  /** Pragmas before anything else is read or written. */
  readonly pragmas: string;
  /** Statements that may be run at each opening. */
  readonly schema: string;
}

/** Opens a database that its owner alone may read, making it where there is none; a file of others is left as it is. */
export function openOwnFile(
  path: string,
  { what, applicationId, pragmas, schema, ...options }: OwnFile,
): Either<OwnFileProblem, Database> {
  let database: Database | undefined;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    closeSync(openSync(path, 'a', 0o600));
    database = openDatabase(path, options);
    if (isForeign(database, applicationId)) {
      database.close();
      return left({ kind: 'not-ours', detail: `${path} is a database, but no ${what}` });
    }
    chmodSync(path, 0o600);
    database.exec(pragmas);
    database.exec(`${schema}; PRAGMA application_id = ${applicationId}`);
    return right(database);
  } catch (error) {
    database?.close();
    const detail = messageOf(error);
    return left({ kind: isCorrupt(error) ? 'damaged' : 'unavailable', detail });
  }
}

function isForeign(database: Database, applicationId: number): boolean {
  const id = Number(database.prepare('PRAGMA application_id').get()?.['application_id'] ?? 0);
  const { tables } = database.prepare('SELECT count(*) AS tables FROM sqlite_schema').get() ?? {};
  return id !== applicationId && Number(tables ?? 0) > 0;
}

/** Does all of the work in one transaction, or nothing of it. */
export function transaction(database: Database, work: () => void): void {
  database.exec('BEGIN IMMEDIATE');
  try {
    work();
    database.exec('COMMIT');
  } catch (error) {
    if (database.inTransaction) database.exec('ROLLBACK');
    throw error;
  }
}
