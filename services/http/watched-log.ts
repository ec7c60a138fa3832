import { isLeft } from 'fp-ts/Either';
import type { AppendError, EventLog } from '../event-log/port';
import type { Metrics } from './metrics';

/** A log that tells how its writing goes. */
export interface Watched extends EventLog {
  /** Why nothing can be written, as far as is known; tries anew where the last append failed and that proves anything. */
  trouble(): Promise<AppendError | undefined>;
}

/** How it is found out whether a log that could not be written to can be again. */
export interface Probing {
  /** Does the engine have to write for an append of nothing too? One beyond a network may only read for it. */
  readonly emptyWrites: boolean;
  /** Where not: after so many milliseconds a failure counts no more, so that callers come again and it is tried. */
  readonly lapseMs?: number;
}

const LAPSE_MS = 30_000;

/** The log, with its appends counted and its last failure remembered. */
export function watchLog(
  log: EventLog,
  metrics: Metrics,
  { emptyWrites, lapseMs = LAPSE_MS }: Probing,
): Watched {
  let failure: AppendError | undefined;
  let failedAt = 0;
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
      if (isLeft(outcome) && isTrouble(outcome.left)) {
        failure = outcome.left;
        failedAt = performance.now();
      } else if (emptyWrites || (!isLeft(outcome) && entries.length > 0)) failure = undefined;
      return outcome;
    };
  };
  return {
    readStream: (stream, from) => log.readStream(stream, from),
    readAll: (after, size) => log.readAll(after, size),
    tail: log.tail,
    hasOtherWriters: log.hasOtherWriters,
    head: () => log.head(),
    reach: () => log.reach(),
    comparePositions: (a, b) => log.comparePositions(a, b),
    backup: (target, progress) => log.backup(target, progress),
    close: () => log.close(),
    append,
    trouble: async () => {
      if (failure === undefined) return undefined;
      if (emptyWrites) await append('log', 'none', [])();
      else if (performance.now() - failedAt >= lapseMs) failure = undefined;
      return failure;
    },
  };
}
