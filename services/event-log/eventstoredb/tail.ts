import { setTimeout as wait } from 'node:timers/promises';
import type { ReadResp } from '@eventstore/db-client/generated/streams_pb';
import { Observable, share, Subject, takeUntil } from 'rxjs';
import type { Position } from '../port';
import { positionOf } from './codec';
import { detailOf } from './failures';
import type { Link } from './link';
import { comparePositions } from './position';
import type { ReachKeeper } from './reach';
import type { Reader } from './reader';
import { subscribeRequest } from './requests';
import type { Settings } from './settings';

export interface Tail {
  readonly nudges: Observable<Position>;
  /** Is there a subscription that shows what is stored now? */
  readonly listens: () => boolean;
  /** Something is stored up to here. */
  readonly tell: (position: Position) => void;
  readonly complete: () => void;
}

/** Entries of one append come one by one, and the answer to our own is under way. */
const GATHER_MS = 10;

interface Parts {
  readonly link: Link;
  readonly reach: ReachKeeper;
  readonly reader: Reader;
  readonly settings: Settings;
  /** Told of each entry that the subscription shows. */
  readonly saw: (id: string, position: Position) => void;
}

/**
 * Nudges of what this log appends and, while somebody listens, of what comes from elsewhere, by a subscription that is
 * made again whenever it ends. A subscription only says that there is something; which is the newest is asked, since an
 * append's entries come one by one.
 */
export function createTail({ link, reach, reader, settings, saw }: Parts): Tail {
  const { timings, prefix } = settings;
  let listens = false;
  const nudges = new Subject<Position>();
  const closed = new Subject<void>();
  let newest: Position | undefined;
  let looking: Promise<void> | undefined;
  let due: Position | 'unknown' | undefined;

  const isNews = (position: Position): boolean =>
    newest === undefined || comparePositions(position, newest) > 0;

  function tell(position: Position): void {
    if (!isNews(position)) return;
    newest = position;
    nudges.next(position);
  }

  /**
   * One question at a time, and one more for all that was heard during it; none where what was heard turns out to be our
   * own, told by its answer.
   */
  function look(upTo: Position | 'unknown'): void {
    due = due === 'unknown' ? due : upTo;
    looking ??= lookAround()
      .catch(() => undefined)
      .finally(() => {
        looking = undefined;
      });
  }

  async function lookAround(): Promise<void> {
    while (due !== undefined) {
      await wait(GATHER_MS);
      const upTo = due;
      due = undefined;
      if (upTo !== 'unknown' && !isNews(upTo)) continue;
      const found = await reader.newest();
      if (found !== undefined) tell(found.position);
    }
  }

  /** Resolves or rejects when the subscription is over. `heard` is called at each sign of life. */
  async function subscription(heard: () => void, signal: AbortSignal): Promise<void> {
    const door = link.door();
    const call = await door.reading(subscribeRequest({ prefix }), 'forever');
    const cancel = (): void => call.cancel();
    signal.addEventListener('abort', cancel);
    if (signal.aborted) cancel();
    return new Promise<void>((resolve, reject) => {
      call.on('data', (answer: ReadResp) => {
        heard();
        // Between two subscriptions something may have come.
        if (answer.hasConfirmation()) {
          listens = true;
          look('unknown');
        }
        const recorded = answer.getEvent()?.getEvent();
        if (recorded === undefined) return;
        const position = positionOf(recorded);
        saw(recorded.getId()?.getString() ?? '', position);
        if (isNews(position)) look(position);
      });
      call.on('error', reject);
      call.on('end', resolve);
      call.on('close', resolve);
    }).finally(() => {
      listens = false;
      signal.removeEventListener('abort', cancel);
    });
  }

  async function listen(signal: AbortSignal): Promise<void> {
    let pause = timings.backOff;
    const heard = (): void => {
      pause = timings.backOff;
      reach.reached();
    };
    const isOver = (): boolean => signal.aborted;
    while (!isOver()) {
      const detail = await subscription(heard, signal).then(
        () => 'the subscription was ended',
        (error: unknown) => detailOf(error),
      );
      if (isOver()) return;
      reach.lost(detail);
      await wait(pause, undefined, { signal }).catch(() => undefined);
      pause = Math.min(pause * 2, timings.backOffMost);
    }
  }

  const listening = new Observable<Position>(subscriber => {
    const stop = new AbortController();
    void listen(stop.signal);
    const subscription = nudges.subscribe(subscriber);
    return () => {
      stop.abort();
      subscription.unsubscribe();
    };
  }).pipe(takeUntil(closed), share());

  return {
    nudges: listening,
    listens: () => listens,
    tell,
    complete: () => {
      closed.next();
      nudges.complete();
    },
  };
}
