import type { Family } from '../contracts/catalogue/define';
import type { Mark } from '../contracts/states/told';
import type { Moment, Placed } from '../contracts/views';
import { type AnyLife, type Life, standsBehind } from './life';
import type { CollectionSpec, Document, Found, IndexedField } from './stores';

/**
 * A view whose documents each belong to one stream: a pure function of the stream's life. What the life no longer gives
 * after a correction is taken away.
 */
export interface View<F extends Family = Family> {
  readonly family: F;
  /** Raised whenever the documents of the same life change; that makes a new generation. */
  readonly version: number;
  readonly collection: CollectionSpec;
  /** The subject of the stream that gives the document with this key; the key itself unless told. */
  readonly subjectOf?: (key: string) => string;
  readonly documents: (life: Life<F>, placed: Placed) => readonly Found[];
}

/** A stream's part in a document that it shares with others. */
export interface Part {
  readonly key: string;
  readonly part: Document;
}

/** A view whose documents are each made of the parts of several streams. */
export interface SharedView {
  readonly version: number;
  readonly collection: CollectionSpec;
  /** Which families have parts in it; any, unless told. */
  readonly families?: readonly Family[];
  /** The streams whose parts are in a document. */
  readonly streamsOf: (key: string, document: Document) => readonly string[];
  readonly parts: (life: AnyLife, placed: Placed) => readonly Part[];
  /**
   * The document with the parts of these streams in place, or taken out where there is none; undefined where nothing is
   * left. The order in which parts come must not show.
   */
  readonly join: (
    key: string,
    document: Document | undefined,
    given: ReadonlyMap<string, Document | undefined>,
  ) => Document | undefined;
}

/** The views of each family. */
export type ViewsByFamily = { readonly [F in Family]?: readonly View<F>[] };

export const indexed = (kind: IndexedField['kind'], ...paths: readonly string[]): readonly IndexedField[] =>
  paths.map(path => ({ path, kind }));

/** A fact's record and times, as views show them. */
export const momentOf = (mark: Mark): Moment => ({
  record: standsBehind(mark),
  time: mark.time,
  recordedAt: mark.recordedAt,
});
