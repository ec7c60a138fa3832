import { closeSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { isLeft } from 'fp-ts/Either';
import type { Entry, EventLog } from '../port';
import { openSqliteEventLog } from '../sqlite';
import type { Place } from './counter';
import type { Reader } from './reader';
import { comparePositions } from './position';

/**
 * Copies the log up to its present end into a new SQLite log file: the same entries in the same order, with positions of
 * that file. It can be read, verified and written on without the server. Rejects, with a message for people, if the
 * target exists or not all arrived.
 */
export async function backupTo(
  target: string,
  reader: Reader,
  end: Place | undefined,
  progress: (done: number, total: number) => void = () => undefined,
): Promise<void> {
  const path = resolve(target);
  reserve(path);
  const draft = `${path}.part`;
  try {
    rmSync(draft, { recursive: true, force: true });
    mkdirSync(draft, { recursive: true });
    const file = join(draft, 'events.db');
    await fill(file, reader, end, progress);
    renameSync(file, path);
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** Takes the name at once, so that nothing that appears there in the meantime is overwritten. */
function reserve(path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  try {
    closeSync(openSync(path, 'wx'));
  } catch (error) {
    throw new Error(
      `${path} exists or cannot be made; a backup never overwrites a file. Choose another name.`,
      {
        cause: error,
      },
    );
  }
}

async function fill(
  file: string,
  reader: Reader,
  end: Place | undefined,
  progress: (done: number, total: number) => void,
): Promise<void> {
  const opened = await openSqliteEventLog(file, { create: true })();
  if (isLeft(opened)) throw new Error(opened.left.message);
  const copy = opened.right;
  try {
    if (end !== undefined) await copyUpTo(end, reader, copy, progress);
    const count = (await copy.head())?.count ?? 0;
    if (count !== (end?.count ?? 0))
      throw new Error(`The backup holds ${count} of ${end?.count ?? 0} events; it has been removed.`);
  } finally {
    await copy.close();
  }
}

async function copyUpTo(
  end: Place,
  reader: Reader,
  copy: EventLog,
  progress: (done: number, total: number) => void,
): Promise<void> {
  let done = 0;
  for await (const batch of reader.readAll()) {
    const entries = batch.filter(one => comparePositions(one.position, end.position) <= 0);
    const answers = await Promise.all(runsOf(entries).map(run => appendRun(copy, run)));
    done += answers.reduce((sum, n) => sum + n, 0);
    progress(done, end.count);
    if (entries.length < batch.length || done === end.count) return;
  }
}

/** Neighbours in one stream are written together. */
function runsOf(entries: readonly Entry[]): readonly (readonly Entry[])[] {
  const runs: Entry[][] = [];
  for (const entry of entries) {
    const run = runs.at(-1);
    if (run !== undefined && run[0]?.stream === entry.stream) run.push(entry);
    else runs.push([entry]);
  }
  return runs;
}

async function appendRun(copy: EventLog, run: readonly Entry[]): Promise<number> {
  const [first] = run;
  if (first === undefined) return 0;
  const expected = first.revision === 0 ? 'none' : first.revision - 1;
  const done = await copy.append(
    first.stream,
    expected,
    run.map(({ id, type, data, metadata }) => ({ id, type, data, metadata })),
  )();
  if (isLeft(done)) throw new Error(`The backup could not be written: ${JSON.stringify(done.left)}`);
  return run.length;
}
