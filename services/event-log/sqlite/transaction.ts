import { type Either, isLeft, left, right } from 'fp-ts/Either';
import { type Database, isNoSpace } from '../../sqlite';
import type { Appended, AppendError, ExpectedRevision, NewEntry, Position } from '../port';
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
      begin.run();
      const outcomes = group.map(writeOne);
      commit.run();
      stored = position;
      return outcomes;
    } catch (error) {
      undo();
      const failure = left(failureOf(error));
      return group.map(() => failure);
    }
  }

  function writeOne(append: Append): Outcome {
    const head = heads.of(append.stream);
    const revision = head?.revision ?? -1;
    const actual = revision < 0 ? 'none' : revision;
    const { stream, expected, entries } = append;
    if (expected !== actual) return left({ kind: 'wrong-revision', stream, expected, actual });
    if (entries.length === 0) return right({ stream, firstRevision: revision + 1, positions: [] });
    if (head !== undefined && entries.length === 1) return insertAll(append, head);
    savepoint.run();
    const outcome = insertAll(append, head ?? newStream(stream));
    if (isLeft(outcome)) database.exec('ROLLBACK TO one');
    release.run();
    return outcome;
  }

  function newStream(stream: string): Head {
    return { number: Number(insertStream.run(stream).lastInsertRowid), revision: -1 };
  }

  function insertAll({ stream, entries }: Append, head: Head): Outcome {
    const firstRevision = head.revision + 1;
    const before = position;
    let revision = head.revision;
    const positions: Position[] = [];
    for (const entry of entries) {
      position += 1;
      revision += 1;
      try {
        insert.run(position, head.number, revision, entry.id, entry.type, entry.data, entry.metadata);
      } catch (error) {
        if (!(error instanceof Error) || error.message !== ID_REUSED) throw error;
        position = before;
        return left({ kind: 'id-reused', stream, id: entry.id });
      }
      positions.push(toPosition(position));
    }
    head.revision = revision;
    heads.remember(stream, head);
    return right({ stream, firstRevision, positions });
  }

  /**
   * SQLite may have rolled back by itself. Where a sync failed after all was written, the lost transaction could rise
   * again at the next start: a write in its place, if the disk lets us, makes sure that it does not.
   */
  function undo(): void {
    heads.forget();
    position = stored;
    try {
      if (database.inTransaction) database.exec('ROLLBACK');
      touch(database);
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
  const detail = error instanceof Error ? error.message : String(error);
  return { kind: isNoSpace(error) ? 'no-space' : 'unavailable', detail };
}
