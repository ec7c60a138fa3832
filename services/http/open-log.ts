import { accessSync, constants, existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Either, isLeft, left } from 'fp-ts/Either';
import { filePathOf, withoutPassword } from '../../contracts/addresses';
import { type EventLog, openEventLog, type OpenError, type OpenOptions } from '../event-log';
import type { Config } from './config';
import type { StartProblem } from './start-problem';

/** How long an instance that only serves waits for another to make the log. */
const WAIT_MS = 60_000;
const LOOK_MS = 500;

/**
 * Opens the event log for writing. A new one is made only where nothing tells of an earlier one, and never by an instance
 * that only serves. `known`: how much of the log there is up to a position, as the views remember it.
 */
export async function openLog(
  { role, eventLog, views, content, anchor }: Config,
  known?: OpenOptions['known'],
): Promise<Either<StartProblem, EventLog>> {
  const traces = [fileOf(views), fileOf(content), anchor]
    .filter(path => path !== undefined && existsSync(path))
    .concat(known === undefined ? [] : withoutPassword(views));
  const create = traces.length === 0 && role !== 'api';
  const open = openEventLog(eventLog, { create, ...(known === undefined ? {} : { known }) });
  let opened = await open();
  const until = performance.now() + WAIT_MS;
  while (role === 'api' && isLeft(opened) && opened.left.kind === 'missing' && performance.now() < until) {
    await sleep(LOOK_MS);
    opened = await open();
  }
  if (!isLeft(opened)) return opened;
  const problem = problemOf(opened.left, eventLog);
  if (opened.left.kind !== 'missing' || traces.length === 0) return left(problem);
  return left({
    kind: 'damaged',
    message: `There is no event log at ${withoutPassword(eventLog)}, but there has been one here: ${traces.join(', ')} remains.`,
    advice:
      'Restore the log from the newest backup, or give KRAVSPOR_DATA another, empty folder to begin anew.',
  });
}

function problemOf({ kind, message, advice }: OpenError, uri: string): StartProblem {
  switch (kind) {
    case 'locked':
    case 'damaged':
    case 'not-ours':
    case 'newer-format':
      return { kind, message, advice };
    case 'unsupported':
      return { kind: 'bad-config', message, advice };
    case 'missing':
    case 'denied':
      return { kind: 'unavailable', message, advice };
    case 'unavailable':
      return { kind: mayWrite(fileOf(uri)) ? 'unavailable' : 'no-permission', message, advice };
  }
}

function mayWrite(path: string | undefined): boolean {
  if (path === undefined) return true;
  try {
    accessSync(dirname(path), constants.R_OK | constants.W_OK | constants.X_OK);
    if (existsSync(path)) accessSync(path, constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** The whole path that a `file:` address names. */
function fileOf(uri: string): string | undefined {
  const path = filePathOf(uri);
  return path === undefined ? undefined : resolve(path);
}
