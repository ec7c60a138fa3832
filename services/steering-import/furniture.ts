import type { Line } from './lines';

const PAGE_NUMBER = /^(?:[-–—] ?)?(?:(?:side|page) )?\d{1,3}(?: ?(?:av|of|\/) ?\d{1,3})?(?: ?[-–—])?$/iu;
/** Columns from the margin: no text begins there. */
const CENTRED = 10;
const CONTENTS = /^(?:I(?:nnhald|nnhold)(?:sfortegnelse|sliste)?|INNH[OA]LD(?:SFORTEGNELSE|SLISTE)?)$/u;
/** So often a line stands at the top or the foot of pages before it is taken for one that every page has. */
const OFTEN = 3;

/** Leaves out what pages print around the text: page numbers, running heads and feet, the table of contents. */
export function withoutFurniture(lines: readonly Line[]): readonly Line[] {
  const running = runningLines(lines);
  const kept: Line[] = [];
  let pageBefore = false;
  let blankBefore = false;
  let inContents = false;
  lines.forEach((line, i) => {
    const next = lines[i + 1];
    inContents = CONTENTS.test(line.text) || (inContents && endsInPage(line.text));
    const edge = line.pageBefore || next === undefined || next.pageBefore;
    const number =
      PAGE_NUMBER.test(line.text) &&
      (edge || line.indent >= CENTRED || (line.blankBefore && next.blankBefore));
    const runs = edge && !line.text.endsWith(':') && running.has(withoutNumbers(line.text));
    if (number || inContents || hasLeaders(line.text) || runs) {
      pageBefore ||= number || edge;
      blankBefore ||= line.blankBefore;
      return;
    }
    kept.push(pageBefore ? { ...line, pageBefore, blankBefore: blankBefore || line.blankBefore } : line);
    pageBefore = false;
    blankBefore = false;
  });
  return kept;
}

/** Texts that stand at the edge of many pages. */
function runningLines(lines: readonly Line[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  lines.forEach((line, i) => {
    const edge = line.pageBefore || lines[i + 1]?.pageBefore === true;
    const text = withoutNumbers(line.text);
    if (edge) counts.set(text, (counts.get(text) ?? 0) + 1);
  });
  return new Set([...counts].filter(([, count]) => count >= OFTEN).map(([text]) => text));
}

/** Page numbers differ from page to page; what remains has to have words. */
const withoutNumbers = (text: string): string =>
  /\p{L}{3}/u.test(text) ? text.replace(/\d{1,4}/gu, '#') : text;

/** «2.1 Forskning ........ 7» */
function hasLeaders(text: string): boolean {
  const stem = text.replace(/ ?\d{1,3}$/u, '');
  return stem !== text && (stem.endsWith('....') || stem.endsWith('. . . .') || stem.endsWith('……'));
}

const endsInPage = (text: string): boolean => / \d{1,3}$/u.test(text.slice(-5));
