import type { Document, Found } from './port';

/** The documents of two sides, by key; both sides come in key order (bytewise). */
export async function* pairsOf(
  left: AsyncIterable<Found>,
  right: AsyncIterable<Found>,
): AsyncGenerator<{
  readonly key: string;
  readonly left: Document | undefined;
  readonly right: Document | undefined;
}> {
  const [lefts, rights] = [left[Symbol.asyncIterator](), right[Symbol.asyncIterator]()];
  let [l, r] = [await lefts.next(), await rights.next()];
  while (l.done !== true || r.done !== true) {
    const order = l.done === true ? 1 : r.done === true ? -1 : bytewise(l.value.key, r.value.key);
    const one = order <= 0 && l.done !== true ? l.value : undefined;
    const other = order >= 0 && r.done !== true ? r.value : undefined;
    yield { key: one?.key ?? other?.key ?? '', left: one?.document, right: other?.document };
    if (one !== undefined) l = await lefts.next();
    if (other !== undefined) r = await rights.next();
  }
}

/** The order of keys in every store. */
const bytewise = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
