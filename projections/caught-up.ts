import { type Either, left, right } from 'fp-ts/Either';
import { type Observable, Subscription } from 'rxjs';
import type { Status } from './status';

/** The views were not as far as was asked for when the time was up. */
export interface Behind {
  readonly kind: 'behind';
  readonly seq: number;
  readonly wanted: number;
  readonly state: Status['state'];
}

/** Waits until the documents of a record are visible; the observable gives the status as it is, and every change of it. */
export function caughtUp(
  progress: Observable<Status>,
  seq: number,
  deadlineMs: number,
): Promise<Either<Behind, number>> {
  return new Promise(resolve => {
    let latest: Status | undefined;
    const waiting = new Subscription();
    const done = (result: Either<Behind, number>): void => {
      clearTimeout(timer);
      waiting.unsubscribe();
      resolve(result);
    };
    const late = (): void =>
      done(left({ kind: 'behind', seq: latest?.seq ?? -1, wanted: seq, state: latest?.state ?? 'closed' }));
    const timer = setTimeout(late, deadlineMs);
    waiting.add(
      progress.subscribe({
        next: status => {
          latest = status;
          if (status.seq >= seq) done(right(status.seq));
        },
        complete: late,
      }),
    );
  });
}
