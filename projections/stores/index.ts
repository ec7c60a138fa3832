import { left, right, type Either } from 'fp-ts/Either';
import * as TE from 'fp-ts/TaskEither';
import { filePathOf, withoutPassword } from '../../contracts/addresses';
import { isMongoUri } from '../../services/mongodb/open-on';
import type { StoreError, ViewStore } from './port';
import { discardMongoViewStore, openMongoViewStore } from './mongodb';
import { discardSqliteViewStore, openSqliteViewStore } from './sqlite';

export { pairsOf } from './pairs';
export * from './port';

/** Where views are kept unless told otherwise. */
export const DEFAULT_VIEWS_URI = 'file:./data/views.db';

/**
 * Opens the view store that a URI names: `file:./data/views.db`, `file:///…` with an absolute path, or
 * `mongodb://…/DATABASE` (`mongodb+srv://…`).
 */
export function openViewStore(uri: string): TE.TaskEither<StoreError, ViewStore> {
  if (isMongoUri(uri)) return openMongoViewStore(uri);
  return TE.chain((path: string) => openSqliteViewStore(path))(TE.fromEither(filePath(uri)));
}

/**
 * Removes the views at a URI altogether; they are built anew from the log. Nobody may have them open. What is a
 * database of something else is left alone (`foreign`).
 */
export function discardViewStore(uri: string): TE.TaskEither<StoreError, void> {
  if (isMongoUri(uri)) return discardMongoViewStore(uri);
  return TE.chain((path: string) => discardSqliteViewStore(path))(TE.fromEither(filePath(uri)));
}

function filePath(uri: string): Either<StoreError, string> {
  const expected = `expected a file, such as ${DEFAULT_VIEWS_URI}, or mongodb://HOST:27017/kravspor`;
  const refused = (what: string): Either<StoreError, string> =>
    left({ kind: 'refused', detail: `${what}; ${expected}` });
  if (!/^file:/i.test(uri)) return refused(`"${withoutPassword(uri)}" is no address of a view store`);
  if (/^file:\/\/[^/]/i.test(uri))
    return refused(`"${withoutPassword(uri)}" names a file on another machine`);
  const path = filePathOf(uri);
  return path === undefined || path === ':memory:'
    ? refused(`"${withoutPassword(uri)}" names no file`)
    : right(path);
}
