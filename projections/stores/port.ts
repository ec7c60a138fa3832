import type { TaskEither } from 'fp-ts/TaskEither';

/**
 * The view store: documents with declared indexes. A *generation* is one complete set of views at one version, with its
 * own checkpoint; one generation is the current one, another may be under construction beside it.
 */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type Document = { readonly [key: string]: Json };

/** How a field is found: by value, by order of a text (æ, ø, å last), or by the words in it. */
export interface IndexedField {
  /**
   * Path into the document, its steps joined by dots (`due.date`). For `values` and `words` it leads through lists as
   * well: `items.addressee` is the addressee of every item. For the other kinds a list on the way is a missing field.
   */
  readonly path: string;
  /**
   * `value`: string, number or boolean, compared as stored: numbers before strings (by their UTF-8 bytes) before
   * booleans; anything else is a missing field. `sorted-text`: a string, ordered as Norwegian readers expect; equal
   * only if exactly equal. `values`: a list (or one scalar); `equals` and `in` match if any element does.
   * `words`: full-text by whole normalised words of a string or of a list of strings.
   */
  readonly kind: 'value' | 'sorted-text' | 'values' | 'words';
}

/** A collection of one view's documents. */
export interface CollectionSpec {
  readonly name: string;
  readonly indexes: readonly IndexedField[];
  /**
   * Combinations that must be fast at any size: each a list of declared `value` or `sorted-text` paths, first those
   * compared by `equals`, then the one ordered by. Any other combination is answered too, by sorting what the filter
   * leaves.
   */
  readonly sorts?: readonly (readonly string[])[];
}

export type Scalar = string | number | boolean | null;

/** What a reader may ask of a collection; every path must be declared as an index. `null` matches a missing field. */
export type Filter =
  /** On `value`, `sorted-text` and `values` fields. An empty list counts as missing. */
  | { readonly op: 'equals'; readonly path: string; readonly value: Scalar }
  | { readonly op: 'in'; readonly path: string; readonly values: readonly Scalar[] }
  /**
   * On `value` and `sorted-text` fields. Inclusive bounds of one type, either may be left out (both: any value). Only
   * values of the bounds' type match, missing fields never. `sorted-text` is compared as it is ordered, but without
   * regard to case and accents.
   */
  | {
      readonly op: 'range';
      readonly path: string;
      readonly from?: string | number;
      readonly to?: string | number;
    }
  /** Every word of `query` occurs (as a whole word or as the beginning of one) in a `words` field. */
  | { readonly op: 'text'; readonly path: string; readonly query: string }
  | { readonly op: 'and'; readonly all: readonly Filter[] };

/** On `value` and `sorted-text` fields. */
export interface Order {
  readonly path: string;
  readonly descending?: boolean;
}

export interface Query {
  readonly filter?: Filter;
  /**
   * Missing values come last in either direction. Ties are broken by key (bytewise), in the direction of the last term,
   * so that descending is the exact reverse of ascending among documents that have the field.
   */
  readonly order?: readonly Order[];
  /** 1 to `MAX_LIMIT`. */
  readonly limit: number;
  /** Opaque, from the page before; valid for the same collection, filter and order only. */
  readonly cursor?: string;
}

/** The longest page; more is pulled page by page, or by `scan`. */
export const MAX_LIMIT = 10_000;

/** Why a query cannot be answered: the reader's mistake. `detail` says what was expected, in words for the reader. */
export interface QueryError {
  readonly kind: 'undeclared-path' | 'unfit-filter' | 'bad-cursor' | 'bad-limit';
  readonly path?: string;
  readonly detail: string;
}

