import type { Position } from '../port';
import type { Reader } from './reader';

export interface Place {
  readonly count: number;
  readonly position: Position;
}

/**
 * How many entries there are: the server does not know. Counted by reading on from where was counted to last; who asks
 * meanwhile shares the counting. The hint is used only after an entry has been seen to lie exactly there.
 */
export function createCounter(reader: Reader, hint: Place | undefined): () => Promise<Place | undefined> {
  let place: Place | undefined;
  let begun = hint === undefined;
  let counting: Promise<Place | undefined> | undefined;

  async function count(): Promise<Place | undefined> {
    if (!begun && hint !== undefined && (await reader.liesAt(hint.position))) place = hint;
    begun = true;
    for await (const entries of reader.readAll(place?.position, COUNT_BATCH)) {
      const last = entries.at(-1);
      if (last !== undefined)
        place = { count: (place?.count ?? 0) + entries.length, position: last.position };
    }
    return place;
  }

  return async () => {
    // One that began before this was asked may have missed what the asker knows to be stored.
    if (counting !== undefined) await counting.catch(() => undefined);
    counting ??= count().finally(() => {
      counting = undefined;
    });
    return counting;
  };
}

const COUNT_BATCH = 1_000;
