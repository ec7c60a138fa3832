import { isLeft, left } from 'fp-ts/Either';
import { BehaviorSubject } from 'rxjs';
import { messageOf } from '../contracts/thrown';
import type { EventLog } from '../services/event-log/port';
import { caughtUp } from './caught-up';
import { collectionsOf } from './generations';
import type { Runner } from './runner';
import { placeOf } from './standing';
import type { Status } from './status';
import { type Generation, StoreFailure, type ViewStore } from './stores';
import { parkedCollection } from './stream';
import { views as allViews } from './views';

export interface ReadingRunnerOptions {
  readonly log: EventLog;
  readonly store: ViewStore;
  /** How often the store is asked while somebody waits, and while nobody does. Default 10 and 250 ms. */
  readonly waitingMs?: number;
  readonly idleMs?: number;
}

/** So long the views may stand still, behind the log, before it is said that nobody advances them. */
const STILL_MS = 5_000;
/** How often it is looked for parked streams. */
const PARKED_MS = 1_000;

const STARTING: Status = { state: 'starting', seq: -1, head: -1, lagging: 0, parked: 0 };

const ELSEWHERE =
  'this instance serves only (KRAVSPOR_ROLE=api); ask one that has KRAVSPOR_ROLE=projector or =all';

/**
 * Views that other processes keep up: what the store says of them is looked for again and again, more often while somebody
 * waits. Nothing is folded here.
 */
export function startReadingRunner(options: ReadingRunnerOptions): Runner {
  const { log, store, waitingMs = 10, idleMs = 250 } = options;
  const collections = collectionsOf(allViews);
  const told = new BehaviorSubject<Status>(STARTING);
  let generation: Generation | undefined;
  let closed = false;
  let waiting = 0;
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> | undefined;
  let moved = performance.now();
  let counted = -Infinity;
  const nudges = log.tail.subscribe({ next: soon, error: () => undefined });

  async function look(): Promise<void> {
    try {
      const status = await present();
      if (!closed) told.next(status);
    } catch (error) {
      const detail = messageOf(error);
      if (!closed) told.next({ ...told.value, state: 'waiting', detail });
    }
  }

  async function present(): Promise<Status> {
    const id = await store.current();
    if (id !== undefined && id !== generation?.id) {
      const opened = await store.openExisting(id, collections)();
      if (isLeft(opened)) throw new StoreFailure(opened.left);
      // Views of another log must not be shown as those of this one.
      const stands = await opened.right.checkpoint();
      const isOurs = stands === undefined || (await placeOf(log, opened.right, stands)) !== undefined;
      generation = isOurs ? opened.right : undefined;
    }
    const head = ((await log.head())?.count ?? 0) - 1;
    if (generation === undefined) return { ...STARTING, state: 'building', head, lagging: head + 1 };
    const seq = (await generation.checkpoint())?.seq ?? -1;
    if (seq !== told.value.seq || seq >= head) moved = performance.now();
    const isStill = performance.now() - moved > STILL_MS;
    const common = {
      seq,
      head,
      lagging: Math.max(0, head - seq),
      parked: await parked(generation),
      generation: generation.id,
    };
    if (isStill) return { ...common, state: 'waiting', detail: 'no instance advances the views' };
    return { ...common, state: seq >= head ? 'live' : 'catching-up' };
  }

  async function parked(from: Generation): Promise<number> {
    if (performance.now() - counted < PARKED_MS) return told.value.parked;
    counted = performance.now();
    const page = await from.find(parkedCollection.name, { limit: 1 })();
    return isLeft(page) ? told.value.parked : page.right.total;
  }

  /** One look at a time; the next when its time has come. */
  function again(): void {
    looking ??= look().finally(() => {
      looking = undefined;
      if (!closed) timer = setTimeout(again, waiting > 0 ? waitingMs : idleMs).unref();
    });
  }

  function soon(): void {
    if (closed || looking !== undefined) return;
    clearTimeout(timer);
    again();
  }

  async function waitFor(seq: number, deadlineMs: number) {
    waiting++;
    soon();
    try {
      return await caughtUp(told, seq, deadlineMs);
    } finally {
      waiting--;
    }
  }

  again();
  return {
    status: () => told.value,
    progress: told.asObservable(),
    generation: () => generation,
    caughtUp: (seq, deadlineMs) => () => waitFor(seq, deadlineMs),
    rebuild: () => () => Promise.resolve(left({ kind: 'refused', detail: ELSEWHERE })),
    refold: () => Promise.reject(new Error(ELSEWHERE)),
    close: async () => {
      closed = true;
      clearTimeout(timer);
      nudges.unsubscribe();
      await looking;
      told.next({ ...told.value, state: 'closed' });
      told.complete();
    },
  };
}
