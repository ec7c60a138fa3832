import { type Either, isLeft, left, right } from 'fp-ts/Either';
import type { TaskEither } from 'fp-ts/TaskEither';
import type { OpenError, OpenOptions } from '../opening';
import type { EventLog } from '../port';
import { createAppender } from './appender';
import { backupTo } from './backup';
import { createCounter } from './counter';
import { createKnownStreams } from './known-streams';
import { createLink } from './link';
import { greet, missing, readAddress } from './open';
import { comparePositions } from './position';
import { keepReach } from './reach';
import { createReader } from './reader';
import { DEFAULT_TIMINGS, type Settings, type Timings } from './settings';
import { createSightings } from './sightings';
import { createTail } from './tail';
import { createTries } from './tries';

export { DEFAULT_TIMINGS } from './settings';
export type { Timings } from './settings';

/** What tests shorten and confine; a service takes what is given by default. */
export interface Tuning {
  readonly timings?: Partial<Timings>;
  readonly prefix?: string;
}

/**
 * Opens the log in an EventStoreDB: all its streams but the server's own. Any number of instances may have it open. See
 * `OpenError` for what may stand in the way.
 */
export function openEventStoreLog(
  uri: string,
  options: OpenOptions = {},
  tuning: Tuning = {},
): TaskEither<OpenError, EventLog> {
  const settings = { timings: { ...DEFAULT_TIMINGS, ...tuning.timings }, prefix: tuning.prefix ?? '' };
  return () => open(uri, options, settings);
}

async function open(
  uri: string,
  options: OpenOptions,
  settings: Settings,
): Promise<Either<OpenError, EventLog>> {
  const address = readAddress(uri);
  if (isLeft(address)) return address;
  const link = createLink(address.right, settings.timings);
  const reach = keepReach();
  const tries = createTries(link, reach, settings.timings);
  const greeted = await greet(address.right, tries, settings);
  const mayBegin = options.create === true && options.readOnly !== true;
  const problem = isLeft(greeted)
    ? greeted.left
    : greeted.right.empty && !mayBegin
      ? missing(address.right)
      : undefined;
  if (problem !== undefined) {
    await link.close();
    return left(problem);
  }

  const streams = createKnownStreams();
  const reader = createReader(tries, streams, settings);
  const head = createCounter(reader, options.known);
  const sightings = createSightings();
  const tail = createTail({ link, reach, reader, settings, saw: sightings.saw });
  const appender = createAppender({ tries, streams, reader, settings, tail, sightings });
  let closing: Promise<void> | undefined;

  async function close(): Promise<void> {
    await appender.drain();
    tail.complete();
    await link.close();
  }

  return right({
    append:
      options.readOnly === true
        ? () => () =>
            Promise.resolve(left({ kind: 'unavailable', detail: 'the log is open for reading only' }))
        : appender.append,
    readStream: (stream, fromRevision) => reader.readStream(stream, fromRevision),
    readAll: (after, batchSize) => reader.readAll(after, batchSize),
    tail: tail.nudges,
    hasOtherWriters: true,
    head,
    reach: reach.now,
    comparePositions,
    backup: async (target, progress) => backupTo(target, reader, await head(), progress),
    close: () => (closing ??= close()),
  });
}
