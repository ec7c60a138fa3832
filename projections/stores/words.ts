/** Letters that no decomposition leads back to the Latin ones, and the neighbours' ä and ö, which count as æ and ø. */
const LETTERS: Readonly<Record<string, string>> = {
  ä: 'æ',
  ö: 'ø',
  ő: 'ø',
  ǻ: 'å',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ß: 'ss',
  ł: 'l',
  ŋ: 'n',
  ŧ: 't',
  œ: 'oe',
  ı: 'i',
};

const PLAIN = /^[\0-\x7fæøå]*$/;
const NOT_PLAIN = /[^\0-\x7fæøå]/gu;
const MARKS = /\p{M}/gu;
/** Soft hyphens, joiners and the like: they stand inside words and are not seen. */
const UNSEEN = /\p{Cf}/gu;

/**
 * A text without regard to case, accents and forms of the same letter (Unicode NFKC). æ, ø and å stay letters of
 * their own. Folding a folded text changes nothing.
 */
export function fold(text: string): string {
  const lower = text.toLowerCase();
  if (PLAIN.test(lower)) return lower;
  return lower
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFC')
    .replace(UNSEEN, '')
    .replace(NOT_PLAIN, c => LETTERS[c] ?? c.normalize('NFD').replace(MARKS, ''));
}

/** A longer run of letters is known by its beginning. */
const MAX_WORD = 64;
const WORDS = /[\p{L}\p{N}]+/gu;
/** The same for a plain folded text, found in a fraction of the time. */
const PLAIN_WORDS = /[a-z0-9æøå]+/g;

/** The words of a text, folded, in the order they stand: runs of letters and digits. */
export function wordsOf(text: string): readonly string[] {
  const folded = fold(text);
  return (folded.match(PLAIN.test(folded) ? PLAIN_WORDS : WORDS) ?? []).map(word =>
    word.length > MAX_WORD ? Array.from(word).slice(0, MAX_WORD).join('') : word,
  );
}
