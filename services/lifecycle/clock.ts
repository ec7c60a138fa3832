import { Timestamp } from '../../contracts/primitives';
import { isBefore } from '../../contracts/time';

/** The log's clock: of the machine, or simulated, and then it stands at the latest accepted `time`. */
export interface Clock {
  readonly kind: 'system' | 'simulated';
  /** The time at which an event of this `time` would be recorded. Never runs backwards. */
  at(time: Timestamp): Timestamp;
  /** The time now, for readers. */
  now(): Timestamp;
  /** An event recorded at this time was accepted. */
  accepted(recordedAt: Timestamp): void;
}

export const timestamp = (ms: number): Timestamp => {
  const text = new Date(ms).toISOString();
  if (!Timestamp.is(text)) throw new Error(`${ms} is no point in time`);
  return text;
};

/** The machine's clock, held back from running backwards; `read` gives milliseconds since 1970. */
export function systemClock(read: () => number = Date.now): Clock {
  let latest = 0;
  const now = (): Timestamp => {
    latest = Math.max(latest, read());
    return timestamp(latest);
  };
  return { kind: 'system', at: now, now, accepted: () => undefined };
}

/** A clock that what was accepted only here moves too: nothing decided after it is recorded before it. */
export function ahead(clock: Clock): Clock {
  let latest: Timestamp | undefined;
  const later = (time: Timestamp): Timestamp =>
    latest !== undefined && isBefore(time, latest) ? latest : time;
  return {
    kind: clock.kind,
    at: time => later(clock.at(time)),
    now: () => later(clock.now()),
    accepted: recordedAt => {
      latest = later(recordedAt);
    },
  };
}

/** A clock that only accepted events move; it begins where the log's last record was recorded. */
export function simulatedClock(latest: Timestamp): Clock {
  let now = latest;
  const later = (a: Timestamp, b: Timestamp): Timestamp => (Date.parse(a) >= Date.parse(b) ? a : b);
  return {
    kind: 'simulated',
    at: time => timestamp(Date.parse(later(time, now))),
    now: () => timestamp(Date.parse(now)),
    accepted: recordedAt => {
      now = later(now, recordedAt);
    },
  };
}
