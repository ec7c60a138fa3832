import * as t from 'io-ts';
import { isRight } from 'fp-ts/Either';

/** A JSON Schema (draft 2020-12) as plain data. */
export type JsonSchema = { readonly [keyword: string]: unknown };

/**
 * An io-ts codec whose encoded form is the value itself, and which knows the JSON Schema that accepts the same values.
 * Contracts are JSON on both sides, so decoding never changes a value.
 */
export interface Codec<A> extends t.Decoder<unknown, A> {
  readonly is: t.Is<A>;
  readonly schema: JsonSchema;
}

export type Static<C> = C extends Codec<infer A> ? A : never;

function codec<A>(type: t.Type<A>, schema: JsonSchema): Codec<A> {
  return Object.assign(type, { schema });
}

/** What was expected, in words for the reader of a refusal; shown as the codec's name. */
function primitive<A>(expected: string, is: (u: unknown) => u is A, schema: JsonSchema): Codec<A> {
  return codec(
    new t.Type<A>(expected, is, (u, c) => (is(u) ? t.success(u) : t.failure(u, c)), t.identity),
    schema,
  );
}

/** In code points, as JSON Schema counts; only counted where the length in UTF-16 units does not tell. */
const hasLength = (s: string, min: number, max: number): boolean => {
  if (s.length < min) return false;
  if (s.length <= max && s.length >= 2 * min) return true;
  if (s.length > 2 * max) return false;
  const length = Array.from(s).length;
  return length >= min && length <= max;
};

/** A text of `min` to `max` Unicode code points that is not only white space. */
export function text(max: number, min = 1): Codec<string> {
  return primitive(
    `a text of ${min} to ${max} characters`,
    (u): u is string => typeof u === 'string' && hasLength(u, min, max) && (min === 0 || /\S/u.test(u)),
    min === 0
      ? { type: 'string', maxLength: max }
      : { type: 'string', minLength: min, maxLength: max, pattern: '\\S' },
  );
}

/**
 * A string of the given form, branded so that no other string passes for it. The form is read with the flag `u`, as JSON
 * Schema has it. What a form cannot tell (30 February) is told by `holds`, and by a `format` in the schema.
 */
export function pattern<B extends string>(
  brand: B,
  expected: string,
  form: RegExp,
  holds: (s: string) => boolean = () => true,
  schema: JsonSchema = {},
): Codec<string & t.Brand<{ readonly [K in B]: symbol }>> {
  type Branded = string & t.Brand<{ readonly [K in B]: symbol }>;
  const whole = new RegExp(form.source, 'u');
  // What stands in one record stands mostly in it again, and in the next.
  let found: string | undefined;
  const is = (u: unknown): u is Branded => {
    if (typeof u !== 'string') return false;
    if (u === found) return true;
    if (!whole.test(u) || !holds(u)) return false;
    found = u;
    return true;
  };
  return primitive(expected, is, { type: 'string', pattern: form.source, title: brand, ...schema });
}

/** A whole number from `min` to `max`. */
export function integer(min: number, max: number): Codec<number> {
  return primitive(
    `a whole number from ${min} to ${max}`,
    (u): u is number => typeof u === 'number' && Number.isInteger(u) && u >= min && u <= max,
    { type: 'integer', minimum: min, maximum: max },
  );
}

export const flag: Codec<boolean> = primitive('true or false', (u): u is boolean => typeof u === 'boolean', {
  type: 'boolean',
});

/** One of the given words. */
export function oneOf<const W extends readonly [string, ...string[]]>(
  ...words: W
): Codec<W[number]> & { words: W } {
  const known = new Set<unknown>(words);
  const type = primitive(`one of ${words.join(', ')}`, (u): u is W[number] => known.has(u), { enum: words });
  return Object.assign(type, { words });
}

/** Exactly this word. */
export function literal<const W extends string>(word: W): Codec<W> {
  return primitive(`"${word}"`, (u): u is W => u === word, { const: word });
}

/** A list of `min` to `max` items; with `unique`, no two equal ones. */
export function list<A>(item: Codec<A>, { min = 0, max = 1000, unique = false } = {}): Codec<readonly A[]> {
  const expected = `a list of ${min} to ${max} items${unique ? ', no two equal' : ''}`;
  const hasSize = (u: readonly unknown[]): boolean => u.length >= min && u.length <= max;
  const isDistinct = (u: readonly A[]): boolean => !unique || new Set(u.map(asKey)).size === u.length;
  const type = new t.Type<readonly A[]>(
    expected,
    (u): u is readonly A[] => Array.isArray(u) && hasSize(u) && u.every(item.is) && isDistinct(u),
    (u, c) => {
      if (!Array.isArray(u) || !hasSize(u)) return t.failure(u, c);
      const errors = u.flatMap((x, i) => errorsOf(item, x, t.appendContext(c, String(i), item, x)));
      if (errors.length > 0) return t.failures(errors);
      const items = u as readonly A[];
      return isDistinct(items) ? t.success(items) : t.failure(u, c);
    },
    t.identity,
  );
  return codec(type, {
    type: 'array',
    items: item.schema,
    minItems: min,
    maxItems: max,
    uniqueItems: unique,
  });
}

const asKey = (value: unknown): unknown => (typeof value === 'object' ? asText(value) : value);

