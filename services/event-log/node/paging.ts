import { setImmediate } from 'node:timers/promises';
import type { Entry } from '../port';

const FIRST_PAGE = 8;
const LARGEST_PAGE = 400;
/** What a page may hold, give or take, so that many readers do not hold much. */
const PAGE_CHARS = 1024 * 1024;

/**
 * Entries from short looks into the log, the next after what the last gave. `page` is asked with a limit and the last
 * entry given so far; an empty answer ends it. In between others get their turn.
 */
export async function* paged(
  page: (limit: number, last: Entry | undefined) => readonly Entry[],
  signal: AbortSignal,
): AsyncGenerator<readonly Entry[]> {
  let limit = FIRST_PAGE;
  let last: Entry | undefined;
  while (!signal.aborted) {
    const entries = page(limit, last);
    last = entries.at(-1);
    if (last === undefined) return;
    yield entries;
    if (entries.length < limit) return;
    limit = fitting(entries);
    await setImmediate();
  }
}

function fitting(entries: readonly Entry[]): number {
  const size = entries.reduce((sum, entry) => sum + entry.data.length + entry.metadata.length, 1);
  return Math.min(LARGEST_PAGE, Math.max(1, Math.floor((PAGE_CHARS * entries.length) / size)));
}
