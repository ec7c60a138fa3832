import type { SteeringDocument } from '../../services/steering-import';
import { packed } from './documents';

/** A piece of a document that has lines of its own: an item, or an entry of a list that is no requirement. */
interface Piece {
  readonly text: string;
  readonly lines: readonly [first: number, last: number];
  readonly bullet: boolean;
}

type Change = (raw: readonly string[], piece: Piece) => readonly string[];

const LEAD = /^[\s\f]*(?:[•‣▪■○\uf0b7*·–-] +|o +)?/u;

/** Changes each piece of the text by itself, from the last to the first, so that line numbers stay true. */
function changePieces(text: string, document: SteeringDocument, change: Change): string {
  const lines = text.split('\n');
  const pieces: Piece[] = [
    ...document.items.map(item => ({ ...item, bullet: item.reportable })),
    ...document.lists.flatMap(list => list.entries.map(entry => ({ ...entry, bullet: true }))),
  ];
  pieces.sort((a, b) => b.lines[0] - a.lines[0]);
  for (const piece of pieces) {
    const [first, last] = piece.lines;
    const raw = lines.slice(first - 1, last);
    lines.splice(first - 1, raw.length, ...change(raw, piece));
  }
  return lines.join('\n');
}

/** The same words filled to another width; blank lines and page breaks inside a piece go. */
export const rewrap = (text: string, document: SteeringDocument, width: number, atHyphens = false): string =>
  changePieces(text, document, (raw, piece) => {
    const [front = ''] = raw;
    const lead = LEAD.exec(front)?.[0] ?? '';
    const same = packed(raw.join('').replace(LEAD, '')) === packed(piece.text);
    return same ? fill(lead.replaceAll('\f', ''), piece.text, width, atHyphens) : raw;
  });

function fill(lead: string, text: string, width: number, atHyphens: boolean): readonly string[] {
  const words = text
    .split(' ')
    .flatMap(word => (atHyphens ? word.split(/(?<=\p{L}\p{L}-)(?=\p{L})/u) : [word]));
  const lines: string[] = [];
  let line = lead;
  for (const word of words) {
    const glue =
      line === lead ||
      (/\p{L}\p{L}-$/u.test(line) && !text.includes(`${line.split(' ').at(-1) ?? ''} ${word}`))
        ? ''
        : ' ';
    if (line !== lead && line.length + glue.length + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line += glue + word;
    }
  }
  return [...lines, line];
}

/**
 * Puts a page break into each piece of several lines, where `pick` says, in place of those there were. `anywhere`: also
 * where a sentence ends; with a blank line before, nobody could tell such a break from the end of the paragraph.
 */
export const movePageBreaks = (
  text: string,
  document: SteeringDocument,
  pick: (choices: number) => number,
  { pageBreak, anywhere }: { readonly pageBreak: string; readonly anywhere: boolean },
): string =>
  changePieces(text, document, raw => {
    const places = raw.flatMap((line, i) => (i > 0 && mayBreak(raw[i - 1] ?? '', line, anywhere) ? [i] : []));
    const at = places.length === 0 ? 0 : places[pick(places.length)];
    return raw.map((line, i) =>
      i === 0 || NO_WORDS.test(line) ? line : (i === at ? pageBreak : '') + line.trimStart(),
    );
  });

const NO_WORDS = /^\s*\d*\s*$/u;

const mayBreak = (before: string, line: string, anywhere: boolean): boolean =>
  !NO_WORDS.test(line) && !NO_WORDS.test(before) && (anywhere || !/[.:;)]\s*$/u.test(before));

/** Gives bullets other marks; a space alone is a mark that was lost. */
export const changeGlyphs = (text: string, document: SteeringDocument, glyphFor: () => string): string =>
  changePieces(text, document, (raw, piece) => {
    const [front = '', ...rest] = raw;
    return piece.bullet && !/^\s*\d/u.test(front)
      ? [` ${glyphFor()}${front.replace(LEAD, '')}`, ...rest]
      : raw;
  });

/** What has to stay the same whatever the text looks like; the spaces between words are nothing. */
export const essence = ({ items, lists }: SteeringDocument): unknown => ({
  items: items.map(({ kind, reportable, section, sectionTitle, text, addressees, modality, indicator }) => ({
    kind,
    reportable,
    section,
    sectionTitle: packed(sectionTitle),
    text: packed(text),
    addressees,
    modality,
    indicator,
  })),
  lists: lists.map(list => list.entries.map(({ text }) => packed(text))),
});
