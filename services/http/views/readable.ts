import { firstValueFrom, merge, filter, take, timer, startWith, fromEvent } from 'rxjs';
import type { Runner } from '../../../projections';

/** Waits until there are views to read from, but no longer than the milliseconds given, nor than until the signal. */
export async function readable(runner: Runner, ms: number, until?: AbortSignal): Promise<boolean> {
  const there = runner.progress.pipe(
    startWith(undefined),
    filter(() => runner.generation() !== undefined),
  );
  const given = merge(there, timer(ms), ...(until === undefined ? [] : [fromEvent(until, 'abort')]));
  if (until?.aborted !== true) await firstValueFrom(given.pipe(take(1)), { defaultValue: undefined });
  return runner.generation() !== undefined;
}
