import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { TaskEither } from 'fp-ts/TaskEither';
import { openDatabase, type Database } from '../../../services/sqlite';
import { StoreFailure, type StoreError, type ViewStore } from '../port';
import { attempting, damaged, foreign } from './failures';
import { APPLICATION_ID, FORMAT, STORE_TABLES, numberIn } from './schema';
import { inTransaction } from './statements';
import { sqliteViewStore } from './store';

export { discardSqliteViewStore } from './discard';

export interface SqliteViewStoreOptions {
  /** How long a call waits, blocking its thread, while another connection writes. Default 5,000 ms. */
  readonly busyTimeoutMs?: number;
  /** The file grows no larger than this many bytes; beyond it commits end as `no-space`. */
  readonly maxBytes?: number;
}

/**
 * Opens the view store in this file, making it where it is not there yet. It may be opened by any number of threads
 * and processes: readers are never blocked, writers wait for each other.
 */
export function openSqliteViewStore(
  path: string,
  options: SqliteViewStoreOptions = {},
): TaskEither<StoreError, ViewStore> {
  return attempting(path, () => {
    mkdirSync(dirname(path), { recursive: true });
    const database = openDatabase(path, { busyTimeoutMs: options.busyTimeoutMs ?? 5_000 });
    try {
      prepare(database, options);
      return sqliteViewStore(database);
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

/** Views are derived, so that a commit needs no sync of its own: after a power cut the last ones are folded again. */
const PRAGMAS = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  PRAGMA wal_autocheckpoint = 4000;
  PRAGMA journal_size_limit = 67108864;
  PRAGMA cache_size = -65536;
`;

function prepare(database: Database, options: SqliteViewStoreOptions): void {
  refuseOthers(database);
  database.exec(PRAGMAS);
  if (options.maxBytes !== undefined) {
    const pages = Math.max(1, Math.floor(options.maxBytes / pragma(database, 'page_size')));
    database.exec(`PRAGMA max_page_count = ${pages}`);
  }
  if (pragma(database, 'application_id') === APPLICATION_ID) return;
  inTransaction(database, 'IMMEDIATE', () => {
    refuseOthers(database);
    if (pragma(database, 'application_id') !== APPLICATION_ID) database.exec(STORE_TABLES);
  });
}

/** Nothing is written to a file before it is known to be empty or ours. */
function refuseOthers(database: Database): void {
  const application = pragma(database, 'application_id');
  if (application === APPLICATION_ID) {
    const format = pragma(database, 'user_version');
    if (format === FORMAT) return;
    throw new StoreFailure(damaged(database.path, `its format is ${format}, this program's is ${FORMAT}`));
  }
  const tables = database.prepare('SELECT count(*) AS n FROM sqlite_schema').get();
  if (application !== 0 || numberIn(tables?.['n']) > 0) throw new StoreFailure(foreign(database.path));
}

const pragma = (database: Database, name: string): number =>
  numberIn(database.prepare(`PRAGMA ${name}`).get()?.[name]);
