import { messageOf } from '../../../contracts/thrown';
import { failureOf } from '../../../services/mongodb';
import { failing } from '../failing';
import type { StoreError } from '../port';

export const { attempting, reading } = failing(storeError);

/** https://github.com/mongodb/mongo/blob/master/src/mongo/base/error_codes.yml: BSONObjectTooLarge. */
const TOO_LARGE: readonly unknown[] = [10334, 17419, 17420];

function storeError(shown: string, error: unknown): StoreError | undefined {
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
