import { setTimeout as sleep } from 'node:timers/promises';
import { type Either, isLeft, left, right } from 'fp-ts/Either';
import type { TaskEither } from 'fp-ts/TaskEither';
import { BehaviorSubject, type Observable } from 'rxjs';
import { messageOf } from '../contracts/thrown';
import type { EventLog } from '../services/event-log/port';
import { exclusively } from './exclusively';
import { collectionsOf, generationId, isOf, nextOf } from './generations';
import { type Side, type Status, statusOf } from './status';
import { type Behind, caughtUp } from './caught-up';
import { type Generation, type StoreError, StoreFailure, type ViewStore } from './stores';
import { startTrack, type TrackEnd, type TrackOptions, type TrackProgress } from './track';
import { type Views, views as allViews } from './views';

export interface RunnerOptions extends Partial<
  Pick<TrackOptions, 'commitEvents' | 'commitSize' | 'batchSize' | 'pollMs'>
> {
  readonly log: EventLog;
  readonly store: ViewStore;
  /** All of them unless told otherwise. */
  readonly views?: Views;
}

/** Keeps the views up with the log. Shares nothing with others but the handles of log and store. */
export interface Runner {
  status(): Status;
  readonly progress: Observable<Status>;
  /** What readers are served from; undefined while the first views are being built. */
  generation(): Generation | undefined;
  /** Waits until the documents of a record are visible; gives the index of the last visible one. */
  caughtUp(seq: number, deadlineMs: number): TaskEither<Behind, number>;
  /** Builds all views anew beside the current ones; done when they have taken over. */
  rebuild(): TaskEither<StoreError, string>;
  /** Folds one stream anew from the log; gives why it is still parked, if it is. */
  refold(stream: string): Promise<string | undefined>;
  /** Stops after the commit at hand. Log and store stay open. */
  close(): Promise<void>;
}

/** While views are read, each commit is kept short, in events: it holds up every reader of this thread. */
const COMMIT_BESIDE_READERS = 2_000;

const TAKE_OVER_AGAIN_MS = 500;

