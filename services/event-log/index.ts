import { fileURLToPath } from 'node:url';
import { left } from 'fp-ts/Either';
import type { TaskEither } from 'fp-ts/TaskEither';
import type { OpenError, OpenOptions } from './opening';
import type { EventLog } from './port';
import { openSqliteEventLog } from './sqlite';

export { MAX_APPEND_BYTES } from './port';
export type { Appended, AppendError, Entry, EventLog, ExpectedRevision, NewEntry, Position } from './port';
export { EventLogDamaged } from './opening';
export type { OpenError, OpenOptions } from './opening';

/** Opens the log at a URI: `file:./data/events.db` or `file:///var/lib/kravspor/events.db`. */
export function openEventLog(uri: string, options: OpenOptions = {}): TaskEither<OpenError, EventLog> {
  const file = fileOf(uri);
  if (file !== undefined) return openSqliteEventLog(file, options);
  return () =>
    Promise.resolve(
      left({
        kind: 'unsupported',
        message: `No event log engine answers to "${uri}".`,
        advice: 'Give a file, such as file:./data/events.db.',
      }),
    );
}

function fileOf(uri: string): string | undefined {
  if (uri.startsWith('file:///')) return fileURLToPath(uri);
  return /^file:(?!\/\/)(.+)$/.exec(uri)?.[1];
}
