import type { Chunk } from './chunks';
import type { Draft, List, Place } from './draft';
import { isDash } from './marks';
import { isTriggerLine, readTrigger, triggerAtEnd } from './triggers';
import {
  beginsWithInfinitive,
  endsFully,
  endsSentence,
  hasFiniteVerb,
  joinLines,
  opensProse,
  startsLower,
  startsUpper,
} from './words';

/** Triggers are short: so much of a block's front or end is enough to find one. */
const TEXTS = 8;
const LETTERS = 300;

/** The list that stands open after this block. */
export function listAfter(draft: Draft): List | undefined {
  const colon = draft.last.text.endsWith(':');
  if (draft.kind === 'bullet' && draft.list !== undefined) {
    const list = { ...draft.list, ended: draft.list.ended || endsFully(draft.last.text) };
    return colon && list.kind !== 'requirement' ? { ...fresh('plain'), outer: list } : list;
  }
  if (draft.kind !== 'paragraph') return undefined;
  const front = joinLines(draft.texts.slice(0, TEXTS).map(text => text.slice(0, LETTERS)));
  const end = joinLines(draft.texts.slice(-TEXTS).map(text => text.slice(-LETTERS)));
  const trigger = readTrigger(front) ?? (colon ? triggerAtEnd(end)?.trigger : undefined);
  if (trigger !== undefined) return { ...fresh('requirement'), trigger };
  return colon ? fresh('plain') : undefined;
}

const fresh = (kind: List['kind']): List => ({ kind, entries: 0, indent: 0, lowercase: false, ended: false });

/** The list with this chunk as its next entry. */
export function withEntry(open: List | undefined, chunk: Chunk, number?: number): List {
  const list = open === undefined ? fresh('loose') : outward(open, chunk);
  const glyph = number === undefined ? chunk.marker?.glyph : '1.';
  const counted = { ...list, entries: list.entries + 1, ...(number === undefined ? {} : { number }) };
  if (list.entries > 0) return counted;
  const text = chunk.marker?.rest ?? chunk.lines[0].text;
  return {
    ...counted,
    indent: chunk.lines[0].indent,
    lowercase: startsLower(text),
    ...(glyph === undefined ? {} : { glyph }),
  };
}

/** Back to the outer list, when the mark is the outer one's and not the inner one's. */
function outward(list: List, chunk: Chunk): List {
  const { outer } = list;
  const glyph = chunk.marker?.glyph;
  return outer !== undefined && list.entries > 0 && glyph !== list.glyph && glyph === outer.glyph
    ? outward(outer, chunk)
    : list;
}

/** A dash or «b)» at the front of a line that only the wrapping put there. */
export function isThought(chunk: Chunk, before: Draft | undefined, list: List | undefined): boolean {
  const glyph = chunk.marker?.glyph ?? '';
  if (before === undefined || before.kind === 'heading') return false;
  if (!isDash(glyph) && glyph !== 'a)') return false;
  const runsOn = glyph === 'a)' && before.kind === 'bullet' && startsLower(chunk.marker?.rest ?? '');
  if (chunk.lines[0].blankBefore && !runsOn) return false;
  if (list !== undefined && (list.entries === 0 || list.glyph === glyph)) return false;
  const indented = chunk.lines[0].indent > 0 && startsUpper(chunk.marker?.rest ?? '');
  return !indented && !endsSentence(before.last.text);
}

const DEEPER = 2;

/** A bullet within a bullet under a trigger: part of the requirement's text. */
export function isNested(chunk: Chunk, before: Draft): boolean {
  const { list } = before;
  if (before.kind !== 'bullet' || list?.kind !== 'requirement') return false;
  const [{ indent }] = chunk.lines;
  const other = chunk.marker?.glyph !== list.glyph;
  if (indent >= list.indent + DEEPER) return true;
  return other && (before.doubts.has('sub-bullets') || before.last.text.endsWith(':'));
}

/** A chunk without a mark that does not go on from the block before: an entry that lost its mark, or running text. */
export function entryOrText(chunk: Chunk, list: List | undefined): Place {
  if (list === undefined || list.kind === 'loose' || isTriggerLine(chunk.lines[0].text))
    return { to: 'paragraph' };
  if (list.kind === 'requirement') return requirementOrText(chunk, list);
  return closesPlainList(chunk, list) ? { to: 'paragraph' } : { to: 'bullet', list: withEntry(list, chunk) };
}

/** Entries of such lists are names and slogans; a text that ends as a sentence, where they do not, is no entry. */
function closesPlainList({ runEnd, lines }: Chunk, list: List): boolean {
  if (!endsFully(runEnd) && !runEnd.endsWith(':')) return false;
  return (
    lines[0].indent === 0 ||
    (lines[0].blankBefore && list.entries > 0 && (!list.ended || list.glyph !== undefined))
  );
}

function requirementOrText(chunk: Chunk, list: List): Place {
  const indented = chunk.lines[0].indent > 0;
  const entry = { to: 'bullet', list: withEntry(list, chunk) } as const;
  const text = textOfChunk(chunk);
  if (list.entries === 0) return indented ? entry : { ...entry, doubts: ['lost-glyph'] };
  const marked = list.glyph !== undefined;
  if (indented) {
    const parted = marked && chunk.lines[0].blankBefore && hasFiniteVerb(text) && !readsOn(list, text);
    if (opensProse(text) || parted) return { to: 'paragraph', doubts: ['after-list'] };
    return marked ? { ...entry, doubts: ['lost-glyph'] } : entry;
  }
  if (readsOn(list, text)) return { ...entry, doubts: ['lost-glyph'] };
  return marked ? { to: 'paragraph' } : { to: 'paragraph', doubts: ['after-list'] };
}

/** Could the text be an entry of the list, by its wording alone? */
export const readsOn = (list: List, text: string): boolean =>
  list.trigger?.kind === 'task'
    ? beginsWithInfinitive(text)
    : list.trigger !== undefined && !opensProse(text);

export const textOfChunk = (chunk: Chunk): string => joinLines(chunk.lines.map(line => line.text));
