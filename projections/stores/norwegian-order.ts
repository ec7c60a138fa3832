import { fold } from './words';

const SEPARATORS = /[^\p{L}\p{N}]+/gu;
const DIGITS = /\d+/g;
/** The three characters after z in ASCII, which no folded letter uses. */
const AFTER_Z: Readonly<Record<string, string>> = { æ: '{', ø: '|', å: '}' };
const BEFORE_ALL = '\u0001';
const AFTER_BEFORE_ALL = '\u0002';

/**
 * What decides the order of a text at first sight, to be compared bytewise: words apart, numbers by their value and
 * before letters, a to z, then æ, ø, å (ä as æ, ö as ø, ü as y), without regard to case, accents and punctuation.
 * `aa` is two a's: in running text it mostly is.
 */
function primaryKey(text: string): string {
  return fold(text.replace(/[üű]/giu, 'y'))
    .replace(SEPARATORS, ' ')
    .trim()
    .replace(DIGITS, byValue)
    .replace(/[æøå]/g, letter => AFTER_Z[letter] ?? letter);
}

/** A number led by how many digits it has, so that 9 comes before 10. */
function byValue(digits: string): string {
  const significant = digits.replace(/^0+(?=\d)/, '');
  return String.fromCharCode(0x30 + Math.min(significant.length, 48)) + significant;
}

/** A key that sorts bytewise as Norwegian readers expect; texts that differ in case or accents only by their bytes. */
export const sortKey = (text: string): string => primaryKey(text) + BEFORE_ALL + text;

/** The least sort key of a text that reads like this one. */
export const firstSortKey = (text: string): string => primaryKey(text);

/** Above every sort key of a text that reads like this one, and below those of all that come after it. */
export const lastSortKey = (text: string): string => primaryKey(text) + AFTER_BEFORE_ALL;
