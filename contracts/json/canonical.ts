import { hash } from 'node:crypto';

/**
 * The canonical form of a JSON value, RFC 8785 (JCS): what is stored and what is hashed.
 *
 * ECMAScript writes numbers and strings as JCS wants them, so only the keys are left to put in order (by UTF-16 units,
 * which is how sort() compares). Written out because the package `canonicalize` can only be imported asynchronously from
 * CommonJS; a property test holds the two together. Fields whose value is undefined are left out, as JSON.stringify does.
 *
 * What the strict parser refuses has no canonical form here either and throws, since a programmer made it: integer-like
 * keys, `__proto__`, lone surrogates, NaN and infinities, and values that are no JSON.
 */
export const canonicalJson = (value: unknown): string => JSON.stringify(canonicalForm(value));

/** The same value as its canonical text reads back: keys in order, nothing undefined. JSON.stringify gives that text. */
export const canonicalForm = (value: unknown): unknown => ordered(value);

/** SHA-256 in lower-case hex, over the parts in a row; text counts as UTF-8. */
export function sha256Hex(...parts: readonly (string | Uint8Array)[]): string {
  const bytes = parts.map(part => (typeof part === 'string' ? Buffer.from(part) : part));
  return hash('sha256', Buffer.concat(bytes), 'hex');
}

/** SHA-256 in lower-case hex of a value's canonical form. */
export const sha256OfJson = (value: unknown): string => sha256Hex(canonicalJson(value));

/** The same value with the keys of every object in order; the value itself where they are already. */
function ordered(value: unknown): unknown {
  if (typeof value === 'object' && value !== null) {
    return Array.isArray(value) ? orderedList(value) : orderedObject(value);
  }
  if (typeof value === 'string') return wellFormed(value);
  if (value === null || typeof value === 'boolean' || Number.isFinite(value)) return value;
  throw new TypeError(`no canonical JSON for ${typeof value === 'number' ? String(value) : typeof value}`);
}

const orderedList = (list: readonly unknown[]): unknown => list.map(ordered);

function orderedObject(object: object): unknown {
  if ('toJSON' in object && typeof object.toJSON === 'function')
    throw new TypeError('no canonical JSON for a class');
  const entries = Object.entries(object).filter(([, value]) => value !== undefined);
  const result: Record<string, unknown> = {};
  for (const [key, item] of entries.sort(byKey)) {
    if (/^(?:__proto__|0|[1-9][0-9]*)$/.test(key))
      throw new TypeError(`no canonical JSON with the key ${key}`);
    result[wellFormed(key)] = ordered(item);
  }
  return result;
}

const byKey = ([a]: [string, unknown], [b]: [string, unknown]): number => (a < b ? -1 : 1);

function wellFormed(text: string): string {
  if (/\p{Surrogate}/u.test(text)) throw new TypeError('no canonical JSON for a lone surrogate');
  return text;
}