/** Starts at once; `progress` and `status` tell how far it is. */
export function startRunner({ log, store, views = allViews, ...limits }: RunnerOptions): Runner {
  const base = generationId(views);
  const collections = collectionsOf(views);
  const turn = exclusively();
  let closed = false;
  let head = -1;
  let current: Side | undefined;
  let building: Side | undefined;
  let trouble: string | undefined;
  let isTakingOver = false;
  const rebuilt: ((result: Either<StoreError, string>) => void)[] = [];
  const told = new BehaviorSubject<Status>(status());
  const nudges = log.tail.subscribe({ next: () => void lookAhead(), error: () => undefined });
  const started = turn(start);

  return {
    status,
    progress: told.asObservable(),
    generation: () => current?.generation,
    caughtUp: (seq, deadlineMs) => () => caughtUp(told, seq, deadlineMs),
    rebuild: () => () => turn(rebuild).then(result => (isLeft(result) ? result : whenRebuilt())),
    refold: async stream => {
      await started;
      return (current ?? building)?.track?.refold(stream);
    },
    close,
  };

  /** Finds out what there is: views of this version, of an older one, or none. */
  async function start(): Promise<void> {
    await lookAhead();
    for (let failures = 0; !closed && current?.track === undefined && building === undefined; failures++) {
      try {
        const id = await store.current();
        const opened = id === undefined ? undefined : await store.openExisting(id, collections)();
        // Another one was promoted meanwhile: look again.
        if (opened?._tag === 'Left' && opened.left.kind === 'dropped' && (await store.current()) !== id)
          continue;
        trouble = undefined;
        if (opened?._tag === 'Right' && isOf(base, opened.right.id)) current = advance(opened.right, true);
        else {
          // Views of an older version are read as they are until those of this one have caught up.
          current = opened?._tag === 'Right' ? await frozen(opened.right) : undefined;
          building = advance(rightOf(await store.open(base, collections)()), current !== undefined);
        }
      } catch (error) {
        trouble = messageOf(error);
        announce();
        await sleep(Math.min(5_000, 50 * 2 ** failures));
      }
    }
    announce();
  }

  function advance(generation: Generation, isRead: boolean): Side {
    const abort = new AbortController();
    const pace = isRead ? { commitEvents: COMMIT_BESIDE_READERS } : {};
    const tell = (progress: TrackProgress): void => {
      side.progress = progress;
      head = Math.max(head, progress.seq);
      if (side === building && progress.live) void turn(takeOver);
      announce();
    };
    const side: Side = {
      generation,
      abort,
      progress: { seq: -1, live: false, parked: 0 },
      track: startTrack({ log, generation, views, signal: abort.signal, tell, ...pace, ...limits }),
    };
    void side.track?.end.then(end => turn(() => ended(side, end)));
    return side;
  }

  async function frozen(generation: Generation): Promise<Side> {
    const seq = (await generation.checkpoint())?.seq ?? -1;
    const progress = { seq, live: false, parked: 0 };
    return { generation, abort: new AbortController(), track: undefined, progress };
  }

  async function ended(side: Side, end: TrackEnd): Promise<void> {
    side.end = end;
    const isCurrent = side === current;
    if (side === building && end.kind !== 'ended') giveUpRebuild(end);
    if (closed || (!isCurrent && side !== building)) return;
    if (end.kind === 'dropped' || (end.kind === 'astray' && !isCurrent)) {
      if (end.kind === 'astray') await store.drop(side.generation.id)();
      if (isCurrent) current = undefined;
      else building = undefined;
      await start();
    }
    // Views of another log must not be shown as those of this one.
    if (end.kind === 'astray' && isCurrent) {
      current = undefined;
      // Not dropped first: another process may have begun it already, and both go on with the same one.
      const opened = await store.open(nextOf(base, side.generation.id), collections)();
      if (isLeft(opened)) trouble = opened.left.detail;
      else building = advance(opened.right, false);
    }
    announce();
  }

  async function buildFresh(id: string): Promise<Either<StoreError, string>> {
    const dropped = await store.drop(id)();
    if (isLeft(dropped)) return dropped;
    const opened = await store.open(id, collections)();
    if (isLeft(opened)) return opened;
    building = advance(opened.right, current !== undefined);
    return right(id);
  }

  async function rebuild(): Promise<Either<StoreError, string>> {
    if (building !== undefined && building.end === undefined) return right(building.generation.id);
    return buildFresh(
      current === undefined ? (building?.generation.id ?? base) : nextOf(base, current.generation.id),
    );
  }

  function whenRebuilt(): Promise<Either<StoreError, string>> {
    return new Promise(resolve => {
      rebuilt.push(resolve);
    });
  }

  function giveUpRebuild(end: TrackEnd): void {
    const detail = 'detail' in end ? end.detail : `the views under construction have ${end.kind}`;
    for (const tell of rebuilt.splice(0)) tell(left({ kind: 'unavailable', detail }));
  }

  /** Lets the new views take over once they are as far as the old ones. */
  async function takeOver(): Promise<void> {
    const next = building;
    if (closed || next === undefined || isTakingOver) return;
    isTakingOver = true;
    try {
      // The first question makes the store put up its indexes, while the old views are still kept up.
      await next.generation.find(collections[0]?.name ?? '', { limit: 1 })();
      current?.abort.abort();
      await current?.track?.end;
      // Another process may have led the current ones further.
      const stands = (await current?.generation.checkpoint())?.seq ?? -1;
      if (next.progress.seq < Math.max(stands, current?.progress.seq ?? -1)) return;
      rightOf(await store.promote(next.generation.id)());
      const { waiting: _, ...progress } = next.progress;
      next.progress = progress;
      current = next;
      building = undefined;
      for (const tell of rebuilt.splice(0)) tell(right(next.generation.id));
    } catch (error) {
      if (isGone(error)) {
        next.abort.abort();
        building = undefined;
        giveUpRebuild({ kind: 'dropped' });
      } else next.progress = { ...next.progress, waiting: messageOf(error) };
      setTimeout(() => void turn(building === next ? takeOver : start), TAKE_OVER_AGAIN_MS).unref();
    } finally {
      isTakingOver = false;
      goOn();
      announce();
    }
  }

  /** Where the new views have not taken over, the old ones are kept up. */
  function goOn(): void {
    if (closed || current?.track === undefined || !current.abort.signal.aborted) return;
    current = advance(current.generation, true);
  }

  async function lookAhead(): Promise<void> {
    const newest = await log.head().catch(() => undefined);
    head = Math.max(head, (newest?.count ?? 0) - 1);
  }

  function announce(): void {
    if (!closed) told.next(status());
  }

  function status(): Status {
    return statusOf({ closed, head, current, building, trouble });
  }

  async function close(): Promise<void> {
    closed = true;
    nudges.unsubscribe();
    for (const side of [current, building]) side?.abort.abort();
    await started;
    for (const side of [current, building]) {
      side?.abort.abort();
      await side?.track?.end;
    }
    giveUpRebuild({ kind: 'ended' });
    told.next(status());
    told.complete();
  }
}

/** Is it that another process has dropped what was to be promoted? */
const isGone = (error: unknown): boolean =>
  error instanceof StoreFailure && ['refused', 'dropped'].includes(error.failure.kind);

function rightOf<A>(result: Either<StoreError, A>): A {
  if (isLeft(result)) throw new StoreFailure(result.left);
  return result.right;
}