/** What can befall the store itself. */
export type StoreError =
  /** The file cannot be read as a view store. Views are derived: discard it and build them anew. */
  | { readonly kind: 'damaged'; readonly detail: string }
  /** What lies there is something else's data. Never to be discarded. */
  | { readonly kind: 'foreign'; readonly detail: string }
  /** No room; nothing was stored. The same call may succeed later. */
  | { readonly kind: 'no-space'; readonly detail: string }
  /** Not reachable, or busy beyond the store's patience; nothing was stored. The same call may succeed later. */
  | { readonly kind: 'unavailable'; readonly detail: string }
  /** This generation is no longer there: another one was promoted. Open the current one. */
  | { readonly kind: 'dropped'; readonly detail: string }
  /** The call does not fit what is there: other collections, dropping the current generation, promoting an unknown one. */
  | { readonly kind: 'refused'; readonly detail: string };

/** A read that the store itself could not do rejects with this. */
export class StoreFailure extends Error {
  constructor(readonly failure: StoreError) {
    super(failure.detail);
    this.name = 'StoreFailure';
  }
}

export interface Found {
  readonly key: string;
  readonly document: Document;
}

export interface Page {
  readonly items: readonly Found[];
  /** How many documents the filter matches, on all pages together. */
  readonly total: number;
  /** Given where more follows. */
  readonly next?: string;
}

/** How far a generation has folded the feed: `seq` of the last record handled and the engine's position of it. */
export interface Checkpoint {
  readonly seq: number;
  readonly position: string;
}

export const isSameCheckpoint = (a: Checkpoint | undefined, b: Checkpoint | undefined): boolean =>
  a?.seq === b?.seq && a?.position === b?.position;

export interface Change {
  readonly collection: string;
  readonly key: string;
  /** The document from now on, or undefined where it is taken away. */
  readonly document: Document | undefined;
}

export type CommitOutcome = 'committed' | 'fenced';

/** The reads reject with `StoreFailure` where the store itself fails. An undeclared collection is a bug and throws. */
export interface Reading {
  readonly collections: readonly CollectionSpec[];

  get(collection: string, key: string): Promise<Document | undefined>;
  /** The documents there are among these keys, however many. */
  getMany(collection: string, keys: readonly string[]): Promise<ReadonlyMap<string, Document>>;
  find(collection: string, query: Query): TaskEither<QueryError, Page>;
  /**
   * Every document of a collection in key order (bytewise), pulled. Not of one moment: a document committed meanwhile
   * may be seen or not, each as a whole.
   */
  scan(collection: string): AsyncIterable<Found>;
}

/** One complete set of views, with its checkpoint. */
export interface Generation extends Reading {
  readonly id: string;

  checkpoint(): Promise<Checkpoint | undefined>;
  /**
   * Applies the changes in order and moves the checkpoint from `from` to `to`, both or neither as far as readers can
   * tell: they may see documents ahead of the checkpoint, never behind it. `fenced`: somebody else moved it first,
   * nothing is done. On the left side nothing is promised to be done, and the same commit may be tried again.
   * The changes are asked for as they are written, so that they need never be all in memory.
   */
  commit(
    changes: Iterable<Change>,
    from: Checkpoint | undefined,
    to: Checkpoint,
  ): TaskEither<StoreError, CommitOutcome>;
}

export interface ViewStore {
  /** The generation readers are served from, if any has been completed. */
  current(): Promise<string | undefined>;
  /**
   * Opens a generation, making it where it is not there yet. A generation's collections never change: with others than
   * it was made with, `refused`.
   */
  open(id: string, collections: readonly CollectionSpec[]): TaskEither<StoreError, Generation>;
  /** Opens a generation for reading, which never makes one: `dropped` where it is not, or no longer, there. */
  openExisting(id: string, collections: readonly CollectionSpec[]): TaskEither<StoreError, Generation>;
  /** Makes this generation the current one, in one step, and drops every other. */
  promote(id: string): TaskEither<StoreError, void>;
  /** Drops a generation that is not current; one that is not there is no matter. */
  drop(id: string): TaskEither<StoreError, void>;
  close(): Promise<void>;
}
