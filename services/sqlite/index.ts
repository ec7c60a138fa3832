import { propertyOf } from '../../contracts/thrown';

/** SQLite, whichever carrier this Node has: the built-in one from 22.16 on, the prebuilt add-on of the same shape below. */

export type SqlValue = string | number | bigint | null | Uint8Array;
export type Row = Readonly<Record<string, SqlValue>>;

export interface Statement {
  run(...parameters: SqlValue[]): {
    readonly changes: number | bigint;
    readonly lastInsertRowid: number | bigint;
  };
  get(...parameters: SqlValue[]): Row | undefined;
  all(...parameters: SqlValue[]): Row[];
  iterate(...parameters: SqlValue[]): Iterator<Row>;
}

export interface Database {
  readonly path: string;
  /** Is a transaction open on this connection? */
  readonly inTransaction: boolean;
  exec(sql: string): void;
  prepare(sql: string): Statement;
  /** Closes the connection, rolling back what is open; a second call does nothing. */
  close(): void;
}

export interface OpenDatabaseOptions {
  readonly readOnly?: boolean;
  /** How long a statement waits, blocking the thread, while another connection holds a lock. Default 1,000 ms. */
  readonly busyTimeoutMs?: number;
}

interface Connection {
  readonly isOpen: boolean;
  readonly isTransaction: boolean;
  exec(sql: string): void;
  prepare(sql: string): Statement;
  close(): void;
}

type Open = new (path: string, options: { readOnly: boolean; timeout: number }) => Connection;

/** Holds every open connection: a statement does not keep its connection alive by itself. */
const connections = new Set<Connection>();

let engine: Open | undefined;

/**
 * Opens a database file, creating it where it is missing (unless read-only). Sets no pragma. Throws SQLite's error:
 * see `isNoSpace`, `isCorrupt`, `isBusy`.
 */
export function openDatabase(path: string, options: OpenDatabaseOptions = {}): Database {
  engine ??= loadEngine();
  const connection = new engine(path, {
    readOnly: options.readOnly ?? false,
    timeout: options.busyTimeoutMs ?? 1_000,
  });
  connections.add(connection);
  return {
    path,
    get inTransaction() {
      return connection.isTransaction;
    },
    exec: sql => connection.exec(sql),
    prepare: sql => connection.prepare(sql),
    close: () => {
      connections.delete(connection);
      if (connection.isOpen) closeWholly(connection);
    },
  };
}

/**
 * Closes so that locks and the files beside the database are really gone. The add-on finalizes a statement only when it
 * is collected, and until then SQLite keeps the connection half alive: leaving WAL mode does what its closing would.
 */
function closeWholly(connection: Connection): void {
  if (connection.isTransaction) connection.exec('ROLLBACK');
  if (!hasBuiltIn()) leaveWal(connection);
  connection.close();
}

function leaveWal(connection: Connection): void {
  try {
    connection.exec('PRAGMA busy_timeout = 0; PRAGMA journal_mode = DELETE');
  } catch {
    // Read-only, or others have the file open: then the log beside it stays, as it should.
  }
}

function hasBuiltIn(): boolean {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return major > 22 || (major === 22 && minor >= 16);
}

function loadEngine(): Open {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 16))
    return process.getBuiltinModule('node:sqlite').DatabaseSync;
  const addOn: unknown = module.require('@photostructure/sqlite');
  if (isSqliteModule(addOn)) return addOn.DatabaseSync;
  throw new Error('@photostructure/sqlite has no DatabaseSync: is the installation complete?');
}

function isSqliteModule(loaded: unknown): loaded is { readonly DatabaseSync: Open } {
  return typeof loaded === 'object' && loaded !== null && 'DatabaseSync' in loaded;
}

// https://www.sqlite.org/rescode.html: the low byte is the primary result code.
const BUSY = 5;
const LOCKED = 6;
const CORRUPT = 11;
const FULL = 13;
const NOT_A_DATABASE = 26;
/** SQLITE_IOERR_WRITE, _SHMSIZE, _SHMMAP: what a quota or a full disk looks like where SQLite does not see ENOSPC. */
const WRITE_FAILED: readonly number[] = [10 | (3 << 8), 10 | (19 << 8), 10 | (21 << 8)];
const OUT_OF_ROOM: readonly unknown[] = ['ENOSPC', 'EDQUOT', 'EFBIG'];

/** Is there no room for what was to be written? */
export function isNoSpace(error: unknown): boolean {
  const code = resultCode(error);
  return (
    (code & 0xff) === FULL || WRITE_FAILED.includes(code) || OUT_OF_ROOM.includes(propertyOf(error, 'code'))
  );
}

/** Is the file damaged, or no SQLite database at all? */
export function isCorrupt(error: unknown): boolean {
  const primary = resultCode(error) & 0xff;
  return primary === CORRUPT || primary === NOT_A_DATABASE;
}

/** Does another connection hold the lock that was asked for? */
export function isBusy(error: unknown): boolean {
  const primary = resultCode(error) & 0xff;
  return primary === BUSY || primary === LOCKED;
}

/** The add-on gives the message alone for what goes wrong while rows are fetched. */
const CODE_OF_MESSAGE: ReadonlyMap<unknown, number> = new Map([
  ['database is locked', BUSY],
  ['database table is locked', LOCKED],
  ['database disk image is malformed', CORRUPT],
  ['database or disk is full', FULL],
  ['file is not a database', NOT_A_DATABASE],
]);

/** SQLite's result code, the extended one where it is known, or 0 if the error is not SQLite's. */
export function resultCode(error: unknown): number {
  const code = propertyOf(error, 'errcode');
  if (typeof code === 'number') return code;
  if (propertyOf(error, 'code') !== 'ERR_SQLITE_ERROR') return 0;
  return CODE_OF_MESSAGE.get(propertyOf(error, 'message')) ?? 0;
}
