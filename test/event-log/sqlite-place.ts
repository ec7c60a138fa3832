import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isLeft } from 'fp-ts/Either';
import { type EventLog, openEventLog, type OpenError, type OpenOptions } from '../../services/event-log';
import type { LogPlace } from './port-suite';

export interface SqlitePlace extends LogPlace {
  readonly folder: string;
  readonly file: string;
  /** Opens the log's file with these options; it is closed when the place is disposed of. */
  readonly openWith: (options: OpenOptions, file?: string) => Promise<EventLog>;
  /** The error with which opening fails. */
  readonly openError: (options?: OpenOptions) => Promise<OpenError>;
}

/** A folder of its own for a SQLite log. */
export function sqlitePlace(): SqlitePlace {
  const folder = mkdtempSync(join(tmpdir(), 'kravspor-log-'));
  const file = join(folder, 'data', 'events.db');
  const opened: EventLog[] = [];
  let backups = 0;

  const openWith = async (options: OpenOptions, path = file): Promise<EventLog> => {
    const log = await openEventLog(`file:${path}`, options)();
    if (isLeft(log)) throw new Error(`${log.left.kind}: ${log.left.message}`);
    opened.push(log.right);
    return log.right;
  };
  const openError = async (options: OpenOptions = {}): Promise<OpenError> => {
    const log = await openEventLog(`file:${file}`, options)();
    if (isLeft(log)) return log.left;
    await log.right.close();
    throw new Error('it opened');
  };
  return {
    folder,
    file,
    openWith,
    openError,
    open: () => openWith({ create: true }),
    backupTarget: () => join(folder, `backup-${(backups += 1)}.db`),
    openBackup: target => openWith({}, target),
    dispose: async () => {
      for (const log of opened) await log.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
