import type { SqlValue } from '../../../services/sqlite';
import { entriesOf, entryOf, type Entry, type Layout } from '../layout';
import type { Document } from '../port';
import { NO_ENTRY, sqlValue } from './schema';

/** A document's entries, list field by list field. */
export type Lists = readonly (readonly Entry[])[];

/** A document as its row has it, but for the key. */
export interface RowValues {
  readonly columns: readonly SqlValue[];
  readonly lists: Lists;
  /** `lists` as the row has them. */
  readonly listsText: string | null;
  readonly text: string;
}

export function rowValues(layout: Layout, document: Document): RowValues {
  const lists = layout.lists.map(list => entriesOf(list, document));
  return {
    columns: layout.columns.map(column => sqlValue(entryOf(column, document))),
    lists,
    listsText: lists.length > 0 ? JSON.stringify(lists) : null,
    text: JSON.stringify(document),
  };
}

/** What the entries table holds for a document: its entries, or in a `values` field the mark that it has none. */
export function heldEntries(kind: 'values' | 'words', entries: readonly Entry[]): readonly SqlValue[] {
  return kind === 'values' && entries.length === 0 ? [NO_ENTRY] : entries.map(sqlValue);
}

/** The lists a row has. */
export function parseLists(text: SqlValue | undefined): Lists {
  const lists: unknown = typeof text === 'string' ? JSON.parse(text) : [];
  if (isLists(lists)) return lists;
  throw new SyntaxError('lists of entries were expected');
}

const isLists = (value: unknown): value is Lists => Array.isArray(value) && value.every(isEntries);

const isEntries = (value: unknown): value is readonly Entry[] =>
  Array.isArray(value) && value.every(entry => ['string', 'number', 'boolean'].includes(typeof entry));
