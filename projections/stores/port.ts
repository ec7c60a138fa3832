/**
 * The view store: documents with declared indexes. A *generation* is one complete set of views at one version, with its
 * own checkpoint; one generation is the current one, another may be under construction beside it.
 */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type Document = { readonly [key: string]: Json };

/** How a field is found: by value, by order of a text (æ, ø, å last), or by the words in it. */
export interface IndexedField {
  /** Path into the document, its steps joined by dots (`due.date`). */
  readonly path: string;
  /**
   * `value`: string, number or boolean, compared as stored. `sorted-text`: ordered as Norwegian readers expect.
   * `values`: a list; `equals` and `in` match if any element does. `words`: full-text by whole normalised words.
   */
  readonly kind: 'value' | 'sorted-text' | 'values' | 'words';
}

/** A collection of one view's documents. */
export interface CollectionSpec {
  readonly name: string;
  readonly indexes: readonly IndexedField[];
}

type Scalar = string | number | boolean | null;

/** What a reader may ask of a collection; every path must be declared as an index. `null` matches a missing field. */
export type Filter =
  | { readonly op: 'equals'; readonly path: string; readonly value: Scalar }
  | { readonly op: 'in'; readonly path: string; readonly values: readonly Scalar[] }
  /** Inclusive bounds, either may be left out. Missing fields never match. */
  | { readonly op: 'range'; readonly path: string; readonly from?: string | number; readonly to?: string | number }
  /** Every word of `query` occurs (as a whole word or as the beginning of one) in a `words` field. */
  | { readonly op: 'text'; readonly path: string; readonly query: string }
  | { readonly op: 'and'; readonly all: readonly Filter[] };

export interface Order {
  readonly path: string;
  readonly descending?: boolean;
}

export interface Query {
  readonly filter?: Filter;
  /** Ties are broken by key; missing values come last in either direction. */
  readonly order?: readonly Order[];
  readonly limit: number;
  /** Opaque, from the page before; valid for the same filter and order only. */
  readonly cursor?: string;
}

export interface Found {
  readonly key: string;
  readonly document: Document;
}

export interface Page {
  readonly items: readonly Found[];
  readonly total: number;
  /** Given where more follows. */
  readonly next?: string;
}

/** How far a generation has folded the feed: `seq` of the last record handled and the engine's position of it. */
export interface Checkpoint {
  readonly seq: number;
  readonly position: string;
}

export interface Change {
  readonly collection: string;
  readonly key: string;
  /** The document from now on, or undefined where it is taken away. */
  readonly document: Document | undefined;
}

export type CommitOutcome = 'committed' | 'fenced';

export interface Generation {
  readonly id: string;
  readonly collections: readonly CollectionSpec[];

  checkpoint(): Promise<Checkpoint | undefined>;
  get(collection: string, key: string): Promise<Document | undefined>;
  getMany(collection: string, keys: readonly string[]): Promise<ReadonlyMap<string, Document>>;
  find(collection: string, query: Query): Promise<Page>;
  /** Every document of a collection in key order (bytewise), pulled. */
  scan(collection: string): AsyncIterable<Found>;
  /**
   * Applies the changes and moves the checkpoint from `from` to `to`, both or neither as far as readers can tell: they
   * may see documents ahead of the checkpoint, never behind it. `fenced`: somebody else moved it first, nothing is done.
   */
  commit(changes: readonly Change[], from: Checkpoint | undefined, to: Checkpoint): Promise<CommitOutcome>;
}

export interface ViewStore {
  /** The generation readers are served from, if any has been completed. */
  current(): Promise<string | undefined>;
  /** Opens a generation, making it where it is not there yet. A generation's collections never change. */
  open(id: string, collections: readonly CollectionSpec[]): Promise<Generation>;
  /** Makes this generation the current one, in one step, and drops every other. */
  promote(id: string): Promise<void>;
  /** Drops a generation that is not current. */
  drop(id: string): Promise<void>;
  close(): Promise<void>;
}
