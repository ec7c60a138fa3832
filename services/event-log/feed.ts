import { once } from 'node:events';
import type { Timestamp } from '../../contracts/primitives';
import type { LogRecord } from '../../contracts/record';
import { type AnyTold, toldBy } from '../../contracts/states/told';
import { bellOf } from './bell';
import { EventLogUnavailable } from './opening';
import type { Entry, EventLog, Position } from './port';
import { type Damage, readRecord } from './records';

/** Where a reader of the feed stands: the last record handled. */
export interface FeedPlace {
  readonly seq: number;
  readonly position: Position;
  /** Needed where `recordedAt` must not run backwards over a resumption. */
  readonly recordedAt?: Timestamp;
}

/** A record in its place in the log. */
export interface FeedRecord {
  /** Index in the log, from 0 and without gaps. */
  readonly seq: number;
  readonly position: Position;
  /** As stamped, but never before that of the record before. */
  readonly recordedAt: Timestamp;
  readonly stream: string;
  readonly revision: number;
  readonly record: LogRecord;
  /** The event as folds see it; undefined for a type, version or data that this program does not know. */
  readonly told: AnyTold | undefined;
  readonly entry: Entry;
}

/** The log holds something else than what was written. Whoever reads on would tell an untruth, so the feed ends here. */
export class LogDamaged extends Error {
  override readonly name = 'LogDamaged';
  constructor(readonly damage: Damage) {
    super(
      `The event log is damaged in ${damage.stream} at revision ${damage.revision}: ${damage.explanation}`,
    );
  }
}

export interface FeedOptions {
  readonly batchSize?: number;
  /** How often the follower looks for itself, should a nudge have been lost. Default 1,000 ms. */
  readonly pollMs?: number;
}

/** The records after a place, in batches, pulled, up to the end of the log as it is then. Throws `LogDamaged`. */
export async function* readFeed(
  log: EventLog,
  from?: FeedPlace,
  { batchSize }: FeedOptions = {},
): AsyncGenerator<readonly FeedRecord[]> {
  let place = from;
  for await (const entries of log.readAll(from?.position, batchSize)) {
    const records: FeedRecord[] = [];
    for (const entry of entries) {
      const record = feedRecord(entry, place);
      place = record;
      records.push(record);
    }
    yield records;
  }
}

/**
 * History, then what comes: every record after the place once and in order, until the signal ends it. An empty batch
 * tells that all there is has been given. A log that cannot be reached is waited for. Throws `LogDamaged`, and what else
 * the log's own reads throw.
 */
export async function* follow(
  log: EventLog,
  from: FeedPlace | undefined,
  signal: AbortSignal,
  options: FeedOptions = {},
): AsyncGenerator<readonly FeedRecord[]> {
  const bell = bellOf(log.tail);
  let place = from;
  let told = false;
  try {
    while (!signal.aborted) {
      bell.clear();
      const feed = readFeed(log, place, options);
      let lost = false;
      for (;;) {
        const next = await unlessAborted(() => nextOf(feed), signal);
        if (next === undefined) return;
        lost = next === 'lost';
        if (next === 'lost' || next.done === true) break;
        place = next.value.at(-1) ?? place;
        told = false;
        yield next.value;
      }
      if (!told && !lost) yield [];
      told ||= !lost;
      await bell.rung(options.pollMs ?? 1_000, signal);
    }
  } finally {
    bell.close();
  }
}

/** Whoever follows goes on where the log is found again. */
async function nextOf<A>(feed: AsyncGenerator<A>): Promise<IteratorResult<A> | 'lost'> {
  try {
    return await feed.next();
  } catch (error) {
    if (error instanceof EventLogUnavailable) return 'lost';
    throw error;
  }
}

function feedRecord(entry: Entry, before: FeedPlace | undefined): FeedRecord {
  const read = readRecord(entry);
  if (read._tag === 'Left') throw new LogDamaged(read.left);
  const record = read.right;
  const { recordedAt } = record.meta;
  const floor = before?.recordedAt;
  let told: { readonly by: AnyTold | undefined } | undefined;
  return {
    seq: before === undefined ? 0 : before.seq + 1,
    position: entry.position,
    recordedAt: floor !== undefined && isBefore(recordedAt, floor) ? floor : recordedAt,
    stream: entry.stream,
    revision: entry.revision,
    record,
    // Only who folds asks for it, and it takes half the time of reading.
    get told() {
      told ??= { by: toldBy(record) };
      return told.by;
    },
    entry,
  };
}

/** Times may be written with or without milliseconds, so only those of one length compare as text. */
const isBefore = (a: Timestamp, b: Timestamp): boolean =>
  a.length === b.length ? a < b : Date.parse(a) < Date.parse(b);

/** What is waited for, or undefined as soon as the signal is given; no wait may outlast its reader. */
async function unlessAborted<A>(work: () => Promise<A>, signal: AbortSignal): Promise<A | undefined> {
  if (signal.aborted) return undefined;
  const settled = new AbortController();
  try {
    return await Promise.race([
      work(),
      once(signal, 'abort', { signal: settled.signal }).then(
        () => undefined,
        () => undefined,
      ),
    ]);
  } finally {
    settled.abort();
  }
}
