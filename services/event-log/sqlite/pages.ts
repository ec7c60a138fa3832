import type { Database, Row } from '../../sqlite';
import type { Entry } from '../port';
import { guarded } from './damage';
import { COLUMNS, toEntry } from './reader';

export type Direction = 'forwards' | 'backwards';

/** Where an entry lies: its revision in the stream, and its position, which in this engine is a whole number from 1. */
export interface Place {
  readonly revision: number;
  readonly position: number;
}

/** Short looks into the file, each a statement of its own, so that no reader holds the file's past in place. */
export interface Pages {
  /** The revision of the newest entry, or undefined for a stream that is not there. */
  lastRevision(stream: string): number | undefined;
  /** The place of an id within a stream. */
  placeOfId(stream: string, id: string): Place | undefined;
  /** The id and the position at a revision. */
  atRevision(
    stream: string,
    revision: number,
  ): { readonly id: string; readonly position: number } | undefined;
  /** At most `limit` entries of a stream from a revision on (inclusive, both ways). */
  pageOfStream(stream: string, from: number, direction: Direction, limit: number): readonly Entry[];
  /** At most `limit` entries behind or before a position (exclusive, both ways). */
  pageOfAll(beyond: number, direction: Direction, limit: number): readonly Entry[];
  /** The newest position, 0 for an empty log. */
  newest(): number;
}

export function createPages(database: Database): Pages {
  const last = database.prepare(
    'SELECT max(revision) AS revision FROM events WHERE stream = (SELECT number FROM streams WHERE name = ?)',
  );
  const ofId = database.prepare(
    'SELECT revision, position FROM events WHERE stream = (SELECT number FROM streams WHERE name = ?) AND id = ?',
  );
  const ofRevision = database.prepare(
    'SELECT id, position FROM events WHERE stream = (SELECT number FROM streams WHERE name = ?) AND revision = ?',
  );
  const newest = database.prepare('SELECT coalesce(max(position), 0) AS newest FROM events');
  const entries = 'FROM events e JOIN streams s ON s.number = e.stream WHERE';
  const ofStream = 'e.stream = (SELECT number FROM streams WHERE name = ?) AND e.revision';
  const stream = {
    forwards: database.prepare(`SELECT ${COLUMNS} ${entries} ${ofStream} >= ? ORDER BY e.revision LIMIT ?`),
    backwards: database.prepare(
      `SELECT ${COLUMNS} ${entries} ${ofStream} <= ? ORDER BY e.revision DESC LIMIT ?`,
    ),
  };
  const all = {
    forwards: database.prepare(`SELECT ${COLUMNS} ${entries} e.position > ? ORDER BY e.position LIMIT ?`),
    backwards: database.prepare(
      `SELECT ${COLUMNS} ${entries} e.position < ? ORDER BY e.position DESC LIMIT ?`,
    ),
  };
  const number = (row: Row | undefined, column: string): number | undefined => {
    const value = row?.[column];
    return typeof value === 'number' ? value : undefined;
  };
  return {
    lastRevision: name =>
      number(
        guarded(() => last.get(name)),
        'revision',
      ),
    placeOfId: (name, id) => {
      const row = guarded(() => ofId.get(name, id));
      return row && { revision: Number(row['revision']), position: Number(row['position']) };
    },
    atRevision: (name, revision) => {
      const row = guarded(() => ofRevision.get(name, revision));
      return row && { id: String(row['id']), position: Number(row['position']) };
    },
    pageOfStream: (name, from, direction, limit) =>
      guarded(() => stream[direction].all(name, from, limit)).map(toEntry),
    pageOfAll: (beyond, direction, limit) => guarded(() => all[direction].all(beyond, limit)).map(toEntry),
    newest: () =>
      number(
        guarded(() => newest.get()),
        'newest',
      ) ?? 0,
  };
}
