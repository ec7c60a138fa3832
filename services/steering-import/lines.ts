/** A line with words on it, as the rest of the reader sees it. */
export interface Line {
  /** Counted from 1 in the file as given; a line ends at LF or CRLF only. */
  readonly number: number;
  /** The words, parted by single spaces. */
  readonly text: string;
  /** Columns before the first word; page tops and lost bullet glyphs both leave one behind. */
  readonly indent: number;
  readonly blankBefore: boolean;
  /** A form feed, or what a page prints around its text, stood before. */
  readonly pageBefore: boolean;
}

export interface Lines {
  readonly lines: readonly Line[];
  /** All lines of the file, blank ones too. */
  readonly count: number;
}

const TAB = 4;

/** Cuts the text into lines; reading stops after `most` lines with words. */
export function splitLines(text: string, most: number): Lines {
  const lines: Line[] = [];
  let count = 0;
  let blankBefore = false;
  let pageBefore = false;
  for (let start = 0; start < text.length;) {
    const end = text.indexOf('\n', start);
    const raw = text.slice(start, end < 0 ? text.length : end);
    start = end < 0 ? text.length : end + 1;
    count += 1;
    const pages = raw.split('\f');
    pages.forEach((page, i) => {
      if (i > 0) pageBefore = true;
      const words = page.replace(/[\s\u200b\ufeff]+/gu, ' ').trim();
      if (words === '') {
        blankBefore ||= pages.length === 1;
      } else if (lines.length <= most) {
        lines.push({ number: count, text: words, indent: indentOf(page), blankBefore, pageBefore });
        blankBefore = false;
        pageBefore = false;
      }
    });
  }
  return { lines: fromTheMargin(lines), count };
}

function indentOf(raw: string): number {
  const margin = raw.slice(0, raw.length - raw.trimStart().length).replaceAll('\ufeff', '');
  return margin.length + (TAB - 1) * (margin.split('\t').length - 1);
}

/** Text taken out of a PDF with its layout has a margin: indents count from the commonest one. */
function fromTheMargin(lines: readonly Line[]): readonly Line[] {
  const counts = new Map<number, number>();
  for (const { indent } of lines) counts.set(indent, (counts.get(indent) ?? 0) + 1);
  const [margin] = [...counts].reduce((best, next) => (next[1] > best[1] ? next : best), [0, 0]);
  return margin < 2 ? lines : lines.map(line => ({ ...line, indent: Math.max(0, line.indent - margin) }));
}
