import type { TaskEither } from 'fp-ts/TaskEither';
import type { ReadKind } from '../../contracts/api';

/** Somebody read something: who, when, what, and how it was answered. */
export interface ReadEntry {
  /** By the machine's clock, RFC 3339 in UTC. */
  readonly at: string;
  readonly actor: string;
  /** The organisation the reader speaks for; null for whoever sits at the machine. */
  readonly organisation: string | null;
  readonly credential: string;
  readonly kind: ReadKind;
  readonly method: string;
  /** As the table of endpoints has it. */
  readonly path: string;
  /** As it was asked for, with its query. */
  readonly address: string;
  /** Id of what was read; null for what has none, such as a list. */
  readonly thing: string | null;
  readonly status: number;
  readonly mediaType: string | null;
}

/** An entry in its place in this log. */
export interface NumberedRead extends ReadEntry {
  readonly number: number;
}

export interface ReadLogError {
  readonly kind: 'no-space' | 'unavailable';
  readonly detail: string;
}

/** Any of the values of each field that is given. */
export interface ReadFilter {
  readonly kind?: readonly string[];
  readonly actor?: readonly string[];
  readonly organisation?: readonly string[];
  readonly credential?: readonly string[];
  readonly thing?: readonly string[];
  readonly status?: number;
  /** From this time on, and before that one. */
  readonly from?: string;
  readonly before?: string;
}

export interface ReadQuery extends ReadFilter {
  readonly order: 'oldest-first' | 'newest-first';
  /** Only entries behind the one with this number, in that order. */
  readonly after?: number;
  readonly limit: number;
}

export interface ReadPage {
  readonly items: readonly NumberedRead[];
  /** On all pages together. */
  readonly total: number;
}

/** The log of reads: added to, read, and forgotten when its time is up. Not derived from the event log. */
export interface ReadLog {
  /** Adds all of them or none. They are numbered in this order. */
  append(entries: readonly ReadEntry[]): TaskEither<ReadLogError, void>;
  list(query: ReadQuery): TaskEither<ReadLogError, ReadPage>;
  /** Forgets what was read before that time, some of it at a call; gives how many entries it forgot. */
  forget(before: string): TaskEither<ReadLogError, number>;
  close(): Promise<void>;
}
