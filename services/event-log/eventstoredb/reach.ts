import type { Reach } from '../port';

export interface ReachKeeper {
  readonly now: () => Reach;
  readonly reached: () => void;
  readonly lost: (detail: string) => void;
  /** Milliseconds since when it does not answer; 0 while it does. */
  readonly lostFor: () => number;
}

/** Remembers whether the server answered last, and since when it does not. */
export function keepReach(): ReachKeeper {
  let reach: Reach = { state: 'reached' };
  let lostAt = 0;
  return {
    now: () => reach,
    reached: () => {
      if (reach.state === 'lost') reach = { state: 'reached' };
    },
    lost: detail => {
      if (reach.state === 'reached') lostAt = performance.now();
      reach = { state: 'lost', since: reach.state === 'lost' ? reach.since : Date.now(), detail };
    },
    lostFor: () => (reach.state === 'lost' ? performance.now() - lostAt : 0),
  };
}
