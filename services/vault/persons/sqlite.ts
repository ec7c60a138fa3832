import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Either, left, right } from 'fp-ts/Either';
import type { TaskEither } from 'fp-ts/TaskEither';
import { PersonFacts, type Person } from '../../../contracts/persons';
import { ActorId } from '../../../contracts/primitives';
import { type Database, isCorrupt, isNoSpace, openDatabase, type Row } from '../../sqlite';
import type { PersonRegister, RegisterError } from './port';

/** Why a register cannot be opened. */
export interface RegisterProblem {
  readonly kind: 'unsupported' | 'not-ours' | 'damaged' | 'unavailable';
  readonly detail: string;
}

/** Marks the file as ours: "KrVt". */
const APPLICATION_ID = 0x4b725674;

/**
 * `erased` outlives the persons. `unclean` has a row from an erasure until the whole file is written anew: SQLite's
 * secure_delete leaves a copy behind here and there where rows have moved between pages.
 */
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS persons (
    id TEXT PRIMARY KEY, organisation TEXT NOT NULL, name TEXT NOT NULL, email TEXT
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS erased (id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS unclean (since INTEGER PRIMARY KEY) STRICT;
  PRAGMA application_id = ${APPLICATION_ID};
  PRAGMA user_version = 1`;

/** Opens the register in a file that its owner alone may read; makes it where there is none. */
export function openSqliteRegister(path: string): Either<RegisterProblem, PersonRegister> {
  let database: Database | undefined;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    closeSync(openSync(path, 'a', 0o600));
    chmodSync(path, 0o600);
    database = openDatabase(path);
    // No log beside the file, and no copy elsewhere, in which a name would outlive its erasure.
    database.exec(
      'PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY; PRAGMA journal_mode = DELETE; PRAGMA synchronous = EXTRA',
    );
    if (isForeign(database)) {
      database.close();
      return left({ kind: 'not-ours', detail: `${path} is a database, but not a register of persons` });
    }
    database.exec(SCHEMA);
    cleaned(database);
    return right(registerOver(database));
  } catch (error) {
    database?.close();
    const detail = error instanceof Error ? error.message : String(error);
    return left({ kind: isCorrupt(error) ? 'damaged' : 'unavailable', detail });
  }
}

const isForeign = (database: Database): boolean => {
  const id = Number(database.prepare('PRAGMA application_id').get()?.['application_id'] ?? 0);
  const { tables } = database.prepare('SELECT count(*) AS tables FROM sqlite_schema').get() ?? {};
  return id !== APPLICATION_ID && Number(tables ?? 0) > 0;
};

/** Writes the file anew where something was erased from it, also when a kill came between the two. */
function cleaned(database: Database): void {
  if (database.prepare('SELECT 1 FROM unclean LIMIT 1').get() === undefined) return;
  database.exec('VACUUM');
  database.exec('DELETE FROM unclean');
}

function registerOver(database: Database): PersonRegister {
  const isErased = database.prepare('SELECT 1 FROM erased WHERE id = ?');
  const find = database.prepare('SELECT * FROM persons WHERE id = ?');
  const store = database.prepare(
    'INSERT OR REPLACE INTO persons (id, organisation, name, email) VALUES (?, ?, ?, ?)',
  );
  const forget = database.prepare('DELETE FROM persons WHERE id = ?');
  const bury = database.prepare('INSERT OR IGNORE INTO erased (id) VALUES (?)');
  const chosen = '(?1 IS NULL OR organisation IN (SELECT value FROM json_each(?1)))';
  const page = database.prepare(`SELECT * FROM persons WHERE ${chosen} AND id > ?2 ORDER BY id LIMIT ?3`);
  const count = database.prepare(`SELECT count(*) AS total FROM persons WHERE ${chosen}`);

  function put({ id, organisation, name, email }: Person): Either<RegisterError, 'added' | 'changed'> {
    if (isErased.get(id) !== undefined) return left({ kind: 'erased' });
    const known = find.get(id) !== undefined;
    store.run(id, organisation, name, email ?? null);
    return right(known ? 'changed' : 'added');
  }

  function erase(ids: readonly string[]): number {
    // Nothing is written where all is done already: this is asked at every start, of all that were ever erased.
    const open = ids.filter(id => isErased.get(id) === undefined || find.get(id) !== undefined);
    if (open.length === 0) return 0;
    let known = 0;
    inTransaction(database, () => {
      for (const id of open) {
        known += Number(forget.run(id).changes);
        bury.run(id);
      }
      if (known > 0) database.exec('INSERT OR IGNORE INTO unclean (since) VALUES (1)');
    });
    cleaned(database);
    return known;
  }

  return {
    put: person => attempting(() => put(person)),
    get: ids =>
      attempting(() =>
        right(new Map(ids.flatMap(id => personsOf([find.get(id)])).map(p => [p.id, p] as const))),
      ),
    list: ({ organisations, after, limit }) =>
      attempting(() => {
        const among = organisations === undefined ? null : JSON.stringify(organisations);
        const items = personsOf(page.all(among, after ?? '', limit));
        return right({ items, total: Number(count.get(among)?.['total'] ?? 0) });
      }),
    erase: ids => attempting(() => right(erase(ids))),
    close: () => {
      database.close();
      return Promise.resolve();
    },
  };
}

function inTransaction(database: Database, work: () => void): void {
  database.exec('BEGIN IMMEDIATE');
  try {
    work();
    database.exec('COMMIT');
  } catch (error) {
    if (database.inTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

function personsOf(rows: readonly (Row | undefined)[]): readonly Person[] {
  return rows.flatMap(row => {
    if (row === undefined) return [];
    const { id, email, ...facts } = row;
    const known = email === null ? facts : { ...facts, email };
    if (!ActorId.is(id) || !PersonFacts.is(known))
      throw new Error('a row of the register has another shape than it should');
    return [{ id, ...known }];
  });
}

const attempting =
  <A>(work: () => Either<RegisterError, A>): TaskEither<RegisterError, A> =>
  () => {
    try {
      return Promise.resolve(work());
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      return Promise.resolve(left({ kind: isNoSpace(error) ? 'no-space' : 'unavailable', detail }));
    }
  };
