import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { type Either, left, right } from 'fp-ts/Either';
import { codeOf, messageOf } from '../../contracts/thrown';
import { newSigningKey, readSigningKey, type SigningKey } from './signing-key';

/** What stands in the way of signing, and what to do. */
export interface KeyProblem {
  readonly kind: 'missing' | 'unreadable' | 'too-open' | 'other-name' | 'unavailable';
  readonly message: string;
  readonly advice: string;
}

export interface KeyOptions {
  /** The origin of the log, which the key must be named after. */
  readonly name: string;
  /** Make a key where there is none. Only for a log that has signed nothing yet: a new key is a recorded act. */
  readonly create: boolean;
}

/** Opens the key in a file, of mode 0600; makes it where that is asked for. */
export function openSigningKey(file: string, { name, create }: KeyOptions): Either<KeyProblem, SigningKey> {
  try {
    const text = textOf(file);
    if (text !== undefined) return read(file, name, text);
    if (!create) return left(missing(file));
    writeNew(file, newSigningKey(name).signerKey);
    // What lies there now: another process may have been faster.
    return read(file, name, readFileSync(file, 'utf8'));
  } catch (error) {
    return left({
      kind: 'unavailable',
      message: `The signing key ${file} cannot be opened: ${messageOf(error)}.`,
      advice: 'Check that the folder exists, and that this user alone may read and write the file.',
    });
  }
}

/** Where the next key lies while a change of the key is under way. */
export const nextKeyFile = (file: string): string => `${file}.next`;

/** Makes the key that is to follow, beside the present one, or gives the one made before. It signs nothing yet. */
export const prepareNextKey = (file: string, name: string): Either<KeyProblem, SigningKey> =>
  openSigningKey(nextKeyFile(file), { name, create: true });

/**
 * Puts the prepared key in the place of the present one, once the change is recorded in the log. The old secret is gone
 * then; what it signed stays verifiable by its verifier key, which the log has told.
 */
export function adoptNextKey(file: string, name: string): Either<KeyProblem, SigningKey> {
  const next = openSigningKey(nextKeyFile(file), { name, create: false });
  if (next._tag === 'Left') return next;
  renameSync(nextKeyFile(file), file);
  syncFolder(dirname(file));
  return next;
}

function read(file: string, name: string, text: string): Either<KeyProblem, SigningKey> {
  if ((statSync(file).mode & 0o077) !== 0)
    return left({
      kind: 'too-open',
      message: `Others than its owner may read or write the signing key ${file}.`,
      advice: `Run chmod 600 ${file}, and change the key if others may have read it.`,
    });
  const key = readSigningKey(text);
  if (key === undefined)
    return left({
      kind: 'unreadable',
      message: `${file} holds no signing key of this kind.`,
      advice: 'Restore the key from the backup of the vault. The file has not been touched.',
    });
  if (key.name !== name)
    return left({
      kind: 'other-name',
      message: `The signing key ${file} is the key of ${key.name}, but this log is ${name}.`,
      advice: 'Give the key of this log.',
    });
  return right(key);
}

const missing = (file: string): KeyProblem => ({
  kind: 'missing',
  message: `There is no signing key at ${file}, but this log has been signed before.`,
  advice:
    'All instances that sign need the same key: give the path of the one the others have. Where it is lost, restore it from ' +
    'the backup of the vault, or record a change of the key.',
});

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** The file appears whole or not at all, and never in the place of another. */
function writeNew(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}.new`;
  const handle = openSync(draft, 'w', 0o600);
  try {
    writeSync(handle, `${text}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  try {
    linkSync(draft, file);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  syncFolder(dirname(file));
}

function syncFolder(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
