import type { Reach } from '../port';

export interface ReachKeeper {
  readonly now: () => Reach;
  readonly reached: () => void;
  readonly lost: (detail: string) => void;
}

/** Remembers whether the server answered last, and since when it does not. */
export function keepReach(): ReachKeeper {
  let reach: Reach = { state: 'reached' };
  return {
    now: () => reach,
    reached: () => {
      if (reach.state === 'lost') reach = { state: 'reached' };
    },
    lost: detail => {
      reach = { state: 'lost', since: reach.state === 'lost' ? reach.since : Date.now(), detail };
    },
  };
}
