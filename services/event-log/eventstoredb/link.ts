import { setMaxListeners } from 'node:events';
import type { Address } from './address';
import { Door } from './door';
import type { Timings } from './settings';

/** The way to the server: one door at a time, replaced where nothing comes through it any more. */
export interface Link {
  readonly door: () => Door;
  /** Gives this door up, if it is still the one in use. What waits at it fails at once. */
  readonly replace: (door: Door) => void;
  /** Given when the link is closed: nothing is tried any more. */
  readonly closed: AbortSignal;
  readonly close: () => Promise<void>;
}

export function createLink(address: Address, timings: Timings): Link {
  const closing = new AbortController();
  // Whatever is being tried waits for it: as many as there are appends and reads under way.
  setMaxListeners(0, closing.signal);
  let opened = 0;
  // Channels of the same options share their connections, so each door asks a millisecond later than the one before.
  const open = (): Door =>
    new Door(address, {
      interval: timings.keepAlive + (opened++ % 1_000),
      timeout: timings.keepAliveTimeout,
    });
  let door = open();
  return {
    door: () => door,
    replace: given => {
      if (given !== door || closing.signal.aborted) return;
      door = open();
      void given.shut();
    },
    closed: closing.signal,
    close: () => {
      closing.abort();
      return door.shut();
    },
  };
}
