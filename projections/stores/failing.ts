import { left, right } from 'fp-ts/Either';
import type { TaskEither } from 'fp-ts/TaskEither';
import { type StoreError, StoreFailure } from './port';

/** How a store tells what has befallen the place it keeps documents in. */
export interface Failing {
  /** Runs `work`; what can befall the place comes out on the left, everything else is a bug and rejects. */
  readonly attempting: <A>(place: string, work: () => A | Promise<A>) => TaskEither<StoreError, A>;
  /** Runs a read; what can befall the place comes out as `StoreFailure`. */
  readonly reading: <A>(place: string, work: () => A | Promise<A>) => Promise<A>;
}

/** By what an engine's own errors mean, where they are no bugs; `place` names the file or server for people. */
export function failing(meaning: (place: string, error: unknown) => StoreError | undefined): Failing {
  const told = (place: string, error: unknown): StoreError | undefined =>
    error instanceof StoreFailure ? error.failure : meaning(place, error);
  return {
    attempting: (place, work) => async () => {
      try {
        return right(await work());
      } catch (error) {
        const failure = told(place, error);
        if (failure === undefined) throw error;
        return left(failure);
      }
    },
    reading: async (place, work) => {
      try {
        return await work();
      } catch (error) {
        const failure = told(place, error);
        throw failure === undefined ? error : new StoreFailure(failure);
      }
    },
  };
}

export const refused = (detail: string): StoreFailure => new StoreFailure({ kind: 'refused', detail });

export const dropped = (id: string): StoreFailure =>
  new StoreFailure({
    kind: 'dropped',
    detail: `the views of generation ${id} have been replaced; open the current generation`,
  });

export const otherCollections = (id: string): StoreFailure =>
  refused(`generation ${id} was made with other collections; give changed collections a new generation`);
