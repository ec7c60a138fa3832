import { Observable, share, takeUntil } from 'rxjs';
import type { Database } from '../../sqlite';
import type { Position } from '../port';
import { toPosition } from './position';

const POLL_MS = 20;

/**
 * Follows a log that another connection writes to: asks SQLite every 20 ms whether the file has changed. The timer runs
 * while somebody listens, and keeps no process alive.
 */
export function pollTail(
  database: Database,
  newest: () => number,
  closed: Observable<unknown>,
): Observable<Position> {
  const version = database.prepare('PRAGMA data_version');
  return new Observable<Position>(subscriber => {
    let seen = version.get()?.['data_version'];
    let known = newest();
    const poll = (): void => {
      const now = version.get()?.['data_version'];
      if (now === seen) return;
      const position = newest();
      seen = now;
      if (position === known) return;
      known = position;
      subscriber.next(toPosition(position));
    };
    const timer = setInterval(() => {
      try {
        poll();
      } catch (error) {
        subscriber.error(error);
      }
    }, POLL_MS).unref();
    return () => clearInterval(timer);
  }).pipe(takeUntil(closed), share());
}
