/** A stretch of text that both versions have, only the older one, or only the newer one. */
export interface Segment {
  readonly kind: 'kept' | 'removed' | 'added';
  readonly text: string;
}

/** Beyond so many pairs of words (both texts of 2,000 changed words) the comparison is given up as all changed. */
const MOST_PAIRS = 4_000_000;

/**
 * What changed from one text to another, by whole words (longest common subsequence). White space between words does not
 * count: kept and added segments give the newer text exactly, kept and removed ones the older text's words.
 */
export function diffWords(older: string, newer: string): readonly Segment[] {
  const [a, b] = [wordsOf(older), wordsOf(newer)];
  const start = commonStart(a, b);
  const end = commonStart(a.slice(start).reverse(), b.slice(start).reverse());
  const [onlyA, onlyB] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  return joined([
    ...b.slice(0, start).map(kept),
    ...changes(onlyA, onlyB),
    ...b.slice(b.length - end).map(kept),
  ]);
}

/** A word, and the white space around it. */
interface Word {
  readonly word: string;
  readonly text: string;
}

const wordsOf = (text: string): readonly Word[] =>
  (text.match(/^\s*\S+\s*|\S+\s*/g) ?? []).map(part => ({ word: part.trim(), text: part }));

const kept = ({ text }: Word): Segment => ({ kind: 'kept', text });
const removed = ({ text }: Word): Segment => ({ kind: 'removed', text });
const added = ({ text }: Word): Segment => ({ kind: 'added', text });

const same = (a: Word | undefined, b: Word | undefined): boolean => a !== undefined && a.word === b?.word;

function commonStart(a: readonly Word[], b: readonly Word[]): number {
  let length = 0;
  while (same(a[length], b[length])) length++;
  return length;
}

function changes(a: readonly Word[], b: readonly Word[]): readonly Segment[] {
  if (a.length * b.length > MOST_PAIRS) return [...a.map(removed), ...b.map(added)];
  const common = commonLengths(a, b);
  const width = b.length + 1;
  const result: Segment[] = [];
  let [i, j] = [0, 0];
  let pending: Segment[] = []; // what was added since the last kept word, shown after all that was removed
  while (i < a.length || j < b.length) {
    const [x, y] = [a[i], b[j]];
    const isLonger = (common[(i + 1) * width + j] ?? 0) >= (common[i * width + j + 1] ?? 0);
    if (x !== undefined && y !== undefined && same(x, y)) {
      result.push(...pending, kept(y));
      pending = [];
      i++;
      j++;
    } else if (x !== undefined && (y === undefined || isLonger)) {
      result.push(removed(x));
      i++;
    } else if (y !== undefined) {
      pending.push(added(y));
      j++;
    }
  }
  return [...result, ...pending];
}

/** At [i, j]: how many words a from i on and b from j on have in common, in order; row by row. */
function commonLengths(a: readonly Word[], b: readonly Word[]): Uint32Array {
  const width = b.length + 1;
  const lengths = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const here = i * width + j;
      const [right, below, next] = [
        lengths[here + 1] ?? 0,
        lengths[here + width] ?? 0,
        lengths[here + width + 1] ?? 0,
      ];
      lengths[here] = same(a[i], b[j]) ? next + 1 : Math.max(right, below);
    }
  }
  return lengths;
}

function joined(segments: readonly Segment[]): readonly Segment[] {
  const result: { kind: Segment['kind']; text: string }[] = [];
  for (const { kind, text } of segments) {
    const last = result.at(-1);
    if (last?.kind === kind) last.text += text;
    else result.push({ kind, text });
  }
  return result;
}
