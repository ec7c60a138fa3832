import { type Either, isLeft, left, right } from 'fp-ts/Either';
import type { TaskEither } from 'fp-ts/TaskEither';
import { PersonFacts, type Person } from '../../../contracts/persons';
import { ActorId } from '../../../contracts/primitives';
import { messageOf } from '../../../contracts/thrown';
import { type Database, isNoSpace, type Row } from '../../sqlite';
import { openOwnFile, type OwnFileProblem, transaction } from '../../sqlite/own-file';
import type { PersonRegister, RegisterError } from './port';

/** Why the file cannot be opened. */
export type RegisterFileProblem = OwnFileProblem;

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
  PRAGMA user_version = 1`;

/** No log beside the file, and no copy elsewhere, in which a name would outlive its erasure. */
const PRAGMAS =
  'PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY; PRAGMA journal_mode = DELETE; PRAGMA synchronous = EXTRA';

/** Opens the register in a file that its owner alone may read; makes it where there is none. */
export function openSqliteRegister(path: string): Either<RegisterFileProblem, PersonRegister> {
  const file = {
    what: 'register of persons',
    applicationId: APPLICATION_ID,
    pragmas: PRAGMAS,
    schema: SCHEMA,
  };
  const opened = openOwnFile(path, file);
  if (isLeft(opened)) return opened;
  try {
    cleaned(opened.right);
    return right(registerOver(opened.right));
  } catch (error) {
    opened.right.close();
    return left({ kind: 'unavailable', detail: messageOf(error) });
  }
}

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
    transaction(database, () => {
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
      return Promise.resolve(
        left({ kind: isNoSpace(error) ? 'no-space' : 'unavailable', detail: messageOf(error) }),
      );
    }
  };
