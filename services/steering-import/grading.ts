import type { Line } from './lines';
import { endsSentence } from './words';

const GRADE = '(?:strengt )?(?:hemmelig|hemmeleg|fortrolig|fortruleg)|konfidensielt|begrenset|avgrensa';
const BEFORE =
  '(?:\\d{1,3} |(?:(?:sikkerhets|tryggings)?grader(?:t|ing)|beskyttelsesgrad|klassifiser(?:t|ing)) )?';
const AFTER =
  '(?: \\d{1,4}| side .{1,20}| (?:jf|iht|i henhold til|etter|sikkerhetsloven|beskyttelsesinstruksen)\\b.{0,100})?';
const GRADING = new RegExp(`^${BEFORE}(?:${GRADE})${AFTER}$`, 'u');
const LONGEST = 200;

/**
 * The first line that grades the document: a grade alone on its line, in any case, perhaps decorated, numbered, spaced
 * out, or after a word such as «Gradert:». A sentence that speaks of graded matters is none, nor is its last word
 * that the wrapping left alone on a line. In doubt the line grades: what is graded must never get in.
 */
export function gradingLine(lines: readonly Line[]): number | undefined {
  return lines.find((line, i) => grades(line) && !endsSentenceBegunBy(lines[i - 1], line))?.number;
}

function grades({ text }: Line): boolean {
  if (text.length > LONGEST) return false;
  const words = text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}§]+/gu, ' ')
    .trim();
  const together = /^(?:\p{L} )+\p{L}$/u.test(words)
    ? words.replaceAll(' ', '').replace('strengt', 'strengt ')
    : words;
  return GRADING.test(together);
}

function endsSentenceBegunBy(before: Line | undefined, line: Line): boolean {
  if (before === undefined || line.blankBefore || endsSentence(before.text)) return false;
  const shouted = line.text === line.text.toUpperCase();
  return shouted ? line.text.endsWith('.') : /^\p{Ll}/u.test(line.text);
}
