import { setTimeout as wait } from 'node:timers/promises';
import type { Door } from './door';
import { type Failure, failureOf, GivenUp, isAstray, isSilence } from './failures';
import type { Link } from './link';
import type { ReachKeeper } from './reach';
import type { Timings } from './settings';

export interface Patience {
  /** Milliseconds for one try, and for all. */
  readonly each: number;
  readonly all: number;
}

export type Tried<A> =
  { readonly done: true; readonly value: A } | { readonly done: false; readonly failure: Failure };

/** Tries until it goes well, fails for good, or its time is over. */
export interface Tries {
  <A>(patience: Patience, work: (door: Door, limit: number) => Promise<A>): Promise<Tried<A>>;
}

const CLOSED = { done: false, failure: { kind: 'passing', detail: 'the log is closed' } } as const;

export function createTries(link: Link, reach: ReachKeeper, timings: Timings): Tries {
  return async (patience, work) => {
    // Callers wait for one another: while it is known that nobody answers, none of them waits for long.
    const isKnown = reach.lostFor() > patience.all;
    const end = performance.now() + (isKnown ? Math.min(patience.all, timings.backOffMost) : patience.all);
    let pause = timings.backOff;
    for (;;) {
      if (link.closed.aborted) return CLOSED;
      const begun = performance.now();
      const door = link.door();
      const limit = Math.max(1, Math.min(patience.each, end - begun));
      try {
        const value = await within(limit, work(door, limit));
        door.heard = performance.now();
        reach.reached();
        return { done: true, value };
      } catch (error) {
        const failure = failureOf(error);
        if (failure.kind === 'passing' || failure.kind === 'denied') reach.lost(failure.detail);
        else reach.reached();
        if (failure.kind !== 'passing') return { done: false, failure };
        // A server that is only slow has answered others meanwhile; a silent connection is not waited for again.
        if (isAstray(error) || (isSilence(error) && (door.heard ?? 0) <= begun)) link.replace(door);
        if (performance.now() + pause >= end) return { done: false, failure };
        await wait(pause, undefined, { signal: link.closed }).catch(() => undefined);
        pause = Math.min(pause * 2, timings.backOffMost);
      }
    }
  };
}

/** The work's outcome, or `GivenUp` when the time is over, whatever the work does then. */
async function within<A>(limit: number, work: Promise<A>): Promise<A> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new GivenUp(`no answer within ${Math.round(limit)} ms`)), limit);
  });
  try {
    return await Promise.race([work, over]);
  } finally {
    clearTimeout(timer);
    // What fails after it was given up is nobody's concern.
    work.catch(() => undefined);
  }
}
