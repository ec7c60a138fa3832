import type { Line } from './lines';
import { endsSentence, firstWord, startsLower } from './words';

const UNKNOWN = 60;
/** Longer lines than anyone sets: the text is not wrapped, and each line is a paragraph. */
const UNWRAPPED = 160;
/** One line in twenty may be an oddity. */
const ODD = 0.05;

/**
 * How wide the text is set, told by the text itself: where a sentence runs on, the first word of the next line did not
 * fit on the line before. A line on which the next word would have fitted was ended on purpose.
 * `Infinity`: the text is not wrapped at all.
 */
export function fillLimit(lines: readonly Line[]): number {
  const didNotFit: number[] = [];
  lines.forEach((line, i) => {
    const before = lines[i - 1];
    if (before === undefined || line.blankBefore || line.pageBefore || line.indent > 0) return;
    if (!endsSentence(before.text) && startsLower(line.text))
      didNotFit.push(widthTogether(before.text, line.text));
  });
  didNotFit.sort((a, b) => a - b);
  const limit = didNotFit[Math.floor(didNotFit.length * ODD)];
  return limit ?? (lines.some(line => line.text.length > UNWRAPPED) ? Infinity : UNKNOWN);
}

const widthTogether = (line: string, next: string): number => line.length + 1 + firstWord(next).length;

/** The next word did not fit, so that nothing tells that the line was ended on purpose. */
export const isFull = (line: string, next: string, limit: number): boolean =>
  widthTogether(line, next) >= limit;
