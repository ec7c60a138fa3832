import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { type Either, isLeft, left, right } from 'fp-ts/Either';
import type { Logger } from 'pino';
import { BehaviorSubject, filter, firstValueFrom, map, race, take, throttleTime, timer } from 'rxjs';
import {
  type Behind,
  collectionsOf,
  type Generation,
  type Runner,
  type Status,
  type StoreError,
  views as allViews,
  type ViewStore,
} from '../../../projections';
import type { EventLog } from '../../event-log/port';
import type { Reply, Request, ThreadData } from './messages';

export interface RemoteRunnerOptions {
  readonly log: EventLog;
  /** What the service itself reads from; the thread has a connection of its own. */
  readonly store: ViewStore;
  readonly uris: ThreadData;
  readonly logger: Logger;
}

const STARTING: Status = { state: 'starting', seq: -1, head: -1, lagging: 0, parked: 0 };
const NUDGE_MS = 10;
const RESTART_MS = 1_000;
const CLOSE_MS = 5_000;

type Settle = (reply: Reply | undefined) => void;

/** A runner whose folding is done in a thread of its own. Reading is done here, on the store's own connection. */
export function startRemoteRunner({ log, store, uris, logger }: RemoteRunnerOptions): Runner {
  const collections = collectionsOf(allViews);
  const told = new BehaviorSubject<Status>(STARTING);
  const calls = new Map<number, Settle>();
  let generation: Generation | undefined;
  let lastCall = 0;
  let closing = false;
  let applied: Promise<void> = Promise.resolve();
  let worker = spawn();
  let head = -1;
  // Under load one nudge speaks for all that is appended meanwhile: both threads have better things to do.
  const nudges = log.tail
    .pipe(throttleTime(NUDGE_MS, undefined, { leading: true, trailing: true }))
    .subscribe({ next: () => void lookAhead(), error: () => undefined });

  async function lookAhead(): Promise<void> {
    post({ kind: 'appended' });
    // A log that is out of reach says so by itself, and the next nudge looks again.
    const newest = await log.head().catch(() => undefined);
    head = Math.max(head, (newest?.count ?? 0) - 1);
  }

  function spawn(): Worker {
    const next = new Worker(join(__dirname, 'thread.js'), { workerData: uris });
    next.on('message', (reply: Reply) => {
      if (reply.kind === 'status') applied = applied.then(() => apply(reply.status));
      else settle(reply);
    });
    next.on('error', error => logger.error({ err: error }, 'the thread of the views failed'));
    next.on('exit', () => {
      for (const settled of calls.values()) settled(undefined);
      calls.clear();
      if (closing) return;
      told.next({
        ...told.value,
        state: 'waiting',
        detail: 'the thread of the views ended; it is started again',
      });
      setTimeout(() => {
        if (!closing) worker = spawn();
      }, RESTART_MS).unref();
    });
    return next;
  }

  /** The views to read from are opened before anybody is told of them, and kept while the thread begins again. */
  async function apply(status: Status): Promise<void> {
    if (status.generation !== undefined && status.generation !== generation?.id) {
      const opened = await store.openExisting(status.generation, collections)();
      if (isLeft(opened)) logger.error({ detail: opened.left.detail }, 'the views cannot be opened');
      else generation = opened.right;
    }
    if (!closing) told.next(status);
  }

  function post(request: Request): void {
    worker.postMessage(request);
  }

  function settle(reply: Exclude<Reply, { readonly kind: 'status' }>): void {
    calls.get(reply.call)?.(reply);
    calls.delete(reply.call);
  }

  /** Undefined where the thread ended before it answered. */
  function ask(request: (call: number) => Request): Promise<Reply | undefined> {
    const call = ++lastCall;
    return new Promise(resolve => {
      calls.set(call, resolve);
      post(request(call));
    });
  }

  async function rebuild(): Promise<Either<StoreError, string>> {
    const reply = await ask(call => ({ kind: 'rebuild', call }));
    await applied;
    if (reply?.kind === 'rebuilt') return reply.result;
    return left({
      kind: 'unavailable',
      detail: reply?.kind === 'failed' ? reply.detail : 'the views are closing',
    });
  }

  async function refold(stream: string): Promise<string | undefined> {
    const reply = await ask(call => ({ kind: 'refold', call, stream }));
    await applied;
    if (reply?.kind === 'failed') throw new Error(reply.detail);
    return reply?.kind === 'refolded' ? reply.why : undefined;
  }

  async function caughtUp(seq: number, deadlineMs: number): Promise<Either<Behind, number>> {
    const there = told.pipe(
      filter(status => status.seq >= seq),
      map(status => right(status.seq)),
    );
    const late = timer(deadlineMs).pipe(map(() => left(behind(seq))));
    return firstValueFrom(race(there, late).pipe(take(1)), { defaultValue: left(behind(seq)) });
  }

  const behind = (wanted: number): Behind => {
    const { seq, state } = told.value;
    return { kind: 'behind', seq, wanted, state };
  };

  async function close(): Promise<void> {
    closing = true;
    nudges.unsubscribe();
    const ended = new Promise<void>(resolve => worker.once('exit', () => resolve()));
    post({ kind: 'close' });
    const abort = new AbortController();
    const late = sleep(CLOSE_MS, undefined, { signal: abort.signal }).then(
      () => worker.terminate(),
      () => undefined,
    );
    await Promise.race([ended, late]);
    abort.abort();
    told.next({ ...told.value, state: 'closed' });
    told.complete();
  }

  /** How far the log is, is known here: a thread that hangs must show as a lag. */
  function status(): Status {
    const known = Math.max(head, told.value.head);
    return { ...told.value, head: known, lagging: Math.max(0, known - told.value.seq) };
  }

  return {
    status,
    progress: told.asObservable(),
    generation: () => generation,
    caughtUp: (seq, deadlineMs) => () => caughtUp(seq, deadlineMs),
    rebuild: () => rebuild,
    refold,
    close,
  };
}
