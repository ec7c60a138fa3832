import { fileURLToPath } from 'node:url';
import { type Either, left } from 'fp-ts/Either';
import type { PersonRegister } from './port';
import { openSqliteRegister, type RegisterProblem } from './sqlite';

export type { PersonQuery, PersonRegister, RegisterError } from './port';
export type { RegisterProblem } from './sqlite';

/** Opens the register of persons at a URI: `file:./data/vault.db`, or `file:///…`; makes it where there is none. */
export function openPersonRegister(uri: string): Either<RegisterProblem, PersonRegister> {
  if (uri.startsWith('file:///')) return openSqliteRegister(fileURLToPath(uri));
  const path = /^file:(?!\/\/)(.+)$/.exec(uri)?.[1];
  return path === undefined
    ? left({ kind: 'unsupported', detail: `there is no register of persons of the kind ${uri}` })
    : openSqliteRegister(path);
}
