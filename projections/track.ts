import { setTimeout as sleep } from 'node:timers/promises';
import type { Timestamp } from '../contracts/primitives';
import { type FeedPlace, type FeedRecord, follow, LogDamaged } from '../services/event-log/feed';
import { EventLogDamaged } from '../services/event-log/opening';
import type { EventLog, Position } from '../services/event-log/port';
import { exclusively } from './exclusively';
import { type Folding, startFolding } from './folding';
import { fromDocument, toDocument } from './plain';
import { type Change, type Checkpoint, type CollectionSpec, type Generation, StoreFailure } from './stores';
import { EventSkipped, parkedCollection, reread } from './stream';
import { streamCache } from './stream-cache';
import type { Views } from './views';
import { recordsCollection } from './views/records';

/** How far a generation has come. */
export interface TrackProgress {
  /** Index of the last record whose documents are visible; -1 before the first. */
  readonly seq: number;
  /** Has it reached the end of the log since it was started? */
  readonly live: boolean;
  readonly parked: number;
  /** Why it waits before it tries again. */
  readonly waiting?: string;
}

/** Why a generation is no longer advanced. */
export type TrackEnd =
  | { readonly kind: 'ended' }
  /** Another generation was promoted; this one is no longer there. */
  | { readonly kind: 'dropped' }
  /** Its checkpoint does not lie in this log. */
  | { readonly kind: 'astray'; readonly detail: string }
  /** Going on would corrupt it, or cannot succeed. */
  | { readonly kind: 'stopped'; readonly detail: string };

export interface TrackOptions {
  readonly log: EventLog;
  readonly generation: Generation;
  readonly views: Views;
  readonly signal: AbortSignal;
  readonly tell: (progress: TrackProgress) => void;
  /** During catch-up, a commit holds at most about this many events and characters of their data. */
  readonly commitEvents?: number;
  readonly commitSize?: number;
  readonly batchSize?: number;
  readonly pollMs?: number;
}

export interface Track {
  /** Settles when the track is no longer advanced; never rejects. */
  readonly end: Promise<TrackEnd>;
  /** Folds one stream anew from the log; gives why it is still parked, if it is. */
  refold(stream: string): Promise<string | undefined>;
}

/** Where the last commit stood in the log, so that another log put in its place is noticed. */
export const feedCollection: CollectionSpec = { name: 'feed', indexes: [] };

interface Standing {
  readonly stream: string;
  readonly revision: number;
  readonly record: string;
  readonly recordedAt: Timestamp;
}

class Fenced extends Error {}
class Astray extends Error {}

