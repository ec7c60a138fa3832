import type { EventLog } from '../../services/event-log';
import { realisticLog } from '../projections/realistic-log';

/** Fills a log with requirements whose lives are interleaved, about ten events each. */
export async function fill(log: EventLog, requirements: number): Promise<number> {
  let count = 0;
  let waiting: Promise<unknown>[] = [];
  for (const { stream, revision, entry } of realisticLog({ requirements, open: 2_000 })) {
    waiting.push(log.append(stream, revision === 0 ? 'none' : revision - 1, [entry])());
    count++;
    if (waiting.length < 1_000) continue;
    await Promise.all(waiting);
    waiting = [];
  }
  await Promise.all(waiting);
  return count;
}
