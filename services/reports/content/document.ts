import type { Language } from '../../../contracts/labels';
import type { Cite } from '../../../contracts/reports';

/** A line of a report: what it is called, what it says, and the records it rests on. */
export interface Line {
  readonly label: string;
  readonly text: string;
  readonly cites: readonly Cite[];
}

export interface Block {
  readonly title: string;
  readonly lines: readonly Line[];
}

/** One requirement's place in the document. */
export interface Entry {
  readonly id: string;
  readonly title: string;
  readonly blocks: readonly Block[];
}

export interface Cell {
  readonly text: string;
  /** The entry it speaks of. */
  readonly entry?: string;
  readonly cites?: readonly Cite[];
}

/** The first cell of a row names it. */
export interface Table {
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** What a chapter holds: named lines, a table, a list of lines without names, or an entry for each requirement. */
export type Content =
  | { readonly as: 'lines'; readonly lines: readonly Line[] }
  | { readonly as: 'table'; readonly table: Table }
  | { readonly as: 'list'; readonly intro?: string; readonly items: readonly Omit<Line, 'label'>[] }
  | { readonly as: 'entries'; readonly intro?: string; readonly entries: readonly Entry[] };

export interface Chapter {
  readonly id: string;
  readonly title: string;
  readonly content: Content;
  /** What to say where the chapter holds nothing. */
  readonly empty: string;
}

/** A report put into the words of one language, in no format yet; a format only has to set it. */
export interface ReportDocument {
  readonly language: Language;
  readonly title: string;
  readonly lead: readonly string[];
  readonly notices: readonly string[];
  readonly toContent: string;
  readonly chapters: readonly Chapter[];
  readonly footer: readonly Line[];
  readonly describeEvent: (cite: Cite) => string;
}
