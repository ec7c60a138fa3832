import { left, right } from 'fp-ts/Either';
import type { TaskEither } from 'fp-ts/TaskEither';
import { failureOf, messageOf } from '../../../services/mongodb';
import { StoreFailure, type StoreError } from '../port';

/** Runs `work`; what can befall a server comes out on the left, everything else is a bug and rejects. */
export const attempting =
  <A>(shown: string, work: () => Promise<A>): TaskEither<StoreError, A> =>
  async () => {
    try {
      return right(await work());
    } catch (error) {
      const failure = storeError(shown, error);
      if (failure === undefined) throw error;
      return left(failure);
    }
  };

/** Runs a read; what can befall a server comes out as `StoreFailure`. */
export async function reading<A>(shown: string, work: () => Promise<A>): Promise<A> {
  try {
    return await work();
  } catch (error) {
    const failure = storeError(shown, error);
    throw failure === undefined ? error : new StoreFailure(failure);
  }
}

/** https://github.com/mongodb/mongo/blob/master/src/mongo/base/error_codes.yml: BSONObjectTooLarge. */
const TOO_LARGE: readonly unknown[] = [10334, 17419, 17420];

function storeError(shown: string, error: unknown): StoreError | undefined {
  if (error instanceof StoreFailure) return error.failure;
  if (error instanceof SyntaxError) return damaged(shown, error.message);
  if (typeof error !== 'object' || error === null) return undefined;
  const said = messageOf(error);
  if (TOO_LARGE.includes(Reflect.get(error, 'code')))
    return { kind: 'refused', detail: `a document is larger than MongoDB stores (${said})` };
  switch (failureOf(error)) {
    case 'no-space':
      return { kind: 'no-space', detail: `no room to write to ${shown} (${said})` };
    case 'denied':
      return {
        kind: 'refused',
        detail: `${shown} does not allow this (${said}): give the user the role readWrite on the database`,
      };
    case 'unavailable':
      return unavailable(shown, said);
    case 'duplicate':
    case 'other':
      // Whatever else the server or the driver says: it has not done it, and may do it later.
      return String(Reflect.get(error, 'name')).startsWith('Mongo') ? unavailable(shown, said) : undefined;
  }
}

const unavailable = (shown: string, said: string): StoreError => ({
  kind: 'unavailable',
  detail: `${shown} cannot be reached, read or written (${said})`,
});

export const damaged = (shown: string, detail: string): StoreError => ({
  kind: 'damaged',
  detail:
    `${shown} cannot be read as a view store (${detail}). Views are derived: ` +
    'name another database for them, or drop this one, and start again; they are built anew from the log.',
});

export const foreign = (shown: string, collection: string): StoreError => ({
  kind: 'foreign',
  detail: `${shown} is a database of something else ("${collection}" is in it), not a view store. Name another database for the views.`,
});

export const dropped = (id: string): StoreFailure =>
  new StoreFailure({
    kind: 'dropped',
    detail: `the views of generation ${id} have been replaced; open the current generation`,
  });

export const refused = (detail: string): StoreFailure => new StoreFailure({ kind: 'refused', detail });
