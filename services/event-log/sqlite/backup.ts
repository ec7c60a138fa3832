import { closeSync, openSync, renameSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { codeOf } from '../../../contracts/thrown';
import { type Database, openDatabase, type Row } from '../../sqlite';
import { guarded } from './damage';
import { syncPath } from './files';
import { createSchema } from './schema';
import { verifyContents } from './verify';

const BATCH = 1_000;

type Progress = (done: number, total: number) => void;

/**
 * Copies a live log into a new file, as it was at one moment, and verifies the copy before it gets its name. Writers go
 * on meanwhile; the copying yields between batches, the check at the end does not. Rejects, with a message for people,
 * if the target exists or the copy is not equal.
 */
export async function backupLog(
  source: string,
  target: string,
  progress: Progress = () => undefined,
): Promise<void> {
  const path = resolve(target);
  const draft = `${path}.part`;
  reserve(path);
  try {
    removeAll(draft);
    const seen = await copy(source, draft, progress);
    await syncInBackground(draft);
    verifyCopy(draft, seen);
    renameSync(draft, path);
    syncPath(dirname(path));
  } catch (error) {
    removeAll(draft);
    rmSync(path, { force: true });
    throw error;
  }
}

/** Takes the name at once, so that nothing that appears there in the meantime is overwritten. */
function reserve(path: string): void {
  try {
    closeSync(openSync(path, 'wx'));
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    throw new Error(`${path} exists; a backup never overwrites a file. Choose another name.`, {
      cause: error,
    });
  }
}

/** One transaction over both files holds the source at one moment; its writer is not held up by it. */
async function copy(source: string, draft: string, progress: Progress): Promise<Row | undefined> {
  const database = openDatabase(draft);
  try {
    // No journal: a copy that is not finished is thrown away.
    database.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF');
    createSchema(database);
    database.prepare('ATTACH ? AS source').run(`${pathToFileURL(source).href}?mode=ro`);
    database.exec('BEGIN');
    const head = headOf(database, 'source');
    const total = Number(head?.['position'] ?? 0);
    database.exec('INSERT INTO main.streams SELECT number, name FROM source.streams ORDER BY number');
    const insert = database.prepare(
      'INSERT INTO main.events SELECT * FROM source.events WHERE position > ? AND position <= ? ORDER BY position',
    );
    for (let done = 0; done < total; done += BATCH) {
      guarded(() => insert.run(done, done + BATCH));
      progress(Math.min(done + BATCH, total), total);
      await setImmediate();
    }
    database.exec('COMMIT; DETACH source');
    return head;
  } finally {
    database.close();
  }
}

/** A large file takes its time; the thread has other things to do meanwhile. */
async function syncInBackground(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

function verifyCopy(draft: string, seen: Row | undefined): void {
  const database = openDatabase(draft, { readOnly: true });
  try {
    const found = verifyContents(database);
    if ('wrong' in found) throw new Error(`The backup is not sound, it has been removed: ${found.wrong}.`);
    const same = JSON.stringify(headOf(database, 'main')) === JSON.stringify(seen);
    if (!same || found.count !== Number(seen?.['position'] ?? 0)) {
      throw new Error('The backup does not end as the log did, it has been removed.');
    }
  } finally {
    database.close();
  }
}

function headOf(database: Database, schema: 'main' | 'source'): Row | undefined {
  return database.prepare(`SELECT * FROM ${schema}.events ORDER BY position DESC LIMIT 1`).get();
}

function removeAll(draft: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(draft + suffix, { force: true });
}
