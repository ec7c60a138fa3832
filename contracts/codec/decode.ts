import { type Either, left, right } from 'fp-ts/Either';
import type { ValidationError } from 'io-ts';
import type { Codec } from './kit';

/** One thing wrong with an input: where (RFC 6901 JSON pointer), what was expected, and what was found. */
export interface Flaw {
  readonly pointer: string;
  readonly expected: string;
  readonly found: string;
}

/** Decodes `value`, or tells every flaw with its place below `at` (a JSON pointer). */
export function decode<A>(codec: Codec<A>, value: unknown, at = ''): Either<readonly Flaw[], A> {
  // What is sound is so by far most often, and told without gathering where a flaw would lie.
  if (codec.is(value)) return right(value);
  const result = codec.decode(value);
  return result._tag === 'Right' ? right(result.right) : left(result.left.map(e => flaw(e, at)));
}

/** A step of a JSON pointer, escaped as RFC 6901 has it. */
export const step = (key: string): string =>
  key.includes('~') || key.includes('/') ? `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}` : `/${key}`;

function flaw(error: ValidationError, at: string): Flaw {
  const path = error.context.slice(1).map(entry => step(entry.key));
  const expected = error.message ?? error.context.at(-1)?.type.name ?? 'another value';
  return { pointer: at + path.join(''), expected, found: shown(error.value) };
}

/** The found value, short: refusals are read by people, and may be logged. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  const json = Array.from(JSON.stringify(value).slice(0, 130));
  return json.length > 60 ? `${json.slice(0, 57).join('')}…` : json.join('');
}
