/**
 * Is `a` earlier than `b`? Both are times or days of ISO 8601 in UTC. Fractions of a second may be left out, so that only
 * times of one length compare as text.
 */
export const isBefore = (a: string, b: string): boolean =>
  a.length === b.length ? a < b : Date.parse(a) < Date.parse(b);
