import { randomBytes } from 'node:crypto';
import { type Either, left, right } from 'fp-ts/Either';
import type { TaskEither } from 'fp-ts/TaskEither';
import {
  MAX_APPEND_BYTES,
  type Appended,
  type AppendError,
  type ExpectedRevision,
  type NewEntry,
} from '../port';
import { isStorable, NOT_STORABLE, sizeOf } from '../storable';
import { createAdmission } from './admission';
import { type Answer, createBatches } from './batch';
import { toProposed } from './codec';
import { detailOf, type Failure } from './failures';
import type { KnownStreams } from './known-streams';
import { createLanes } from './lanes';
import type { Reader } from './reader';
import type { Settings } from './settings';
import type { LookOut, Sightings } from './sightings';
import type { Tail } from './tail';
import type { Tries } from './tries';

/** So long a subscription may be behind the answers. */
const SEEN_MS = 100;

interface Wanted {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly entries: readonly NewEntry[];
}

type Outcome = Either<AppendError, Appended>;

export interface Appender {
  readonly append: (
    stream: string,
    expected: ExpectedRevision,
    entries: readonly NewEntry[],
  ) => TaskEither<AppendError, Appended>;
  /** Refuses what comes from now on and resolves when all that waits has been answered. */
  drain(): Promise<void>;
}

interface Parts {
  readonly tries: Tries;
  readonly streams: KnownStreams;
  readonly reader: Reader;
  readonly settings: Settings;
  readonly tail: Tail;
  readonly sightings: Sightings;
}

/**
 * Appends to one stream go one after the other, those to different streams together. Each is sent until it is answered or
 * its time is over; the server takes what it has stored already for what it is, a repeat.
 */
export function createAppender({ tries, streams, reader, settings, tail, sightings }: Parts): Appender {
  const { timings, prefix } = settings;
  const patience = { each: timings.appendTry, all: timings.append };
  const send = createBatches();
  const lookAt = createAdmission(reader, streams);
  const lanes = createLanes();
  let open = true;

  async function inLane(
    stream: string,
    expected: ExpectedRevision,
    entries: readonly NewEntry[],
  ): Promise<Outcome> {
    try {
      const refused = await lookAt(stream, expected, entries);
      if (refused !== undefined) return left(refused);
      if (entries.length === 0)
        return right({ stream, firstRevision: revisionOf(expected) + 1, positions: [] });
      return await store(stream, expected, entries);
    } catch (error) {
      return left({ kind: 'unavailable', detail: detailOf(error) });
    }
  }

  async function store(
    stream: string,
    expected: ExpectedRevision,
    entries: readonly NewEntry[],
  ): Promise<Outcome> {
    const nonce = randomBytes(16);
    const messages = entries.map(entry => toProposed(entry, nonce));
    const others = tail.listens()
      ? messages.slice(0, -1).map(message => message.getId()?.getString() ?? '')
      : [];
    const lookOut = sightings.lookOut(others);
    try {
      const tried = await tries(patience, door =>
        send(door, { stream: prefix + stream, expected, messages }),
      );
      return tried.done
        ? await answered({ stream, expected, entries }, tried.value, lookOut)
        : unanswered(tried.failure);
    } finally {
      lookOut.end();
    }
  }

  function unanswered({ kind, detail }: Failure): Outcome {
    const known = kind === 'passing' ? 'it is not known whether the append was stored; send it again' : kind;
    return left({ kind: 'unavailable', detail: `${detail} (${known})` });
  }

  async function answered(
    { stream, expected, entries }: Wanted,
    answer: Answer,
    lookOut: LookOut,
  ): Promise<Outcome> {
    if (answer.kind === 'wrong-revision')
      return left({ kind: 'wrong-revision', stream, expected, actual: answer.actual });
    const firstRevision = answer.revision - entries.length + 1;
    if (firstRevision !== revisionOf(expected) + 1) {
      const detail = `stream ${stream} has been deleted on the server: revision ${firstRevision} was given`;
      return left({ kind: 'unavailable', detail });
    }
    entries.forEach((entry, index) => streams.learn(stream, firstRevision + index, entry.id));
    const last = answer.position;
    if (last !== undefined) tail.tell(last);
    // The server tells the position of the last entry alone; those before it a subscription shows, or they are read.
    const before = entries.length - 1;
    const seen =
      last !== undefined && before > 0 && tail.listens() ? await lookOut.found(SEEN_MS) : undefined;
    if (last !== undefined && seen?.length === before)
      return right({ stream, firstRevision, positions: [...seen, last] });
    const read = await reader.positions(stream, firstRevision, last === undefined ? before + 1 : before);
    return right({ stream, firstRevision, positions: last === undefined ? read : [...read, last] });
  }

  const append: Appender['append'] = (stream, expected, entries) => () => {
    if (!open) return Promise.resolve(left({ kind: 'unavailable', detail: 'the log is closed' }));
    if (stream === '' || stream.startsWith('$'))
      return Promise.reject(
        new TypeError(`"${stream}" is no name of a stream: the server keeps it for itself`),
      );
    if (!entries.every(isStorable)) return Promise.reject(new TypeError(NOT_STORABLE));
    const bytes = sizeOf(entries);
    if (bytes > MAX_APPEND_BYTES)
      return Promise.resolve(left({ kind: 'too-large', bytes, limit: MAX_APPEND_BYTES }));
    return lanes.run(stream, () => inLane(stream, expected, entries));
  };

  return {
    append,
    drain: () => {
      open = false;
      return lanes.idle();
    },
  };
}

const revisionOf = (expected: ExpectedRevision): number => (expected === 'none' ? -1 : expected);
