import type { Chunk } from './chunks';
import { goesOn } from './continuation';
import type { DoubtCode } from './doubts';
import { textOf, type Chapter, type Draft, type List, type Place, type Situation } from './draft';
import { continuesHeading, isFree, placeNumbered, START } from './headings';
import { entryOrText, isNested, isThought, listAfter, withEntry } from './lists';
import type { LineRange } from './model';
import type { Width } from './width';
import { joinLines } from './words';

interface Content {
  readonly text: string;
  readonly lines: LineRange;
  readonly doubts: readonly DoubtCode[];
}

/** A piece of the document with its place in it decided. */
export type Block =
  | (Content & { readonly kind: 'heading'; readonly chapter: Chapter })
  | (Content & { readonly kind: 'paragraph'; readonly opens: List | undefined })
  | (Content & { readonly kind: 'bullet'; readonly list: List; readonly opens: List | undefined });

/** Puts the chunks together, each in the light of what stands before it. */
export function blocksOf(chunks: readonly Chunk[], width: Width): readonly Block[] {
  const drafts: Draft[] = [];
  let chapter = START;
  for (const chunk of chunks) {
    const before = drafts.at(-1);
    const placed = place(chunk, { before, list: before && listAfter(before), chapter, width });
    if (placed.to === 'heading') chapter = placed.chapter;
    if (before !== undefined && placed.to === 'same') append(before, chunk, placed);
    else drafts.push(begin(chunk, placed));
  }
  return drafts.map(finished);
}

function place(chunk: Chunk, at: Situation): Place {
  const { before, list } = at;
  if (chunk.annex !== undefined && isFree(chunk, before)) {
    return { to: 'heading', chapter: { annex: chunk.annex.number, path: [] }, title: chunk.annex.title };
  }
  if (chunk.numbered !== undefined) return placeNumbered(chunk, chunk.numbered, at);
  if (before?.kind === 'heading' && continuesHeading(chunk, before)) return { to: 'same' };
  if (chunk.marker !== undefined) return placeMarked(chunk, before, list);
  const answer = goesOn(chunk, at);
  if (answer.same) return { to: 'same', doubts: answer.doubts ?? [] };
  const placed = entryOrText(chunk, list);
  return { ...placed, doubts: [...(placed.doubts ?? []), ...(answer.doubts ?? [])] };
}

function placeMarked(chunk: Chunk, before: Draft | undefined, list: List | undefined): Place {
  if (isThought(chunk, before, list)) return { to: 'same' };
  if (before !== undefined && isNested(chunk, before))
    return { to: 'same', unmarked: true, doubts: ['sub-bullets'] };
  return { to: 'bullet', list: withEntry(list, chunk) };
}

function begin(chunk: Chunk, placed: Place): Draft {
  const [first] = chunk.lines;
  const front =
    placed.to === 'heading' ? placed.title : placed.to === 'bullet' ? unmarked(chunk) : first.text;
  return {
    kind: placed.to === 'same' ? 'paragraph' : placed.to,
    texts: [front, ...chunk.lines.slice(1).map(line => line.text)],
    first,
    last: chunk.lines.at(-1) ?? first,
    doubts: new Set(placed.doubts),
    ...(placed.to === 'heading' ? { chapter: placed.chapter } : {}),
    ...(placed.to === 'bullet' ? { list: placed.list } : {}),
  };
}

function append(before: Draft, chunk: Chunk, placed: Place & { readonly to: 'same' }): void {
  const front = placed.unmarked === true ? unmarked(chunk) : textOf(chunk);
  before.texts.push(front, ...chunk.lines.slice(1).map(line => line.text));
  before.last = chunk.lines.at(-1) ?? before.last;
  placed.doubts?.forEach(code => before.doubts.add(code));
}

const unmarked = (chunk: Chunk): string => chunk.marker?.rest ?? chunk.numbered?.rest ?? textOf(chunk);

function finished(draft: Draft): Block {
  const content = {
    text: joinLines(draft.texts),
    lines: [draft.first.number, draft.last.number] as const,
    doubts: [...draft.doubts],
  };
  if (draft.chapter !== undefined) return { kind: 'heading', ...content, chapter: draft.chapter };
  const opens = listAfter(draft);
  return draft.list === undefined
    ? { kind: 'paragraph', ...content, opens }
    : { kind: 'bullet', ...content, list: draft.list, opens };
}
