import { hostname } from 'node:os';
import { join } from 'node:path';
import { type Either, left, right } from 'fp-ts/Either';
import { type Database, isBusy, isNoSpace, openDatabase } from '../../sqlite';

export interface WriterLock {
  release(): void;
}

/**
 * One writer per folder: a small SQLite file with a write transaction left open. The operating system gives the lock up
 * when the process ends in whatever way. The left side names the holder. The file must never be opened by other means
 * within the process: closing any handle of it would give up the lock (fcntl).
 */
export function takeWriterLock(folder: string): Either<string, WriterLock> {
  const database = openDatabase(join(folder, 'writer.lock'), { busyTimeoutMs: 0 });
  try {
    signIn(database);
    database.exec('BEGIN IMMEDIATE');
    return right({ release: () => database.close() });
  } catch (error) {
    const holder = isBusy(error) ? holderOf(database) : undefined;
    database.close();
    if (holder === undefined) throw error;
    return left(holder);
  }
}

/** Leaves a note of who holds the lock; a full disk does not keep anybody from taking it. */
function signIn(database: Database): void {
  try {
    database.exec(
      'BEGIN IMMEDIATE; CREATE TABLE IF NOT EXISTS holder (pid INTEGER, host TEXT); DELETE FROM holder',
    );
    database.prepare('INSERT INTO holder VALUES (?, ?)').run(process.pid, hostname());
    database.exec('COMMIT');
  } catch (error) {
    if (database.inTransaction) database.exec('ROLLBACK');
    if (!isNoSpace(error)) throw error;
  }
}

function holderOf(database: Database): string {
  try {
    const row = database.prepare('SELECT pid, host FROM holder').get();
    return row === undefined ? 'another process' : `process ${String(row['pid'])} on ${String(row['host'])}`;
  } catch {
    return 'another process';
  }
}
