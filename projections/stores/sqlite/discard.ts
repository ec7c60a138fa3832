import { closeSync, existsSync, openSync, readSync, rmSync } from 'node:fs';
import type { TaskEither } from 'fp-ts/TaskEither';
import { StoreFailure, type StoreError } from '../port';
import { attempting, foreign } from './failures';
import { APPLICATION_ID } from './schema';

/**
 * Removes a view store's file and what SQLite keeps beside it, whether they are sound or damaged. A database of
 * something else is left alone (`foreign`): a slip in the configuration must not cost a log.
 */
export function discardSqliteViewStore(path: string): TaskEither<StoreError, void> {
  return attempting(path, () => {
    if (existsSync(path) && belongsToOthers(path)) throw new StoreFailure(foreign(path));
    // The journal first: left over beside no file, or a new one, it would only confuse.
    for (const end of ['-wal', '-shm', '']) rmSync(path + end, { force: true });
  });
}

/** https://www.sqlite.org/fileformat.html#the_database_header, readable where the rest may not be. */
const MAGIC = 'SQLite format 3\0';
const APPLICATION_ID_AT = 68;
const PAGES_AT = 28;

function belongsToOthers(path: string): boolean {
  const header = Buffer.alloc(100);
  const file = openSync(path, 'r');
  try {
    readSync(file, header, 0, header.length, 0);
  } finally {
    closeSync(file);
  }
  if (header.toString('latin1', 0, MAGIC.length) !== MAGIC) return false;
  const application = header.readUInt32BE(APPLICATION_ID_AT);
  // One empty page is what a store leaves that was cut off while it was made.
  return application === 0 ? header.readUInt32BE(PAGES_AT) > 1 : application !== APPLICATION_ID;
}
