import type { TaskEither } from 'fp-ts/TaskEither';
import type { Observable } from 'rxjs';

/**
 * The engine's own ordered token of a record: opaque to all but its adapter, resumable, and comparable by
 * `EventLog.comparePositions`. It is not the index in the log: that is `seq`, which the feed adds.
 */
export type Position = string & { readonly Position: unique symbol };

/**
 * What is handed to the port: text it stores and never looks into. Well-formed Unicode without NUL comes back byte for
 * byte; an append of anything else rejects, as a mistake of the caller.
 */
export interface NewEntry {
  /** UUID, unique within the stream for ever. */
  readonly id: string;
  readonly type: string;
  readonly data: string;
  readonly metadata: string;
}

/** What the port gives back: the same bytes and where they lie. Revisions count from 0 in each stream. */
export interface Entry extends NewEntry {
  readonly stream: string;
  readonly revision: number;
  readonly position: Position;
}

/** The revision the stream must stand at; `none`: the stream must not exist yet. */
export type ExpectedRevision = number | 'none';

export interface Appended {
  readonly stream: string;
  /** Revision of the first entry of this append. */
  readonly firstRevision: number;
  /** One position for each entry, in order. */
  readonly positions: readonly Position[];
}

/** The expected failures of an append. Nothing of the append is stored. */
export type AppendError =
  | {
      readonly kind: 'wrong-revision';
      readonly stream: string;
      readonly expected: ExpectedRevision;
      readonly actual: ExpectedRevision;
    }
  /** An id of this append is already in the stream. */
  | { readonly kind: 'id-reused'; readonly stream: string; readonly id: string }
  | { readonly kind: 'too-large'; readonly bytes: number; readonly limit: number }
  /** The disk is full; writing goes on by itself when there is room again. */
  | { readonly kind: 'no-space'; readonly detail: string }
  | { readonly kind: 'unavailable'; readonly detail: string };

/** An append carries at most this many bytes of data and metadata together, on every engine. */
export const MAX_APPEND_BYTES = 1024 * 1024;

/** Whether the engine answers, as far as is known from the last that was asked of it or heard from it. */
export type Reach =
  | { readonly state: 'reached' }
  /** `since`: Unix time in milliseconds of the first failure after the last success. */
  | { readonly state: 'lost'; readonly since: number; readonly detail: string };

/** An append-only log of streams. One suite (`test/event-log`) holds for every adapter. */
export interface EventLog {
  /**
   * Appends all entries or none. The right side is reached only when the bytes are durable. No promise is made over
   * two appends. The revision is looked at before the ids; no entries at the right revision is a success without
   * positions.
   */
  append(
    stream: string,
    expected: ExpectedRevision,
    entries: readonly NewEntry[],
  ): TaskEither<AppendError, Appended>;

  /** The entries of a stream from a revision on (inclusive, default 0); a missing stream is empty. */
  readStream(stream: string, fromRevision?: number): AsyncIterable<Entry>;

  /** All entries after a position (exclusive; from the start without one), in batches, pulled by the reader. */
  readAll(after?: Position, batchSize?: number): AsyncIterable<readonly Entry[]>;

  /**
   * Emits after each commit with the position of the newest entry. It is a nudge, not a carrier: whoever hears it
   * pulls from where they stand, so that a slow listener can neither lose nor hoard entries.
   */
  readonly tail: Observable<Position>;

  /** May others append to this log while it is open here? Then what was read of a stream may be behind at any time. */
  readonly hasOtherWriters: boolean;

  /** Position of the newest entry and number of entries, or undefined for an empty log. */
  head(): Promise<{ readonly position: Position; readonly count: number } | undefined>;

  /** An engine in this process is always reached; one beyond a network may be lost for a while. */
  reach(): Reach;

  /** Negative, zero or positive as `a` lies before, at or after `b`. */
  comparePositions(a: Position, b: Position): number;

  /**
   * Copies the log, consistent as of one moment, into a new SQLite log file while writers go on; never overwrites. The
   * copy holds the same entries in the same order; positions are the file's own, and equal where the log is such a file.
   */
  backup(target: string, progress?: (done: number, total: number) => void): Promise<void>;

  close(): Promise<void>;
}
