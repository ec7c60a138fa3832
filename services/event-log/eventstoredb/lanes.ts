/** Work in lanes: in one lane one thing after the other, in different lanes at the same time. */
export interface Lanes {
  run<A>(lane: string, work: () => Promise<A>): Promise<A>;
  /** Resolves when nothing runs or waits. */
  idle(): Promise<void>;
}

export function createLanes(): Lanes {
  const last = new Map<string, Promise<unknown>>();
  return {
    run: (lane, work) => {
      const before = last.get(lane);
      // Alone in its lane it begins at once, so that what is sent together goes out in the order it was sent.
      const done = before === undefined ? work() : before.then(work, work);
      const settled = done
        .catch(() => undefined)
        .finally(() => {
          if (last.get(lane) === settled) last.delete(lane);
        });
      last.set(lane, settled);
      return done;
    },
    idle: async () => {
      while (last.size > 0) await Promise.all(last.values());
    },
  };
}
