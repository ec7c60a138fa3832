import { type Either, left, right } from 'fp-ts/Either';
import { messageOf } from '../../../contracts/thrown';
import { type Database, isBusy, isNoSpace } from '../../sqlite';
import type { Appended, AppendError, ExpectedRevision, NewEntry } from '../port';
import { createHeads, type Head } from './heads';
import { toPosition } from './position';
import { ID_REUSED, pragma, touch } from './schema';

export interface Append {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly entries: readonly NewEntry[];
}

export type Outcome = Either<AppendError, Appended>;

export interface GroupWriter {
  /** Writes the group in one durable transaction. Each append has its own outcome; if the commit fails, all fail. */
  write(group: readonly Append[]): readonly Outcome[];
  /** The newest position stored. */
  head(): number;
}

/** The writing side of the file. It must be the only one: revisions and positions are counted in memory. */
export function createGroupWriter(database: Database): GroupWriter {
  const begin = database.prepare('BEGIN IMMEDIATE');
  const commit = database.prepare('COMMIT');
  const savepoint = database.prepare('SAVEPOINT one');
  const rollbackTo = database.prepare('ROLLBACK TO one');
  const release = database.prepare('RELEASE one');
  const insertStream = database.prepare('INSERT INTO streams (number, name) VALUES (NULL, ?)');
  const insert = database.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?)');
  const heads = createHeads(database);
  const newest = (): number =>
    Number(database.prepare('SELECT max(position) AS newest FROM events').get()?.['newest'] ?? 0);

  let stored = newest();
  let position = stored;
  let syncs = false;

  function write(group: readonly Append[]): readonly Outcome[] {
    if (group.length === 0) return [];
    try {
      if (!syncs) {
        requireSync(database);
        syncs = true;
      }
      return attempt(group, false);
    } catch (error) {
      undo(error);
      const failure = left(failureOf(error));
      return group.map(() => failure);
    }
  }

  /**
   * Savepoints around each append halve the speed and are needed seldom: where an id turns out to be reused after some
   * entries of the same append have been written. So the first attempt goes without.
   */
  function attempt(group: readonly Append[], savepoints: boolean): readonly Outcome[] {
    begin.run();
    const outcomes: Outcome[] = [];
    for (const append of group) {
      if (savepoints) savepoint.run();
      const { outcome, torn } = writeOne(append);
      if (torn && !savepoints) {
        rollback();
        return attempt(group, true);
      }
      if (torn) rollbackTo.run();
      if (savepoints) release.run();
      outcomes.push(outcome);
    }
    commit.run();
    stored = position;
    return outcomes;
  }

  /** `torn`: the append is refused, but rows of it have been written. */
  function writeOne(append: Append): { readonly outcome: Outcome; readonly torn: boolean } {
    const known = heads.of(append.stream);
    const revision = known?.revision ?? -1;
    const actual = revision < 0 ? 'none' : revision;
    const { stream, expected, entries } = append;
    if (expected !== actual) {
      return { outcome: left({ kind: 'wrong-revision', stream, expected, actual }), torn: false };
    }
    const firstRevision = revision + 1;
    if (entries.length === 0)
      return { outcome: right({ stream, firstRevision, positions: [] }), torn: false };
    const head = known ?? newStream(stream);
    const reused = insertAll(entries, head);
    if (reused !== undefined) {
      const torn = known === undefined || entries[0] !== reused;
      return { outcome: left({ kind: 'id-reused', stream, id: reused.id }), torn };
    }
    const first = position + 1;
    position += entries.length;
    heads.remember(stream, { number: head.number, revision: revision + entries.length });
    return {
      outcome: right({ stream, firstRevision, positions: entries.map((_, n) => toPosition(first + n)) }),
      torn: false,
    };
  }

  function newStream(stream: string): Head {
    return { number: Number(insertStream.run(stream).lastInsertRowid), revision: -1 };
  }

  /** Gives the entry whose id was in the stream already, if there is one; those before it have been written. */
  function insertAll(entries: readonly NewEntry[], head: Head): NewEntry | undefined {
    let row = position;
    let revision = head.revision;
    for (const entry of entries) {
      row += 1;
      revision += 1;
      try {
        insert.run(row, head.number, revision, entry.id, entry.type, entry.data, entry.metadata);
      } catch (error) {
        if (messageOf(error) === ID_REUSED) return entry;
        throw error;
      }
    }
    return undefined;
  }

  /** Back to what is stored. SQLite may have rolled back by itself. */
  function rollback(): void {
    heads.forget();
    position = stored;
    if (database.inTransaction) database.exec('ROLLBACK');
  }

  /**
   * Where a sync failed after all was written, the lost transaction could rise again at the next start: a write in its
   * place, if the disk lets us, makes sure that it does not.
   */
  function undo(error: unknown): void {
    try {
      rollback();
      if (!isBusy(error)) touch(database);
    } catch {
      syncs = false;
    }
  }

  return { write, head: () => stored };
}

/**
 * Some builds of SQLite go over to `synchronous=NORMAL` in WAL mode, and answer FULL until the first write. So write
 * first, then look.
 */
function requireSync(database: Database): void {
  database.exec('PRAGMA synchronous = FULL');
  touch(database);
  if (pragma(database, 'synchronous') === 2 && pragma(database, 'journal_mode') === 'wal') return;
  throw new Error('this SQLite does not sync each commit to the disk, so nothing can be acknowledged');
}

function failureOf(error: unknown): AppendError {
  return { kind: isNoSpace(error) ? 'no-space' : 'unavailable', detail: messageOf(error) };
}
