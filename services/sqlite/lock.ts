import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { type Either, left, right } from 'fp-ts/Either';
import { isBusy, openDatabase } from '.';

export interface WriterLock {
  release(): void;
}

/**
 * One writer per folder: a write transaction left open on an empty SQLite file. The operating system gives the lock up
 * when the process ends in whatever way. The left side names the holder, as far as known. Within the process the file
 * must never be opened by other means: closing any handle of it would give up the lock (fcntl). So the holder's name
 * is in a file of its own.
 */
export function takeWriterLock(folder: string): Either<string, WriterLock> {
  const note = join(folder, 'writer.pid');
  const database = openDatabase(join(folder, 'writer.lock'), { busyTimeoutMs: 0 });
  try {
    database.exec('BEGIN IMMEDIATE');
  } catch (error) {
    database.close();
    if (isBusy(error)) return left(holderOf(note));
    throw error;
  }
  leaveNote(note);
  return right({
    release: () => {
      rmSync(note, { force: true });
      database.close();
    },
  });
}

/** On a full disk there is no note, which is no reason not to start. */
function leaveNote(note: string): void {
  try {
    writeFileSync(note, `${process.pid} ${hostname()}\n`);
  } catch {
    rmSync(note, { force: true });
  }
}

function holderOf(note: string): string {
  try {
    const [, pid, host] = /^(\d+) (\S+)\n$/.exec(readFileSync(note, 'utf8')) ?? [];
    return pid === undefined ? 'another process' : `process ${pid} on ${String(host)}`;
  } catch {
    return 'another process';
  }
}
