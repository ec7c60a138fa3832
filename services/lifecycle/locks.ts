/** Runs a task while it alone holds all the named locks; taken in one order, so that two tasks never wait on each other. */
export function keyedLocks(): <A>(keys: readonly string[], task: () => Promise<A>) => Promise<A> {
  const tails = new Map<string, Promise<unknown>>();

  function held<A>(key: string, task: () => Promise<A>): Promise<A> {
    const before = tails.get(key);
    const run = before === undefined ? task() : before.then(task, task);
    tails.set(key, run);
    const release = (): void => {
      if (tails.get(key) === run) tails.delete(key);
    };
    run.then(release, release);
    return run;
  }

  return (keys, task) =>
    [...new Set(keys)].sort().reduceRight<typeof task>((inner, key) => () => held(key, inner), task)();
}
