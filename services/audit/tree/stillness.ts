import type { TreeStatus } from './status';

/** Tells for how long records have waited for a checkpoint while the tree did not move. */
export interface Stillness {
  /**
   * In milliseconds, as of the last looks, so that it begins at the first: 0 where nothing waits, or something has moved
   * since. It is looked at as often as anybody wants to know. `records`: so many does the log hold.
   */
  look(tree: TreeStatus, records: number): number;
}

/** A tree that is made anew moves too, long before there is a checkpoint. `now`: a clock that does not jump. */
export function stillnessOf(now: () => number = () => performance.now()): Stillness {
  let moved: string | undefined;
  let since = 0;
  return {
    look: ({ size, seen, pulse = '' }, records) => {
      const place = records <= size ? undefined : `${size} ${seen} ${pulse}`;
      if (place === undefined || place !== moved) since = now();
      moved = place;
      return now() - since;
    },
  };
}
