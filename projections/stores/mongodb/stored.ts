import { entriesOf, entryOf, type Column, type Entry, type Layout } from '../layout';
import type { Document } from '../port';
import { packed } from './packed';

/**
 * What a version of a document is guarded by, compared field by field in this order: the later one stays. `e` counts how
 * often the checkpoint was moved back or left where it was, `s` is the seq the document stands at, `n` the number of
 * the step it was written for, `b` how often that step has written it before.
 */
export interface Guard {
  readonly e: number;
  readonly s: number;
  readonly n: number;
  readonly b: number;
}

/**
 * A version of a document, the guard first. The document itself is its JSON, byte by byte (see `packed`); beside it stand
 * the fields it is found by. One without JSON was taken away, and stays as the mark that no older version may come back.
 */
export interface Version extends Guard {
  readonly j?: string | Uint8Array;
  /** 1 where there is a document, to be counted by. */
  readonly v?: 1;
  readonly [field: `c${number}`]: string;
  readonly [field: `m${number}`]: 1;
  readonly [field: `l${number}`]: readonly string[];
}

export interface Stored {
  readonly _id: string;
  readonly d: Version;
}

type Numbered = { readonly ordinal: number };

export const columnName = ({ ordinal }: Numbered) => `c${ordinal}` as const;
/** 1 where the column has no entry, else not stored: missing values come last in either direction. */
export const missingName = ({ ordinal }: Numbered) => `m${ordinal}` as const;
export const listName = ({ ordinal }: Numbered) => `l${ordinal}` as const;

/** Stands for a missing value, and in a `values` field for a document that has none: less than every entry. */
export const MISSING = '';

export function versionOf(layout: Layout, guard: Guard, document: Document | undefined): Version {
  const { e, s, n, b } = guard;
  if (document === undefined) return { e, s, n, b };
  const fields: Record<`c${number}`, string> &
    Record<`m${number}`, 1> &
    Record<`l${number}`, readonly string[]> = {};
  for (const column of layout.columns) {
    const entry = entryText(entryOf(column, document));
    fields[columnName(column)] = entry;
    if (entry === MISSING) fields[missingName(column)] = 1;
  }
  for (const list of layout.lists) {
    const entries = entriesOf(list, document);
    // Words are looked for by their beginning, and hold none but letters and digits.
    const texts = list.kind === 'words' ? entries.map(String) : entries.map(entryText);
    fields[listName(list)] = texts.length === 0 ? [MISSING] : texts;
  }
  return { e, s, n, b, j: packed(JSON.stringify(document)), v: 1, ...fields };
}

/** The first letter tells the type, and puts numbers before texts before booleans. */
export const NUMBER = 'n';
export const TEXT = 's';
export const BOOLEAN = 't';

/** An entry as a text whose order, byte by byte, is the order of entries; whatever the server's rules for types are. */
export function entryText(entry: Entry | undefined): string {
  if (entry === undefined) return MISSING;
  if (typeof entry === 'string') return TEXT + entry;
  if (typeof entry === 'boolean') return BOOLEAN + (entry ? '1' : '0');
  return NUMBER + orderedHex(entry);
}

/** IEEE 754 as hexadecimal digits in the order of the numbers: positive ones above, negative ones turned round. */
function orderedHex(number: number): string {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(number === 0 ? 0 : number);
  const bits = bytes.readBigUInt64BE();
  const sign = 1n << 63n;
  bytes.writeBigUInt64BE(bits & sign ? bits ^ 0xffffffffffffffffn : bits | sign);
  return bytes.toString('hex');
}

/** The field of an order's term as it is named in a stored document. */
export const pathOf = (name: string): string => `d.${name}`;

export const columnPath = (column: Pick<Column, 'ordinal'>): string => pathOf(columnName(column));
