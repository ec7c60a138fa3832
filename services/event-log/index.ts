import { left } from 'fp-ts/Either';
import type { TaskEither } from 'fp-ts/TaskEither';
import { filePathOf, withoutPassword } from '../../contracts/addresses';
import type { OpenError, OpenOptions } from './opening';
import type { EventLog } from './port';
import { openSqliteEventLog } from './sqlite';

export { MAX_APPEND_BYTES } from './port';
export type {
  Appended,
  AppendError,
  Entry,
  EventLog,
  ExpectedRevision,
  NewEntry,
  Position,
  Reach,
} from './port';
export { EventLogDamaged, EventLogUnavailable } from './opening';
export type { OpenError, OpenOptions } from './opening';

/**
 * Opens the log at a URI: `file:./data/events.db`, `file:///var/lib/kravspor/events.db`, or an EventStoreDB's
 * `esdb://user:password@host:2113` (several hosts, `esdb+discover://` and `?tls=false` as its clients take them).
 */
export function openEventLog(uri: string, options: OpenOptions = {}): TaskEither<OpenError, EventLog> {
  const file = filePathOf(uri);
  if (file !== undefined) return openSqliteEventLog(file, options);
  if (/^esdb(\+discover)?:/.test(uri)) {
    // Its client takes its time to load, and nobody else needs it.
    return async () => (await import('./eventstoredb')).openEventStoreLog(uri, options)();
  }
  return () =>
    Promise.resolve(
      left({
        kind: 'unsupported',
        message: `No event log engine answers to "${withoutPassword(uri)}".`,
        advice: 'Give a file, such as file:./data/events.db, or an EventStoreDB, such as esdb://host:2113.',
      }),
    );
}
