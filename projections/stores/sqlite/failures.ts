import { left, right } from 'fp-ts/Either';
import type { TaskEither } from 'fp-ts/TaskEither';
import { isBusy, isCorrupt, isNoSpace, resultCode } from '../../../services/sqlite';
import { StoreFailure, type StoreError } from '../port';

/** https://www.sqlite.org/rescode.html: PERM, READONLY, IOERR, CANTOPEN, AUTH. */
const UNREACHABLE: readonly number[] = [3, 8, 10, 14, 23];

/** Runs `work`; what can befall a file comes out on the left, everything else is a bug and rejects. */
export const attempting =
  <A>(path: string, work: () => A | Promise<A>): TaskEither<StoreError, A> =>
  async () => {
    try {
      return right(await work());
    } catch (error) {
      const failure = storeError(path, error);
      if (failure === undefined) throw error;
      return left(failure);
    }
  };

/** Runs a read; what can befall a file comes out as `StoreFailure`. */
export async function reading<A>(path: string, work: () => A | Promise<A>): Promise<A> {
  try {
    return await work();
  } catch (error) {
    const failure = storeError(path, error);
    throw failure === undefined ? error : new StoreFailure(failure);
  }
}

function storeError(path: string, error: unknown): StoreError | undefined {
  if (error instanceof StoreFailure) return error.failure;
  const detail = error instanceof Error ? error.message : String(error);
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

export const refused = (detail: string): StoreFailure => new StoreFailure({ kind: 'refused', detail });
