import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '../contracts/thrown';
import { type FeedPlace, type FeedRecord, follow, LogDamaged } from '../services/event-log/feed';
import { EventLogDamaged } from '../services/event-log/opening';
import type { EventLog } from '../services/event-log/port';
import { exclusively } from './exclusively';
import { type Folding, startFolding } from './folding';
import { type Checkpoint, type Generation, StoreFailure } from './stores';
import { placeOf, standingChange } from './standing';
import { EventSkipped, parkedCollection, reread } from './stream';
import { seqsOf, streamCache } from './stream-cache';
import type { Views } from './views';

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

/** How often one that stands by looks, and how long the other may stand still while there is more in the log. */
const LOOK_MS = 250;
const PATIENCE_MS = 3_000;
/** How long a commit is to take at most: well below the patience of whoever stands by. */
const COMMIT_MS = 1_000;

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
  const cache = streamCache(log, generation, () => place?.seq ?? -1);
  const alone = exclusively();
  let place: FeedPlace | undefined;
  /** How many events go into a commit at most. */
  let pace = commitEvents;
  /** How far another process has come, while it is the one that advances this generation. */
  let shown: number | undefined;
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
        if (error instanceof Fenced) {
          await standBy().catch(report);
          continue;
        }
        report(error);
        await sleep(Math.min(5_000, 50 * 2 ** failures++), undefined, { signal }).catch(() => undefined);
      }
      if (signal.aborted) return { kind: 'ended' };
    }
  }

  /**
   * Another process was faster, so that one goes on. Its place is taken when it has not come further for a while though
   * the log goes on.
   */
  async function standBy(): Promise<void> {
    let moved = performance.now();
    try {
      while (!signal.aborted) {
        await sleep(LOOK_MS, undefined, { signal }).catch(() => undefined);
        const seq = (await generation.checkpoint())?.seq ?? -1;
        const isLive = seq >= ((await log.head())?.count ?? 0) - 1;
        if (isLive || seq !== shown) moved = performance.now();
        live ||= isLive;
        shown = seq;
        report();
        if (performance.now() - moved > PATIENCE_MS) break;
      }
    } finally {
      shown = undefined;
    }
  }

  /** Commits are kept short in time: readers wait for them, and whoever stands by takes a long one for an end. */
  function paceAfter(events: number, ms: number): number {
    if (events > 0 && ms > COMMIT_MS) return Math.max(1, Math.floor((events * COMMIT_MS) / ms));
    return ms < COMMIT_MS / 4 ? Math.min(commitEvents, pace * 2) : pace;
  }

  function begin(): Folding {
    return startFolding({ log, generation, views, cache });
  }

  async function take(records: readonly FeedRecord[]): Promise<void> {
    for (let at = 0; at < records.length;) {
      const part = records.slice(at, at + pace);
      at += part.length;
      await folding.add(part);
      if (live || folding.events >= pace || folding.size >= commitSize) await commit();
    }
    const atTail = records.length === 0;
    if (atTail) await commit();
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
    const began = performance.now();
    const outcome = await generation.commit(changes, place && checkpointOf(place), checkpointOf(to))();
    if (outcome._tag === 'Left') throw new StoreFailure(outcome.left);
    if (outcome.right === 'fenced') throw new Fenced();
    const { touched, parks, events } = folding;
    pace = paceAfter(events, performance.now() - began);
    cache.keep(touched);
    if (last !== undefined) place = { seq: last.seq, position: last.position, recordedAt: last.recordedAt };
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
    place = undefined;
    if (checkpoint === undefined) return undefined;
    place = await placeOf(log, generation, checkpoint);
    if (place === undefined)
      throw new Astray(
        `The views stand at ${checkpoint.seq}, which is not the record that lies there in this log.`,
      );
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
    const seqs = await seqsOf(log, generation, stream);
    const again = await reread(log, stream, revision => seqs[revision] ?? -1);
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
    const progress = { seq: shown ?? place?.seq ?? -1, live, parked };
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

const checkpointOf = ({ seq, position }: FeedPlace): Checkpoint => ({ seq, position });
