export interface GradingMark {
  /** From 1; lines end at LF or CRLF. */
  readonly line: number;
}

/** Bokmål and Nynorsk. */
const GRADE = '(?:(?:strengt )?(?:hemmelig|hemmeleg|fortrolig|fortruleg)|konfidensielt|begrenset|avgrensa)';
const BEFORE =
  '(?:[0-9]{1,3} |[a-z] )?(?:(?:(?:sikkerhets|tryggings|beskyttelses)?(?:grader(?:t|ing)|grad)|klassifiser(?:t|ing)) )?';
const AFTER =
  '(?: [0-9]{1,4}| side .{1,20}| (?:unntatt|jf|iht|i henhold til|(?:etter )?(?:sikkerhetsloven|beskyttelsesinstruksen))(?: .{0,100})?)?';
const MARK = new RegExp(`^${BEFORE}${GRADE}(?: ${GRADE})*${AFTER}$`, 'u');

/** A mark is short; a longer line is prose. */
const LONGEST = 200;

/** How every grade begins, with anything but letters in between: few texts do, and only these are looked at closely. */
const HINT = new RegExp(
  ['hemm', 'fort', 'konf', 'begr', 'avgr'].map(start => Array.from(start).join('\\P{L}*')).join('|'),
  'iu',
);

/** The shortest grade. */
const SHORTEST = 'hemmelig'.length;

/**
 * The first grading mark in a text: a grade (Sikkerhetsloven, Beskyttelsesinstruksen) alone on a line, in any case,
 * perhaps decorated, numbered, s p a c e d, or after a word such as «Gradert:». A sentence that speaks of graded matters
 * is no mark, nor is its last word that was wrapped onto a line of its own. In doubt it is a mark.
 */
export function gradingIn(text: string): GradingMark | undefined {
  if (text.length < SHORTEST || !HINT.test(text)) return undefined;
  const lines = text.split(/\r?\n/);
  const index = lines.findIndex((line, i) => grades(line) && !endsSentence(lines[i - 1], line));
  return index < 0 ? undefined : { line: index + 1 };
}

/** Page breaks and other separators also begin a line to the eye. */
const grades = (line: string): boolean => line.split(/[\r\v\f\u0085\u2028\u2029]/).some(isMark);

function isMark(line: string): boolean {
  if (line.trim().length > LONGEST) return false;
  const words = line
    .toLowerCase()
    .replace(/\p{Cf}/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  const spaced = /^(?:\p{L} )+\p{L}$/u.test(words);
  return MARK.test(spaced ? words.replaceAll(' ', '').replace('strengt', 'strengt ') : words);
}

/** Whether the line is but the end of a sentence that the line before began. */
function endsSentence(before: string | undefined, line: string): boolean {
  if (before === undefined || before.trim() === '' || /[.:;!?…]["»”)]*\s*$/u.test(before)) return false;
  const shouted = line === line.toUpperCase();
  return shouted ? line.trimEnd().endsWith('.') : /^\s*\p{Ll}/u.test(line);
}
