import { endsSentence, firstWord, startsUpper } from './words';

/** What stands at the front of a line and makes it a bullet. */
export interface Marker {
  /** The glyph, or `1.` for any number and `a)` for any letter. */
  readonly glyph: string;
  /** The line after its marker. */
  readonly rest: string;
}

/** A line that begins with a number, as headings, list entries and wrapped prose do. */
export interface Numbered {
  readonly path: readonly number[];
  readonly dotted: boolean;
  readonly rest: string;
}

/** Glyphs that words may follow at once; U+E000 and on is where symbol fonts keep theirs. */
const ROUND = /^[•‣▪▫■□●○◦∙⁃➢➤►▶→✓✔❖\ufffd\ue000-\uf8ff]/u;
/** Signs that are bullets only before a space. */
const ALSO_SIGNS = /^(?:[-–—*·+>]|o)$/u;
const ENUMERATED = /^\(?(?:\p{Ll}|\d{1,2}|[ivx]{2,4})\)$/u;

/** The bullet mark at the front of a line, if any. */
export function markerOf(text: string): Marker | undefined {
  if (ROUND.test(text)) return { glyph: text.charAt(0), rest: text.slice(1).trimStart() };
  const first = firstWord(text);
  if (first.length > 6) return undefined;
  const rest = text.slice(first.length + 1);
  if (ALSO_SIGNS.test(first)) return { glyph: first, rest };
  if (ENUMERATED.test(first) && rest !== '') return { glyph: 'a)', rest };
  return undefined;
}

/** A dash is a bullet here and a thought there. */
export const isDash = (glyph: string): boolean => /^[-–—]$/u.test(glyph);

/** The number at the front of a line, if what follows could be a title. */
export function numberedOf(text: string): Numbered | undefined {
  const found = /^(?:(?:kapittel|kap\.) )?(\d{1,2}(?:\.\d{1,2}){0,4})(\.?) (?=[«"(]?\p{Lu})/iu.exec(
    text.slice(0, 60),
  );
  if (found?.[1] === undefined) return undefined;
  const rest = text.slice(found[0].length);
  return /^[«"]?\p{Lu}/u.test(rest)
    ? { path: found[1].split('.').map(Number), dotted: found[2] === '.', rest }
    : undefined;
}

const LONGEST_TITLE = 160;

/** Reads as the title of a chapter: begins with a capital, is short, does not end as a sentence. */
export const isTitle = (text: string): boolean =>
  text.length <= LONGEST_TITLE &&
  startsUpper(text) &&
  (!endsSentence(text) || /[?)]$/u.test(text)) &&
  !text.endsWith(',');

/** `1` of «VEDLEGG 1 Rapportering», or an empty text where an annex has no number. */
export function annexOf(text: string): { readonly number: string; readonly title: string } | undefined {
  const found = /^vedlegg(?: (\d{1,2}|\p{Lu}))?(?:[.:]| [-–])?(?: |$)/iu.exec(text.slice(0, 30));
  if (found === null || !text.startsWith('V')) return undefined;
  const title = text.slice(found[0].length);
  const shouted = text.startsWith('VEDLEGG');
  return isTitle(text) && (title === '' || startsUpper(title)) && (shouted || found[1] !== undefined)
    ? { number: found[1] ?? '', title }
    : undefined;
}
