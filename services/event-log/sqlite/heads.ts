import type { Database } from '../../sqlite';

/** A stream's number in the file and the revision of its newest event, -1 while it has none. */
export interface Head {
  readonly number: number;
  readonly revision: number;
}

/** The heads of streams, the recently used ones from memory. */
export interface Heads {
  of(stream: string): Head | undefined;
  remember(stream: string, head: Head): void;
  /** After a rollback: what is remembered may never have been stored. */
  forget(): void;
}

/** Remembers at most `capacity` heads, and drops the one unused for the longest time. */
export function createHeads(database: Database, capacity = 20_000): Heads {
  const recent = new Map<string, Head>();
  const select = database.prepare(
    `SELECT number, coalesce((SELECT max(revision) FROM events WHERE stream = number), -1) AS revision
     FROM streams WHERE name = ?`,
  );
  const remember = (stream: string, head: Head): void => {
    recent.delete(stream);
    recent.set(stream, head);
    if (recent.size <= capacity) return;
    const [oldest] = recent.keys();
    if (oldest !== undefined) recent.delete(oldest);
  };
  return {
    of: stream => {
      let head = recent.get(stream);
      if (head === undefined) {
        const row = select.get(stream);
        if (row === undefined) return undefined;
        head = { number: Number(row['number']), revision: Number(row['revision']) };
      }
      remember(stream, head);
      return head;
    },
    remember,
    forget: () => recent.clear(),
  };
}
