import type { Line } from './lines';
import { numberedOf } from './marks';
import { endsSentence, firstWord, startsLower } from './words';

/** How wide the text is set. */
export interface Width {
  /** So many letters, with the next word, do not fit on a line. */
  readonly limit: number;
  /** Lines are filled alike, so that a short one was ended on purpose. */
  readonly even: boolean;
}

const UNKNOWN: Width = { limit: 60, even: false };
const ENOUGH = 10;
/** Longer lines than anyone sets: the text is not wrapped, and each line is a paragraph. */
const UNWRAPPED = 160;
const NOT_WRAPPED: Width = { limit: Infinity, even: true };
/** One line in twenty may be an oddity. */
const ODD = 0.05;
/** In a proportional font lines of one width have from so large a part of the usual number of letters on. */
const PROPORTIONAL = 0.7;

/** Marks and page tops push lines out by so much. */
const SLACK = 3;

interface Running {
  readonly length: number;
  /** With the word that did not fit. */
  readonly together: number;
}

/**
 * How wide the text is set, told by the text itself: where a sentence runs on, the first word of the next line did not
 * fit on the line before. A line on which the next word would have fitted was ended on purpose.
 */
export function widthOf(lines: readonly Line[]): Width {
  const running: Running[] = [];
  lines.forEach((line, i) => {
    const before = lines[i - 1];
    if (before === undefined || line.blankBefore || line.pageBefore || line.indent > 0) return;
    if (numberedOf(before.text) !== undefined) return;
    if (!endsSentence(before.text) && startsLower(line.text)) {
      running.push({ length: lengthOf(before), together: together(before, line) });
    }
  });
  if (lines.filter(line => line.text.length > UNWRAPPED).length > running.length) return NOT_WRAPPED;
  if (running.length === 0) return UNKNOWN;
  const least = partWay(running, line => line.together, ODD);
  const longest = partWay(running, line => line.length, 1 - ODD);
  const usual = PROPORTIONAL * partWay(running, line => line.together, 0.5);
  return least + SLACK > longest
    ? { limit: Math.min(least, longest + 1), even: true }
    : { limit: usual, even: least > usual && running.length >= ENOUGH };
}

function partWay(running: readonly Running[], of: (line: Running) => number, part: number): number {
  const sorted = running.map(of).sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}

const lengthOf = (line: Line): number => line.indent + line.text.length;
const together = (line: Line, next: Line): number => lengthOf(line) + 1 + firstWord(next.text).length;

/** The next word did not fit, so that nothing tells that the line was ended on purpose. */
export const isFull = (line: Line, next: Line, { limit }: Width): boolean => together(line, next) >= limit;
