import type { ExpectedRevision } from '../port';
import type { NodeLog } from '../sqlite/node-log';

/** Where streams will stand when what is on its way has been written. A guess: the log itself decides. */
export interface Forecast {
  head(stream: string): ExpectedRevision;
  /** An append is on its way; call what is returned when it has been answered. */
  expect(stream: string, expected: ExpectedRevision, count: number): (succeeded: boolean) => void;
}

export function createForecast(log: Pick<NodeLog, 'lastRevision'>): Forecast {
  const ahead = new Map<string, { head: ExpectedRevision; waiting: number }>();

  const stored = (stream: string): ExpectedRevision => log.lastRevision(stream) ?? 'none';
  const head = (stream: string): ExpectedRevision => ahead.get(stream)?.head ?? stored(stream);

  function expect(stream: string, expected: ExpectedRevision, count: number) {
    // What expects another revision will fail, and moves nothing.
    if (head(stream) !== expected) return () => undefined;
    const guess = ahead.get(stream) ?? { head: expected, waiting: 0 };
    guess.head = (expected === 'none' ? -1 : expected) + count;
    guess.waiting += 1;
    ahead.set(stream, guess);
    return (succeeded: boolean): void => {
      guess.waiting -= 1;
      if ((guess.waiting === 0 || !succeeded) && ahead.get(stream) === guess) ahead.delete(stream);
    };
  }

  return { head, expect };
}
