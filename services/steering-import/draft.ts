import type { Chunk } from './chunks';
import type { DoubtCode } from './doubts';
import type { Line } from './lines';
import type { Width } from './width';
import type { Trigger } from './triggers';

/** Where in the document's numbering we are. */
export interface Chapter {
  /** The annex's number; absent in the main part, empty where an annex has none. */
  readonly annex?: string;
  readonly path: readonly number[];
  /** Whether numbers of chapters end with a dot in this part of the document; unknown before the first. */
  readonly dotted?: boolean;
}

/** A list as far as it has been read. */
export interface List {
  /** `requirement`: under a trigger; `plain`: under another text that ends with a colon; `loose`: under neither. */
  readonly kind: 'requirement' | 'plain' | 'loose';
  readonly trigger?: Trigger;
  readonly entries: number;
  /** The mark of its entries; absent where the first entry had none. */
  readonly glyph?: string;
  /** The number of its last entry, if they are numbered. */
  readonly number?: number;
  readonly indent: number;
  /** Its entries begin with small letters. */
  readonly lowercase: boolean;
  /** Its entries end with full stops. */
  readonly ended: boolean;
  /** The list within whose last entry this one stands. */
  readonly outer?: List;
}

/** A block while its lines are being gathered. */
export interface Draft {
  readonly kind: 'heading' | 'paragraph' | 'bullet';
  readonly texts: string[];
  readonly first: Line;
  last: Line;
  readonly doubts: Set<DoubtCode>;
  readonly chapter?: Chapter;
  readonly list?: List;
}

interface Doubtful {
  readonly doubts?: readonly DoubtCode[];
}

/** Where a chunk belongs: to the block before, or to a new one. `unmarked`: its mark is not part of the text. */
export type Place =
  | ({ readonly to: 'same'; readonly unmarked?: boolean } & Doubtful)
  | ({ readonly to: 'paragraph' } & Doubtful)
  | ({ readonly to: 'bullet'; readonly list: List } & Doubtful)
  | ({ readonly to: 'heading'; readonly chapter: Chapter; readonly title: string } & Doubtful);

/** What the decision about a chunk stands on. */
export interface Situation {
  readonly before: Draft | undefined;
  /** The list that is open before the chunk. */
  readonly list: List | undefined;
  readonly chapter: Chapter;
  readonly width: Width;
}

export const textOf = (chunk: Chunk): string => chunk.lines[0].text;

/** The chunk stands right under the line before, with no blank line or page break between. */
export const adjoins = (chunk: Chunk): boolean => !chunk.lines[0].blankBefore && !chunk.lines[0].pageBefore;
