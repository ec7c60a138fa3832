import type { Doubt } from './doubts';
import type { Encoding } from './decode';
import type { IndicatorFacts } from './indicator';

/** How binding the words are for those they name; the strongest one found. */
export type Modality = 'skal' | 'må' | 'forventes' | 'bør' | 'kan';

/** The document's own division: ingress frames, bullets are reported on. */
export type ItemKind = 'framing' | 'indicator' | 'task';

/** First and last line with words of the item, counted from 1 in the file as given. */
export type LineRange = readonly [first: number, last: number];

/** What the reader proposes as one requirement; a person decides. */
export interface DraftItem {
  readonly kind: ItemKind;
  readonly reportable: boolean;
  /** The chapter's number («3.2»), in an annex «Vedlegg 1 pkt. 2», before the first chapter «0». */
  readonly section: string;
  readonly sectionTitle: string;
  /** The document's words, typos and all, joined by single spaces. */
  readonly text: string;
  readonly modality?: Modality;
  /** Who is meant, in the document's words: «Alle HF», «inkl. Nordfjella HF», «Helseforetaket». */
  readonly addressees: readonly string[];
  /** The words the addressees were taken from: the parenthesis at the end, or the subject. */
  readonly addresseePhrase?: string;
  readonly lines: LineRange;
  readonly doubts: readonly Doubt[];
  /** Wording such as «etter forespørsel» proposes that status is given when asked for. */
  readonly suggestedReportingMode?: 'on-request';
  /** What the text of an indicator tells; absent where it tells nothing. */
  readonly indicator?: IndicatorFacts;
}

/** A list that is no requirement: documents to go by, goals, focus areas. */
export interface PlainList {
  readonly section: string;
  readonly sectionTitle: string;
  readonly entries: readonly { readonly text: string; readonly lines: LineRange }[];
}

/** What a steering document was read as. */
export interface SteeringDocument {
  /** Of the bytes as given, lower-case hex. */
  readonly sha256: string;
  readonly title: string;
  readonly encoding: Encoding;
  /** All lines of the file. */
  readonly lines: number;
  readonly items: readonly DraftItem[];
  /** Nothing is lost: what is left out of the items because it is a list of something else. */
  readonly lists: readonly PlainList[];
}
