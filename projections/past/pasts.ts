import type { EventLog } from '../../services/event-log/port';
import type { Reading } from '../stores';
import type { Views } from '../views';
import { openPast, type Past } from './past';
import type { PastPoint } from './stream';

/** Pasts that were asked for lately, so that turning a page does not fold them again. */
export interface Pasts {
  at(now: Reading, point: PastPoint): Past;
  close(): Promise<void>;
}

/** How many are kept open; the least lately used is closed first. */
const KEPT = 4;
/** One that makes room may still be read from by requests under way. */
const GRACE_MS = 60_000;

export function openPasts(log: EventLog, views: Views): Pasts {
  const kept = new Map<string, { readonly now: Reading; readonly past: Past }>();
  const leaving = new Map<Past, NodeJS.Timeout>();

  function leave(past: Past): void {
    const close = (): void => {
      leaving.delete(past);
      void past.close();
    };
    leaving.set(past, setTimeout(close, GRACE_MS).unref());
  }

  return {
    at(now, point) {
      const key = `${point.upTo} ${point.asOf ?? ''}`;
      const known = kept.get(key);
      kept.delete(key);
      // Other views may have taken over since.
      const found = known?.now === now ? known : { now, past: openPast(log, now, views, point) };
      if (known !== undefined && known !== found) leave(known.past);
      kept.set(key, found);
      const [oldest] = kept.size > KEPT ? kept : [];
      if (oldest !== undefined) {
        kept.delete(oldest[0]);
        leave(oldest[1].past);
      }
      return found.past;
    },
    async close() {
      const open = [...[...kept.values()].map(k => k.past), ...leaving.keys()];
      for (const timer of leaving.values()) clearTimeout(timer);
      await Promise.all(open.map(past => past.close()));
    },
  };
}
