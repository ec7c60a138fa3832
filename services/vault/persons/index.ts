import * as TE from 'fp-ts/TaskEither';
import { filePathOf, schemeOf } from '../../../contracts/addresses';
import { isMongoUri } from '../../mongodb/open-on';
import { openMongoRegister } from './mongodb';
import type { PersonRegister } from './port';
import { openSqliteRegister, type RegisterFileProblem } from './sqlite';

export type { PersonQuery, PersonRegister, RegisterError } from './port';

/** Why a register cannot be opened. `refused`: trying again is no use before something is changed. */
export type RegisterProblem =
  RegisterFileProblem | { readonly kind: 'unsupported' | 'refused' | 'unavailable'; readonly detail: string };

/**
 * Opens the register of persons at a URI: `file:./data/vault.db` or `file:///…` for a file, `mongodb://…/DATABASE` for a
 * database of MongoDB; makes it where there is none.
 */
export function openPersonRegister(uri: string): TE.TaskEither<RegisterProblem, PersonRegister> {
  if (isMongoUri(uri)) return openMongoRegister(uri);
  const path = filePathOf(uri);
  return path === undefined
    ? TE.left({ kind: 'unsupported', detail: `there is no register of persons of the kind ${schemeOf(uri)}` })
    : TE.fromIOEither(() => openSqliteRegister(path));
}
