import { randomBytes } from 'node:crypto';
import { type Either, left, right } from 'fp-ts/Either';
import type { TaskEither } from 'fp-ts/TaskEither';
import {
  MAX_APPEND_BYTES,
  type Appended,
  type AppendError,
  type ExpectedRevision,
  type NewEntry,
  type Position,
} from '../port';
import { isStorable, NOT_STORABLE, sizeOf } from '../storable';
import { type Answer, createBatches } from './batch';
import { toProposed } from './codec';
import { detailOf } from './failures';
import type { Known, KnownStreams } from './known-streams';
import { createLanes } from './lanes';
import type { Reader } from './reader';
import type { Settings } from './settings';
import type { Tries } from './tries';

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
  /** Called with the newest position of each append that was stored. */
  readonly stored: (position: Position) => void;
}

/**
 * The server looks at the revision, but never refuses an id: so ids are looked at here, in what is known of the stream up
 * to the very revision that the server is then asked to append to. Appends to one stream go one after the other, those to
 * different streams together.
 */
export function createAppender({ tries, streams, reader, settings, stored }: Parts): Appender {
  const { timings, prefix } = settings;
  const patience = { each: timings.appendTry, all: timings.append };
  const send = createBatches();
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

  /** What stands in the way, by what is known of the stream, and where that does not do, by what is read of it. */
  async function lookAt(
    stream: string,
    expected: ExpectedRevision,
    entries: readonly NewEntry[],
  ): Promise<AppendError | undefined> {
    const known = streams.of(stream);
    const twice = repeated(entries);
    const plain = entries.length > 0 && twice === undefined;
    if (plain && known === undefined && expected === 'none') return undefined;
    if (plain && known?.revision === expected && reused(known, entries) === undefined) return undefined;
    const now = await look(stream);
    const actual = now?.revision ?? 'none';
    if (actual !== expected) return { kind: 'wrong-revision', stream, expected, actual };
    const again = (now === undefined ? undefined : reused(now, entries)) ?? twice;
    return again === undefined ? undefined : { kind: 'id-reused', stream, id: again };
  }

  /** Reads on from what is known, that included, so that a stream that is gone is noticed. */
  async function look(stream: string): Promise<Known | undefined> {
    const before = streams.of(stream);
    const ids = new Set<string>();
    let revision = before?.revision ?? -1;
    for await (const entry of reader.readStream(stream, Math.max(0, revision))) {
      ids.add(entry.id);
      revision = entry.revision;
    }
    if (revision < 0) return undefined;
    return { revision, has: id => ids.has(id) || before?.has(id) === true };
  }

  async function store(
    stream: string,
    expected: ExpectedRevision,
    entries: readonly NewEntry[],
  ): Promise<Outcome> {
    const nonce = randomBytes(16);
    const messages = entries.map(entry => toProposed(entry, nonce));
    const tried = await tries(patience, door => send(door, { stream: prefix + stream, expected, messages }));
    if (tried.done) return answered(stream, expected, entries, tried.value);
    const { kind, detail } = tried.failure;
    const known = kind === 'passing' ? 'it is not known whether the append was stored; send it again' : kind;
    return left({ kind: 'unavailable', detail: `${detail} (${known})` });
  }

  async function answered(
    stream: string,
    expected: ExpectedRevision,
    entries: readonly NewEntry[],
    answer: Answer,
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
    if (last !== undefined) stored(last);
    // The server tells the position of the last entry alone; those of the others are read.
    const before = entries.length - (last === undefined ? 0 : 1);
    const positions = await reader.positions(stream, firstRevision, before);
    return right({ stream, firstRevision, positions: last === undefined ? positions : [...positions, last] });
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

const reused = (known: Known, entries: readonly NewEntry[]): string | undefined =>
  entries.find(entry => known.has(entry.id))?.id;

function repeated(entries: readonly NewEntry[]): string | undefined {
  const seen = new Set<string>();
  return entries.find(({ id }) => seen.size === seen.add(id).size)?.id;
}
