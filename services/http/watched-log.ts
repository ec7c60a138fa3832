import { isLeft } from 'fp-ts/Either';
import type { AppendError, EventLog } from '../event-log/port';
import type { Metrics } from './metrics';

/** A log that tells how its writing goes. */
export interface Watched extends EventLog {
  /** Why nothing can be written, as far as is known; tries anew where the last append failed. */
  trouble(): Promise<AppendError | undefined>;
}

/** The log, with its appends counted and its last failure remembered. */
export function watchLog(log: EventLog, metrics: Metrics): Watched {
  let failure: AppendError | undefined;
  metrics.gauge('kravspor_log_reached', 'Does the event log answer?', () =>
    log.reach().state === 'reached' ? 1 : 0,
  );
  const isTrouble = (error: AppendError): boolean =>
    error.kind === 'no-space' || error.kind === 'unavailable';

  const append: EventLog['append'] = (stream, expected, entries) => {
    const task = log.append(stream, expected, entries);
    return async () => {
      const outcome = await task();
      if (!isLeft(outcome)) metrics.appended(entries.length);
      failure = isLeft(outcome) && isTrouble(outcome.left) ? outcome.left : undefined;
      return outcome;
    };
  };
  return {
    readStream: (stream, from) => log.readStream(stream, from),
    readAll: (after, size) => log.readAll(after, size),
    tail: log.tail,
    head: () => log.head(),
    reach: () => log.reach(),
    comparePositions: (a, b) => log.comparePositions(a, b),
    backup: (target, progress) => log.backup(target, progress),
    close: () => log.close(),
    append,
    trouble: async () => {
      // An empty append stores nothing, but has the engine try whether it can write.
      if (failure !== undefined) await append('log', 'none', [])();
      return failure;
    },
  };
}
