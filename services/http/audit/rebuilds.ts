import { isLeft } from 'fp-ts/Either';
import type { Runner } from '../../../projections';

/** Views built anew beside those in use. */
export type Rebuild =
  | { readonly state: 'none' }
  | { readonly state: 'running'; readonly started: string; readonly done: number; readonly total: number }
  | { readonly state: 'done'; readonly started: string; readonly ended: string; readonly generation: string }
  | { readonly state: 'failed'; readonly started: string; readonly ended: string; readonly detail: string };

export interface Rebuilds {
  /** Starts one, or gives the one that runs. */
  readonly start: () => Rebuild;
  readonly latest: () => Rebuild;
}

/** Builds all views anew while the old ones serve; they take over when they have caught up. */
export function createRebuilds(runner: Runner): Rebuilds {
  let latest: Rebuild = { state: 'none' };

  function progress(): Rebuild {
    if (latest.state !== 'running') return latest;
    const { building, head } = runner.status();
    return { ...latest, done: (building?.seq ?? -1) + 1, total: head + 1 };
  }

  function start(): Rebuild {
    if (latest.state === 'running') return progress();
    const started = new Date().toISOString();
    latest = { state: 'running', started, done: 0, total: runner.status().head + 1 };
    void runner
      .rebuild()()
      .then(built => {
        const ended = new Date().toISOString();
        latest = isLeft(built)
          ? { state: 'failed', started, ended, detail: built.left.detail }
          : { state: 'done', started, ended, generation: built.right };
      });
    return latest;
  }

  return { start, latest: progress };
}
