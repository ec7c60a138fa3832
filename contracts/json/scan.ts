import type { JsonFlawCode } from './flaws';

/** Where a reading of a JSON text stands, and what stopped it. Mutable; never leaves this folder. */
export interface Scan {
  readonly text: string;
  readonly maxDepth: number;
  at: number;
  flaw: JsonFlawCode | undefined;
  /** Whether the last string read had an escape. */
  escaped: boolean;
  /** How many object members were read. */
  members: number;
  depth: number;
  /** Per open list or object: is it an object, and the present index, or where the present key begins (-1: at none). */
  readonly objects: boolean[];
  readonly places: number[];
  /** The keys of each open object; only kept to find a key that is known to be there twice. */
  readonly names: Set<string>[] | undefined;
}

export const startScan = (text: string, maxDepth: number, names?: Set<string>[]): Scan => ({
  text,
  maxDepth,
  at: 0,
  flaw: undefined,
  escaped: false,
  members: 0,
  depth: 0,
  objects: [],
  places: [],
  names,
});

/** Notes the flaw and its place. Always false, so that readers can `return fail(…)`. */
export function fail(scan: Scan, flaw: JsonFlawCode, at: number): false {
  scan.flaw = flaw;
  scan.at = at;
  return false;
}

/** An unexpected character, or the end of the text where more must come. */
export const failUnexpected = (scan: Scan, at: number): false =>
  at < scan.text.length
    ? fail(scan, 'unexpected-character', at)
    : fail(scan, 'unexpected-end', scan.text.length);
