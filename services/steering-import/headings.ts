import type { Chunk } from './chunks';
import { adjoins, textOf, type Chapter, type Draft, type Place, type Situation } from './draft';
import { withEntry } from './lists';
import { isTitle, type Numbered } from './marks';
import { endsSentence, hasFiniteVerb, leadsOn, startsLower } from './words';

export const START: Chapter = { path: [] };

/** How far a chapter's number may jump ahead. */
const MOST_SKIPPED = 5;

/** A chunk that begins with a number: the title of a chapter, an entry of a numbered list, or wrapped prose. */
export function placeNumbered(chunk: Chunk, numbered: Numbered, at: Situation): Place {
  const { before, list, chapter } = at;
  const number = numbered.path.length === 1 ? numbered.path[0] : undefined;
  const nextEntry =
    list !== undefined &&
    number !== undefined &&
    (list.entries === 0 ? number === 1 : number === (list.number ?? NaN) + 1);
  const order = orderOf(numbered, chapter);
  const couldHead = isFree(chunk, before) && isTitle(numbered.rest) && order !== 'no';
  if (nextEntry && !(couldHead && order === 'next' && list.entries > 0 && !adjoins(chunk))) {
    return { to: 'bullet', list: withEntry(list, chunk, number) };
  }
  if (couldHead) return heading(numbered, chapter, order);
  if (before !== undefined && before.kind !== 'heading' && adjoins(chunk) && !endsSentence(before.last.text))
    return { to: 'same' };
  return numbered.dotted && number !== undefined
    ? { to: 'bullet', list: withEntry(list?.number === undefined ? undefined : list, chunk, number) }
    : { to: 'paragraph' };
}

function heading({ path, dotted, rest }: Numbered, chapter: Chapter, order: 'next' | 'odd'): Place {
  const known = path.length > 1 ? chapter.dotted : dotted;
  const { annex } = chapter;
  return {
    to: 'heading',
    title: rest,
    chapter: {
      path,
      ...(annex === undefined ? {} : { annex }),
      ...(known === undefined ? {} : { dotted: known }),
    },
    doubts: order === 'odd' ? ['heading-out-of-order'] : [],
  };
}

/** Does the number follow on the last chapter's? `odd`: it may be one all the same. */
function orderOf({ path, dotted }: Numbered, chapter: Chapter): 'next' | 'odd' | 'no' {
  const now = chapter.path;
  const last = path.at(-1) ?? 0;
  if (path.length === 1 && chapter.dotted !== undefined && chapter.dotted !== dotted) return 'no';
  if (now.length === 0) return path.length === 1 ? (last <= 1 ? 'next' : 'odd') : 'odd';
  const depth = path.length - 1;
  const sameParent = path.slice(0, depth).every((n, i) => n === now[i]);
  if (sameParent && depth <= now.length && last === (now[depth] ?? 0) + 1) return 'next';
  if (path.length > 1) return 'odd';
  const ahead = last - (now[0] ?? 0);
  return ahead > 0 && ahead <= MOST_SKIPPED ? 'odd' : 'no';
}

/** Nothing runs on into the line: it may begin something of its own. */
export function isFree(chunk: Chunk, before: Draft | undefined): boolean {
  if (before === undefined || before.kind === 'heading' || !adjoins(chunk)) return true;
  const last = before.last.text;
  return endsSentence(last) || (chunk.lines[0].indent > 0 && !leadsOn(last));
}

const SHORT = 60;

/** A title over two lines: the second begins small, or is short, alone and no sentence. */
export function continuesHeading(chunk: Chunk, before: Draft): boolean {
  const text = textOf(chunk);
  if (
    (chunk.lines[0].blankBefore && !chunk.lines[0].pageBefore) ||
    chunk.marker !== undefined ||
    endsSentence(chunk.lines.at(-1)?.text ?? '')
  )
    return false;
  const last = before.last.text;
  if (startsLower(text) || leadsOn(last)) return chunk.lines.length === 1;
  return (
    adjoins(chunk) &&
    chunk.alone &&
    chunk.lines.length === 1 &&
    text.length <= SHORT &&
    !hasFiniteVerb(text) &&
    !leadsOn(text)
  );
}