/** One text for equal values, whatever the order of their keys; total over JSON, as a decoder must be. */
const asText = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    isObject(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
  );

type Fields = { readonly [name: string]: Codec<unknown> };
type Required<R extends Fields> = { readonly [K in keyof R]: Static<R[K]> };
type Optional<O> = O extends Fields ? { readonly [K in keyof O]?: Static<O[K]> } : unknown;
type Flat<T> = { readonly [K in keyof T]: T[K] };

/** An object codec: what it requires, what it allows, and nothing else. */
export interface ObjectCodec<A> extends Codec<A> {
  readonly required: Fields;
  readonly optional: Fields;
}

/** An object with exactly the required fields and any of the optional ones. Unknown fields are refused by name. */
export function object<R extends Fields, O extends Fields | undefined = undefined>(
  required: R,
  optional?: O,
): ObjectCodec<Flat<Required<R> & Optional<O>>> {
  type A = Flat<Required<R> & Optional<O>>;
  const allowed: Fields = optional ?? {};
  const known = new Map(Object.entries({ ...required, ...allowed }));
  const needed = new Set(Object.keys(required));
  // Asked of every record ever read, so it goes through the fields once and makes nothing on its way.
  const isExact = (u: Readonly<Record<string, unknown>>): boolean => {
    let met = 0;
    for (const k of Object.keys(u)) {
      if (known.get(k)?.is(u[k]) !== true) return false;
      if (needed.has(k)) met++;
    }
    return met === needed.size;
  };
  const type = new t.Type<A>(
    'an object',
    (u): u is A => isObject(u) && isExact(u),
    (u, c) => {
      if (!isObject(u)) return t.failure(u, c);
      const missing = Object.entries(required)
        .filter(([k]) => !Object.hasOwn(u, k))
        .map(([k, field]) => failure(undefined, t.appendContext(c, k, field), `required: ${field.name}`));
      const wrong = Object.entries(u).flatMap(([k, v]) => {
        const field = known.get(k);
        return field === undefined
          ? [
              failure(
                v,
                t.appendContext(c, k, t.never),
                `no such field; known are ${[...known.keys()].join(', ')}`,
              ),
            ]
          : errorsOf(field, v, t.appendContext(c, k, field, v));
      });
      const errors = [...missing, ...wrong];
      return errors.length > 0 ? t.failures(errors) : t.success(u as A);
    },
    t.identity,
  );
  const properties = Object.fromEntries([...known].map(([k, field]) => [k, field.schema]));
  const schema = { type: 'object', properties, required: Object.keys(required), additionalProperties: false };
  return Object.assign(codec(type, schema), { required, optional: allowed });
}

/** One of several object shapes, told apart by the word in the field `tag`. */
export function variant<
  T extends string,
  const V extends readonly [ObjectCodec<unknown>, ...ObjectCodec<unknown>[]],
>(tag: T, ...variants: V): Codec<Static<V[number]>> {
  type A = Static<V[number]>;
  const byWord = new Map<unknown, ObjectCodec<unknown>>(
    variants.map(v => [v.required[tag]?.schema['const'], v]),
  );
  const wordOf = (u: object): unknown => (Object.hasOwn(u, tag) ? u[tag as keyof typeof u] : undefined);
  const words = [...byWord.keys()].join(', ');
  if (byWord.size < variants.length || byWord.has(undefined))
    throw new Error(`${tag} tells no variant: ${words}`);
  const type = new t.Type<A>(
    `an object whose ${tag} is one of ${words}`,
    (u): u is A => isObject(u) && (byWord.get(wordOf(u))?.is(u) ?? false),
    (u, c) => {
      if (!isObject(u)) return t.failure(u, c);
      const chosen = byWord.get(wordOf(u));
      return chosen === undefined
        ? t.failures([failure(wordOf(u), t.appendContext(c, tag, t.string), `${tag}: one of ${words}`)])
        : (chosen.validate(u, c) as t.Validation<A>);
    },
    t.identity,
  );
  return codec(type, { oneOf: variants.map(v => v.schema) });
}

/** The value, or null for "there is none". */
export function nullable<A>(item: Codec<A>): Codec<A | null> {
  const type = new t.Type<A | null>(
    `${item.name}, or null`,
    (u): u is A | null => u === null || item.is(u),
    (u, c) => (u === null ? t.success(u) : item.validate(u, c)),
    t.identity,
  );
  return codec(type, { anyOf: [item.schema, { type: 'null' }] });
}

/** Any JSON value; used where an event carries another event's data, which is decoded by its own codec. */
export const anyJson: Codec<unknown> = codec(new t.UnknownType(), {});

/** A JSON object whose fields are decided elsewhere. */
export const anyObject: Codec<Readonly<Record<string, unknown>>> = primitive('an object', isObject, {
  type: 'object',
});

function isObject(u: unknown): u is Readonly<Record<string, unknown>> {
  return typeof u === 'object' && u !== null && !Array.isArray(u);
}

const failure = (value: unknown, context: t.Context, message: string): t.ValidationError => ({
  value,
  context,
  message,
});

function errorsOf(field: Codec<unknown>, value: unknown, context: t.Context): t.Errors {
  const result = field.validate(value, context);
  return isRight(result) ? [] : result.left;
}
