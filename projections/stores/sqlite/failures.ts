import { messageOf } from '../../../contracts/thrown';
import { isBusy, isCorrupt, isNoSpace, resultCode } from '../../../services/sqlite';
import { failing } from '../failing';
import type { StoreError } from '../port';

/** https://www.sqlite.org/rescode.html: PERM, READONLY, IOERR, CANTOPEN, AUTH. */
const UNREACHABLE: readonly number[] = [3, 8, 10, 14, 23];

export const { attempting, reading } = failing(storeError);

function storeError(path: string, error: unknown): StoreError | undefined {
  const detail = messageOf(error);
  if (isNoSpace(error)) return { kind: 'no-space', detail: `no room to write ${path} (${detail})` };
  if (isCorrupt(error) || error instanceof SyntaxError) return damaged(path, detail);
  if (isBusy(error)) return { kind: 'unavailable', detail: `${path} is held by another process (${detail})` };
  if (UNREACHABLE.includes(resultCode(error) & 0xff) || isFileSystemError(error)) {
    return { kind: 'unavailable', detail: `${path} cannot be opened, read or written (${detail})` };
  }
  return undefined;
}

const isFileSystemError = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'syscall' in error && typeof error.syscall === 'string';

export const damaged = (path: string, detail: string): StoreError => ({
  kind: 'damaged',
  detail:
    `${path} cannot be read as a view store (${detail}). Views are derived: ` +
    `delete ${path}, ${path}-wal and ${path}-shm and start again, they are built anew from the log.`,
});

export const foreign = (path: string): StoreError => ({
  kind: 'foreign',
  detail: `${path} is a database of something else, not a view store. Name another file for the views.`,
});
