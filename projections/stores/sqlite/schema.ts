import type { SqlValue } from '../../../services/sqlite';
import type { Entry, Layout } from '../layout';

/** Marks the file as ours (https://www.sqlite.org/fileformat.html#application_id): "KrVw". */
export const APPLICATION_ID = 0x4b725677;
/** Raised when tables change their shape; an older file is then built anew. */
export const FORMAT = 1;

/**
 * The tables of the store itself. `n` is never used twice, so that a dropped generation is not mistaken for another.
 * `is_indexed`: the generation has its indexes and keeps its entries; before that it is only loaded.
 */
export const STORE_TABLES = `
  CREATE TABLE generations (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    collections TEXT NOT NULL,
    seq INTEGER,
    position TEXT,
    is_indexed INTEGER NOT NULL DEFAULT 0,
    is_current INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE UNIQUE INDEX one_current_generation ON generations (is_current) WHERE is_current = 1;
  PRAGMA application_id = ${APPLICATION_ID};
  PRAGMA user_version = ${FORMAT};
`;

/** The names of a collection's tables. */
export interface Tables {
  readonly documents: string;
  readonly entries: string;
}

export const tablesOf = (generation: number, collection: number): Tables => ({
  documents: `documents_${generation}_${collection}`,
  entries: `entries_${generation}_${collection}`,
});

export const columnName = (column: { readonly ordinal: number }): string => `c${column.ordinal}`;

/**
 * Documents, with a column for each single entry. Columns have no type, so that nothing is converted; `lists` holds the
 * entries of the list fields as JSON. The document comes last: long ones lie on pages of their own.
 */
export const documentsTable = (layout: Layout, { documents }: Tables): string => `
  CREATE TABLE ${documents} (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    ${layout.columns.map(column => `${columnName(column)}, `).join('')}
    lists TEXT,
    document TEXT NOT NULL
  )`;

/** An index for each column and each declared combination; the key within them serves order and cursor. */
export const documentIndexes = (layout: Layout, { documents }: Tables): readonly string[] =>
  [...layout.columns.map(column => [column]), ...layout.sorts].map(
    (columns, i) =>
      `CREATE INDEX IF NOT EXISTS ${documents}_${i} ON ${documents} (${columns.map(columnName).join(', ')}, key)`,
  );

/** The index of a single column among them. */
export const indexName = ({ documents }: Tables, column: { readonly ordinal: number }): string =>
  `${documents}_${column.ordinal}`;

/** The entries of list fields, each with the documents that have it. */
export const entriesTable = ({ entries }: Tables): string => `
  CREATE TABLE ${entries} (
    field INTEGER NOT NULL,
    entry NOT NULL,
    id INTEGER NOT NULL,
    PRIMARY KEY (field, entry, id)
  ) WITHOUT ROWID`;

export const dropTables = ({ documents, entries }: Tables): string =>
  `DROP TABLE IF EXISTS ${documents}; DROP TABLE IF EXISTS ${entries};`;

const FALSE = Uint8Array.of(0);
const TRUE = Uint8Array.of(1);
/** Stands in a `values` field for a document that has none; an entry's own blobs are one byte long. */
export const NO_ENTRY = new Uint8Array(0);

/** An entry as SQLite compares it: numbers before texts before blobs, which booleans are. Missing is null. */
export function sqlValue(entry: Entry | undefined): SqlValue {
  if (entry === undefined) return null;
  return typeof entry === 'boolean' ? (entry ? TRUE : FALSE) : entry;
}

/** The text in a column that always holds one. */
export function textIn(value: SqlValue | undefined): string {
  if (typeof value === 'string') return value;
  throw new SyntaxError('a text was expected');
}

/** The whole number in a column that always holds one. */
export function numberIn(value: SqlValue | undefined): number {
  if (typeof value === 'number' || typeof value === 'bigint') return Number(value);
  throw new SyntaxError('a number was expected');
}
