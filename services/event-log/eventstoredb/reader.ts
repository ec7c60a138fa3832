import { EventLogUnavailable } from '../opening';
import type { Entry, Position } from '../port';
import { positionOf, toEntry } from './codec';
import { type Failure, isNoPlace, placeDamaged, streamDamaged } from './failures';
import type { KnownStreams } from './known-streams';
import { type Page, readPage } from './pages';
import { isPosition } from './position';
import { readAllRequest, readLastRequest, readNewestRequest, readStreamRequest } from './requests';
import type { Settings } from './settings';
import type { Tries } from './tries';

export interface Reader {
  readonly readStream: (stream: string, fromRevision?: number) => AsyncGenerator<Entry>;
  readonly readAll: (after?: Position, batchSize?: number) => AsyncGenerator<readonly Entry[]>;
  readonly newest: () => Promise<Entry | undefined>;
  /** Where so many entries of a stream lie that are known to be there. */
  readonly positions: (stream: string, fromRevision: number, count: number) => Promise<readonly Position[]>;
  /** Is there an entry exactly here? */
  readonly liesAt: (position: Position) => Promise<boolean>;
}

const DEFAULT_BATCH = 400;
const STREAM_PAGE = 500;
const SCAN_PAGES = 3;

/** Every page is a call of its own, tried again for a while where the server does not answer. */
export function createReader(tries: Tries, streams: KnownStreams, { timings, prefix }: Settings): Reader {
  const scope = { prefix };
  const patience = { each: timings.pageTry, all: timings.page };
  const page = async (
    request: Parameters<typeof readPage>[1],
    meant: (failure: Failure) => Error = unavailable,
  ): Promise<Page> => {
    const tried = await tries(patience, (door, limit) => readPage(door, request, limit));
    if (tried.done) return tried.value;
    throw meant(tried.failure);
  };
  const entriesOf = ({ events }: Page): readonly Entry[] => events.map(event => toEntry(event, prefix));

  /** Our log is only ever appended to: that the place read from is no record's any more is an alarm. */
  async function* readAll(after?: Position, batchSize = DEFAULT_BATCH): AsyncGenerator<readonly Entry[]> {
    requireCount('batch size', batchSize, 1);
    if (after !== undefined && !isPosition(after))
      throw new RangeError(`"${after}" is not a position in this log`);
    const ask = (from: Position | undefined): Promise<Page> => {
      // The server includes the position it starts from.
      const count = from === undefined ? batchSize : batchSize + 1;
      const asked = page(readAllRequest(scope, from, count), failure =>
        from !== undefined && isNoPlace(failure) ? placeDamaged(from) : unavailable(failure),
      );
      // Should the reader stop here, nobody waits for it.
      asked.catch(() => undefined);
      return asked;
    };
    let from = after;
    let asked = ask(from);
    for (let pages = 1; ; pages += 1) {
      const found = await asked;
      const entries = entriesOf(found);
      if (from !== undefined && entries[0]?.position !== from) throw placeDamaged(from);
      const fresh = from === undefined ? entries : entries.slice(1);
      const isLast = entries.length < (from === undefined ? batchSize : batchSize + 1) && !found.cut;
      from = fresh.at(-1)?.position ?? from;
      // Who has read on for a while will go on: the next page comes while this one is worked on.
      const isScan = !isLast && pages >= SCAN_PAGES;
      if (isScan) asked = ask(from);
      for (let at = 0; at < fresh.length; at += batchSize) yield fresh.slice(at, at + batchSize);
      if (isLast) return;
      if (!isScan) asked = ask(from);
    }
  }

  /**
   * Our log neither deletes nor truncates: a stream that begins later than asked, has a gap, or ends before what is
   * known of it, is an alarm.
   */
  async function* readStream(stream: string, fromRevision = 0): AsyncGenerator<Entry> {
    requireCount('revision', fromRevision, 0);
    const known = streams.of(stream)?.revision ?? -1;
    let next = fromRevision;
    for (;;) {
      const found = await page(readStreamRequest(prefix + stream, next, STREAM_PAGE), ofStream(stream));
      for (const entry of entriesOf(found)) {
        if (entry.revision !== next)
          throw streamDamaged(stream, `revision ${next} is gone, revision ${entry.revision} comes next`);
        streams.learn(stream, entry.revision, entry.id);
        next += 1;
        yield entry;
      }
      if (found.missing && known < 0) await requireNeverDeleted(stream);
      if (found.events.length < STREAM_PAGE && !found.cut) break;
    }
    if (next <= known) throw streamDamaged(stream, `revision ${next} is gone, ${known} had been reached`);
  }

  /**
   * A stream that somebody has deleted is not found either, and an append as to a new one would go behind what was there.
   * What tells them apart are its metadata, which our log never writes.
   */
  async function requireNeverDeleted(stream: string): Promise<void> {
    const { events } = await page(readLastRequest(`$$${prefix}${stream}`), ({ kind, detail }) =>
      kind === 'denied'
        ? unavailable({ kind, detail: `${detail}; the user needs the right to read metadata, $mr` })
        : unavailable({ kind, detail }),
    );
    if (events.length > 0)
      throw streamDamaged(stream, 'there is nothing, but metadata that were set by a deletion, or by hand');
  }

  async function positions(
    stream: string,
    fromRevision: number,
    count: number,
  ): Promise<readonly Position[]> {
    const found: Position[] = [];
    while (found.length < count) {
      const next = fromRevision + found.length;
      const request = readStreamRequest(prefix + stream, next, count - found.length);
      const { events } = await page(request, ofStream(stream));
      if (events.length === 0) throw streamDamaged(stream, `revision ${next} is gone, it had been stored`);
      found.push(...events.map(positionOf));
    }
    return found;
  }

  async function newest(): Promise<Entry | undefined> {
    return entriesOf(await page(readNewestRequest(scope)))[0];
  }

  async function liesAt(position: Position): Promise<boolean> {
    if (!isPosition(position)) return false;
    const tried = await tries(patience, (door, limit) =>
      readPage(door, readAllRequest(scope, position, 1), limit),
    );
    if (tried.done) return entriesOf(tried.value)[0]?.position === position;
    if (isNoPlace(tried.failure)) return false;
    throw unavailable(tried.failure);
  }

  return { readStream, readAll, newest, positions, liesAt };
}

const unavailable = ({ detail }: Failure): Error =>
  new EventLogUnavailable(`The event log cannot be read now: ${detail}.`);

const ofStream =
  (stream: string) =>
  (failure: Failure): Error =>
    failure.kind === 'deleted' ? streamDamaged(stream, 'the stream has been deleted') : unavailable(failure);

function requireCount(what: string, value: number, least: number): void {
  if (!Number.isSafeInteger(value) || value < least)
    throw new RangeError(`${what} ${value}: a whole number from ${least} on`);
}
