import type { Line } from './lines';
import { annexOf, markerOf, numberedOf, type Marker, type Numbered } from './marks';
import { isTriggerLine } from './triggers';
import { endsSentence, startsLower, startsUpper } from './words';

/**
 * Lines that belong together whatever the context. Where only the context can tell, the text is cut here, and may be
 * joined again by who knows the context.
 */
export interface Chunk {
  readonly lines: readonly [Line, ...Line[]];
  readonly marker?: Marker;
  readonly numbered?: Numbered;
  readonly annex?: { readonly number: string; readonly title: string };
  /** The last line before the next mark, heading, or blank line that parts texts: how the run of text ends. */
  readonly runEnd: string;
  /** The next text follows after a blank line, or there is none. */
  readonly alone: boolean;
}

type Cut = Omit<Chunk, 'runEnd' | 'alone'>;

/** Cuts lines into chunks: at blank lines, indents, marks, possible headings, and sentences that end with their line. */
export function chunksOf(lines: readonly Line[]): readonly Chunk[] {
  const cuts: (Cut & { lines: [Line, ...Line[]] })[] = [];
  for (const line of lines) {
    const current = cuts.at(-1);
    if (current !== undefined && goesOn(cuts.at(-2), current, line)) current.lines.push(line);
    else cuts.push({ lines: [line], ...frontOf(line.text) });
  }
  return withRuns(cuts);
}

function frontOf(text: string): Pick<Cut, 'marker' | 'numbered' | 'annex'> {
  const annex = annexOf(text);
  if (annex !== undefined) return { annex };
  const numbered = numberedOf(text);
  if (numbered !== undefined) return { numbered };
  const marker = markerOf(text);
  return marker === undefined ? {} : { marker };
}

function goesOn(before: Cut | undefined, current: Cut, line: Line): boolean {
  const last = current.lines.at(-1) ?? current.lines[0];
  if (current.marker?.rest === '' && current.lines.length === 1) return markerOf(line.text) === undefined;
  if (line.blankBefore || line.pageBefore || line.indent > 0) return false;
  if (heads(current) || isTriggerLine(last.text) || isTriggerLine(line.text)) return false;
  if (Object.keys(frontOf(line.text)).length > 0) return false;
  if (endsSentence(last.text) && startsUpper(line.text)) return false;
  return !(before !== undefined && isSecondLineOfHeading(before, current) && startsUpper(line.text));
}

const heads = (cut: Cut): boolean => cut.numbered !== undefined || cut.annex !== undefined;

/** «… og beholder kompetent / personell / De ansatte …»: the title ends before the capital. */
const isSecondLineOfHeading = (before: Cut, current: Cut): boolean =>
  heads(before) &&
  !current.lines[0].blankBefore &&
  startsLower(current.lines[0].text) &&
  !endsSentence(current.lines.at(-1)?.text ?? '');

function withRuns(cuts: readonly Cut[]): readonly Chunk[] {
  const chunks: Chunk[] = [];
  let next: Chunk | undefined;
  for (const cut of cuts.toReversed()) {
    const last = (cut.lines.at(-1) ?? cut.lines[0]).text;
    const alone = next === undefined || next.lines[0].blankBefore;
    const ends =
      next === undefined ||
      next.marker !== undefined ||
      heads(next) ||
      (alone && (endsSentence(last) || !startsLower(next.lines[0].text)));
    next = { ...cut, alone, runEnd: ends ? last : (next?.runEnd ?? last) };
    chunks.push(next);
  }
  return chunks.reverse();
}
