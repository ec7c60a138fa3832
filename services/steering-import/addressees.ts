import { isTrustWord } from './mentions';
import { bare, wordsOf } from './words';

export interface Addressees {
  /** One phrase for each addressee or group, as written. */
  readonly phrases: readonly string[];
  /** The words they were taken from. */
  readonly phrase?: string;
  /** A parenthesis stands at the end that may, or may not, name addressees. */
  readonly unsure?: true;
}

const LONGEST = 300;
const QUALIFIES = new Set(
  'alle inkl inkludert inklusive unntatt unnateke utenom utanom ekskl ekskludert med samt gjelder gjeld'.split(
    ' ',
  ),
);

/** Reads the parenthesis a bullet ends with: «(Alle HF, inkl. Nordfjella)» gives «Alle HF» and «inkl. Nordfjella». */
export function addresseesAtEnd(text: string): Addressees {
  const end = text.slice(-LONGEST).replace(/\.$/u, '');
  if (!end.endsWith(')')) return { phrases: [] };
  const inside = end.slice(end.lastIndexOf('(') + 1, -1).replace(/\.$/u, '');
  if (!end.includes('(')) return { phrases: [] };
  const phrases = inside
    .split(/, | og (?=\p{Lu})|; | (?=(?:unntatt|unnateke|utenom|utanom|inkl|ekskl|med unnta))/u)
    .map(phrase => phrase.trim())
    .filter(phrase => phrase !== '');
  if (
    phrases.length > 0 &&
    phrases.some(isPlain) &&
    phrases.every(phrase => isPlain(phrase) || isName(phrase))
  ) {
    return { phrases, phrase: inside };
  }
  return phrases.length > 0 && phrases.every(isName) ? { phrases: [], unsure: true } : { phrases: [] };
}

/** Surely means organisations: «Alle HF», «inkl. X», «Nordfjella HF». */
const isPlain = (phrase: string): boolean => {
  const words = wordsOf(phrase);
  return QUALIFIES.has(bare(words[0] ?? '')) || words.some(isTrustWord);
};

/** A proper name, and not an abbreviation such as «NSM», nor a year. */
const isName = (phrase: string): boolean =>
  /^\p{Lu}\p{Ll}/u.test(phrase) && wordsOf(phrase).length <= 6 && !/\p{N}/u.test(phrase);