/** Advances a generation: pulls, folds, commits documents and checkpoint together, waits for the tail. */
export function startTrack(options: TrackOptions): Track {
  const {
    log,
    generation,
    views,
    signal,
    tell,
    commitEvents = 30_000,
    commitSize = 16 * 1024 * 1024,
  } = options;
  const cache = streamCache(log, generation);
  const alone = exclusively();
  let place: FeedPlace | undefined;
  let live = false;
  let parked = 0;
  let folding = begin();

  return { end: run(), refold: stream => alone(() => refold(stream)) };

  async function run(): Promise<TrackEnd> {
    for (let failures = 0; ;) {
      try {
        place = await resume();
        await alone(retryParked);
        for await (const records of follow(log, place, signal, options)) {
          await alone(() => take(records));
          failures = 0;
        }
        return { kind: 'ended' };
      } catch (error) {
        const end = endOf(error);
        if (end !== undefined) return end;
        report(error instanceof Fenced ? undefined : error);
        await sleep(Math.min(5_000, 50 * 2 ** failures++), undefined, { signal }).catch(() => undefined);
      }
      if (signal.aborted) return { kind: 'ended' };
    }
  }

  function begin(): Folding {
    return startFolding({ log, generation, views, cache });
  }

  async function take(records: readonly FeedRecord[]): Promise<void> {
    if (records.length > 0) await folding.add(records);
    const atTail = records.length === 0;
    if (atTail || live || folding.events >= commitEvents || folding.size >= commitSize) await commit();
    if (atTail && !live) {
      live = true;
      report();
    }
  }

  /** Commits what is gathered; with a refolded stream alone the checkpoint stays where it is. */
  async function commit(): Promise<void> {
    const { last } = folding;
    if (last === undefined && folding.touched.size === 0) return;
    const to = last ?? place;
    if (to === undefined) return;
    const changes = await folding.changes(last === undefined ? [] : [standingChange(last)]);
    const outcome = await generation.commit(changes, place && checkpointOf(place), checkpointOf(to))();
    if (outcome._tag === 'Left') throw new StoreFailure(outcome.left);
    if (outcome.right === 'fenced') throw new Fenced();
    const { touched, parks } = folding;
    cache.keep(touched);
    place =
      last === undefined ? place : { seq: last.seq, position: last.position, recordedAt: last.recordedAt };
    folding = begin();
    if (parks) parked = (await namesOfParked()).length;
    report();
  }

  /** Where the store says this generation stands, provided that it is a place of this very log. */
  async function resume(): Promise<FeedPlace | undefined> {
    cache.clear();
    folding = begin();
    parked = (await namesOfParked()).length;
    const checkpoint = await generation.checkpoint();
    if (checkpoint === undefined) return undefined;
    const document = await generation.get(feedCollection.name, 'last');
    const standing = document && fromDocument<Standing>(document);
    if (standing === undefined || !(await liesInLog(log, standing, checkpoint)))
      throw new Astray(
        `The views stand at ${checkpoint.seq}, which is not the record that lies there in this log.`,
      );
    const { recordedAt } = standing;
    place = { seq: checkpoint.seq, position: checkpoint.position as Position, recordedAt };
    report();
    return place;
  }

  async function retryParked(): Promise<void> {
    for (const name of await namesOfParked()) await refold(name);
  }

  async function refold(name: string): Promise<string | undefined> {
    await commit();
    await cache.load(new Set([name]));
    const stream = cache.get(name);
    if (stream === undefined) return undefined;
    const seqs = new Map<string, number>();
    const ids: string[] = [];
    for await (const { id } of log.readStream(name)) ids.push(id);
    for (const [id, record] of await generation.getMany(recordsCollection.name, ids))
      seqs.set(id, fromDocument<{ readonly seq: number }>(record).seq);
    const again = await reread(log, stream, id => seqs.get(id) ?? -1);
    await folding.put(again);
    await commit();
    return again.parked?.why;
  }

  /** Pulled, not asked for: a question would have a generation under construction make its indexes too early. */
  async function namesOfParked(): Promise<readonly string[]> {
    const names: string[] = [];
    for await (const { key } of generation.scan(parkedCollection.name)) names.push(key);
    return names;
  }

  function report(problem?: unknown): void {
    const progress = { seq: place?.seq ?? -1, live, parked };
    tell(problem === undefined ? progress : { ...progress, waiting: messageOf(problem) });
  }
}

/** What cannot be cured by trying again. */
function endOf(error: unknown): TrackEnd | undefined {
  if (error instanceof Astray) return { kind: 'astray', detail: error.message };
  if (error instanceof EventSkipped || error instanceof LogDamaged || error instanceof EventLogDamaged)
    return { kind: 'stopped', detail: error.message };
  if (!(error instanceof StoreFailure)) return undefined;
  switch (error.failure.kind) {
    case 'dropped':
      return { kind: 'dropped' };
    case 'damaged':
    case 'foreign':
    case 'refused':
      return { kind: 'stopped', detail: error.message };
    case 'no-space':
    case 'unavailable':
      return undefined;
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const checkpointOf = ({ seq, position }: FeedPlace): Checkpoint => ({ seq, position });

function standingChange({ stream, revision, record, recordedAt }: FeedRecord): Change {
  const standing: Standing = { stream, revision, record: record.meta.id, recordedAt };
  return { collection: feedCollection.name, key: 'last', document: toDocument(standing) };
}

async function liesInLog(log: EventLog, standing: Standing, { position }: Checkpoint): Promise<boolean> {
  for await (const entry of log.readStream(standing.stream, standing.revision))
    return entry.id === standing.record && entry.position === position;
  return false;
}
