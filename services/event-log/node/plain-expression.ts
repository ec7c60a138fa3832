/** A class, or an escaped sign that stands for one character. */
const SINGLE = /\[(?:[^\]\\]|\\.)*\]|\\(?:[dDwWsS]|[^\w])/gs;
/** One that may come any number of times. */
const REPEATED = /[^()|^$*+?{}[\]\\][*+?]/;
/** Text, with at most one group in it; nothing in it is repeated. */
const PLAIN = /^([^()*+?{}[\]\\]*)(?:\((?:\?:)?[^()*+?{}[\]\\]*\)([^()*+?{}[\]\\]*))?$/;

/**
 * How many steps an expression takes at most over some names, where that can be told: literals, anchors, classes,
 * alternatives, at most one group, and at most one quantifier that stands on a single character or class. Then there is
 * one choice to come back to, and for each end of it the rest is gone through once. Undefined for any other.
 */
export function costOf(source: string): ((names: readonly string[]) => number) | undefined {
  const singles = source.replace(SINGLE, 'x');
  const once = singles.replace(REPEATED, 'x');
  const [, before, after] = PLAIN.exec(once) ?? [];
  if (before === undefined) return undefined;
  const begins = once.startsWith('^') && !`${before}${after ?? ''}`.includes('|');
  const perLength = (begins ? 0 : 1) + (once === singles ? 0 : 1);
  return names => names.reduce((sum, name) => sum + source.length * (name.length + 1) ** perLength, 0);
}
