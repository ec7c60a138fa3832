import { left } from 'fp-ts/Either';
import type { TaskEither } from 'fp-ts/TaskEither';
import { MAX_APPEND_BYTES, type Appended, type AppendError } from '../port';
import { isStorable, NOT_STORABLE, sizeOf } from '../storable';
import type { Append, GroupWriter, Outcome } from './transaction';

/** What one transaction takes at most, so that reads and other work get their turn between two. */
const MAX_GROUP_BYTES = 8 * 1024 * 1024;
const MAX_GROUP_ENTRIES = 4_000;

interface Waiting {
  readonly append: Append;
  readonly bytes: number;
  readonly settle: (outcome: Outcome) => void;
}

export interface Queue {
  append(append: Append): TaskEither<AppendError, Appended>;
  /** Refuses what comes from now on and resolves when all that waits has been written and answered. */
  drain(): Promise<void>;
}

/**
 * Group commit: appends that come while others are written wait together, and go into the next transaction together.
 * `committed` is called after each commit that stored something, before anybody is answered; `answered` after.
 */
export function createQueue(
  writer: GroupWriter,
  committed: (position: number) => void,
  answered: (position: number) => void,
  maxAppendBytes = MAX_APPEND_BYTES,
): Queue {
  let waiting: Waiting[] = [];
  let scheduled = false;
  let drained: (() => void) | undefined;

  function schedule(): void {
    if (scheduled) return;
    scheduled = true;
    setImmediate(flush);
  }

  function flush(): void {
    scheduled = false;
    const group = takeGroup();
    const before = writer.head();
    const outcomes = writer.write(group.map(one => one.append));
    const after = writer.head();
    if (after !== before) committed(after);
    outcomes.forEach((outcome, index) => group[index]?.settle(outcome));
    if (waiting.length > 0) schedule();
    else drained?.();
    if (after !== before) answered(after);
  }

  function takeGroup(): Waiting[] {
    let bytes = 0;
    let entries = 0;
    let count = 0;
    for (const one of waiting) {
      bytes += one.bytes;
      entries += one.append.entries.length;
      if (count > 0 && (bytes > MAX_GROUP_BYTES || entries > MAX_GROUP_ENTRIES)) break;
      count += 1;
    }
    const group = waiting.slice(0, count);
    waiting = waiting.slice(count);
    return group;
  }

  const append =
    (wanted: Append): TaskEither<AppendError, Appended> =>
    () => {
      if (drained !== undefined)
        return Promise.resolve(left({ kind: 'unavailable', detail: 'the log is closed' }));
      if (!wanted.entries.every(isStorable)) return Promise.reject(new TypeError(NOT_STORABLE));
      const bytes = sizeOf(wanted.entries);
      if (bytes > maxAppendBytes) {
        return Promise.resolve(left({ kind: 'too-large', bytes, limit: maxAppendBytes }));
      }
      return new Promise(settle => {
        waiting.push({ append: wanted, bytes, settle });
        schedule();
      });
    };

  const drain = (): Promise<void> =>
    new Promise(resolve => {
      drained = resolve;
      schedule();
    });

  return { append, drain };
}
