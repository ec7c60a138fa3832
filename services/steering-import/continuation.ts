import type { Chunk } from './chunks';
import type { DoubtCode } from './doubts';
import type { Draft, List, Situation } from './draft';
import { readsOn, textOfChunk } from './lists';
import { isTriggerLine } from './triggers';
import {
  beginsWithInfinitive,
  endsFully,
  endsSentence,
  hasFiniteVerb,
  joinLines,
  leadsOn,
  startsLower,
  startsUpper,
  wordsOf,
} from './words';
import { isFull, type Width } from './width';

/** A glyph and a space: lines that hang below an entry's text begin so much further in than its mark. */
const HANGS = 2;

type Answer = { readonly same: boolean; readonly doubts?: readonly DoubtCode[] };
const YES: Answer = { same: true };
const NO: Answer = { same: false };

/**
 * Does a chunk without a mark go on from the block before? A leading space is the top of a page or a lost bullet mark;
 * a blank line may be a page break. The words decide: how the line before ends, how this one begins, and whether the
 * first word would have fitted on the line before.
 */
export function goesOn(chunk: Chunk, { before, list, width }: Situation): Answer {
  if (before === undefined || before.kind === 'heading') return NO;
  const [first] = chunk.lines;
  const last = before.last.text;
  const full = isFull(before.last, first, width);
  if (list?.entries === 0 && (last.endsWith(':') || list.trigger?.rest === '')) {
    const sentence = first.indent === 0 || endsFully((chunk.lines.at(-1) ?? first).text);
    return { same: list.kind === 'plain' && full && sentence && !first.blankBefore };
  }
  if (leadsOn(last)) return YES;
  if (endsSentence(last) && first.text.endsWith(':') && isTriggerLine(first.text)) return NO;
  if (first.blankBefore) return overBlank(chunk, before, list, full);
  if (!startsUpper(first.text)) {
    const newEntry = list !== undefined && first.indent > 0 && !full;
    return newEntry && (list.lowercase || (!startsLower(first.text) && endsSentence(last))) ? NO : YES;
  }
  return before.kind === 'bullet' && list !== undefined
    ? inList(chunk, list, last, full)
    : inProse(chunk, last, full, width);
}

/** A sentence that ends before a blank line ends its text, whether a page ends there or not. */
function overBlank(chunk: Chunk, before: Draft, list: List | undefined, full: boolean): Answer {
  const [first] = chunk.lines;
  if (endsSentence(before.last.text)) return NO;
  if (startsLower(first.text)) return list?.lowercase === true ? NO : YES;
  const inSentence = first.pageBefore || (list === undefined && hasFiniteVerb(joinLines(before.texts)));
  return inSentence && full && !endsPlainList(chunk, list)
    ? { same: true, doubts: ['joined-over-page-break'] }
    : NO;
}

/** Entries that are names and slogans do not run on into a text of sentences. */
const endsPlainList = ({ runEnd }: Chunk, list: List | undefined): boolean =>
  list?.kind === 'plain' && !list.ended && (endsFully(runEnd) || runEnd.endsWith(':'));

function inProse(chunk: Chunk, last: string, full: boolean, { even }: Width): Answer {
  const [first] = chunk.lines;
  if (first.indent === 0 && !first.pageBefore) return even && endsSentence(last) && !full ? NO : YES;
  return !endsSentence(last) || full ? YES : NO;
}

function inList(chunk: Chunk, list: List, last: string, full: boolean): Answer {
  const [first] = chunk.lines;
  const text = textOfChunk(chunk);
  const ended = endsSentence(last);
  const requirement = list.kind === 'requirement';
  const reads = !requirement || readsOn(list, text);
  if (first.indent === 0) {
    const unmarked = list.glyph === undefined && list.indent === 0;
    if (!ended || (full && !unmarked)) return YES;
    if (first.pageBefore) return full ? YES : NO;
    const plainly = list.trigger?.kind === 'task' || (unmarked && text.includes(' skal '));
    return requirement && reads && plainly ? NO : YES;
  }
  const hanging = list.glyph !== undefined && first.indent >= list.indent + HANGS;
  const same = ended
    ? sameAfterEnd(list, reads, full, hanging)
    : hanging || !opensAfterNoEnd(list, text, full);
  return requirement && (full || hanging) ? { same, doubts: ['ambiguous-leading-space'] } : { same };
}

function sameAfterEnd(list: List, reads: boolean, full: boolean, hanging: boolean): boolean {
  if (list.kind !== 'requirement') return hanging || (full && list.indent === 0);
  return !reads || (hanging && list.trigger?.kind !== 'task');
}

/** The entry before has no full stop: does it end all the same, or does it run on into a name? */
function opensAfterNoEnd(list: List, text: string, full: boolean): boolean {
  if (list.kind !== 'requirement') return !list.ended || !full;
  return (
    !full ||
    (list.trigger?.kind === 'task' && beginsWithInfinitive(text) && !isCapital(wordsOf(text)[1] ?? ''))
  );
}

const isCapital = (word: string): boolean => /^\p{Lu}/u.test(word);
