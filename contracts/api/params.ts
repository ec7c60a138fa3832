import { type Either, left, right } from 'fp-ts/Either';
import type { Codec, JsonSchema } from '../codec/kit';

/** A parameter of a query: its text, and the value it stands for. */
export interface Param<A> {
  readonly description: string;
  readonly schema: JsonSchema;
  readonly example?: string;
  /** May be given more than once; the value is then a list. */
  readonly many: boolean;
  /** The left side tells what was expected. */
  readonly read: (texts: readonly string[]) => Either<string, A>;
}

export type Params = { readonly [name: string]: Param<unknown> };

/** The values of an endpoint's parameters; each may be left out. */
export type QueryOf<P extends Params> = {
  readonly [K in keyof P]?: P[K] extends Param<infer A> ? A : never;
};

const once = <A>(
  description: string,
  schema: JsonSchema,
  example: string | undefined,
  read: (text: string) => Either<string, A>,
): Param<A> => ({
  description,
  schema,
  many: false,
  ...(example === undefined ? {} : { example }),
  read: ([text = '', ...more]) => (more.length > 0 ? left('the parameter once') : read(text)),
});

/** A text that a codec of strings takes. */
export const textParam = <A extends string>(
  codec: Codec<A>,
  description: string,
  example?: string,
): Param<A> =>
  once(description, codec.schema, example, text => (codec.is(text) ? right(text) : left(codec.name)));

/** The same, given any number of times. */
export const textsParam = <A extends string>(
  codec: Codec<A>,
  description: string,
  example?: string,
): Param<readonly A[]> => ({
  description,
  schema: { type: 'array', items: codec.schema },
  many: true,
  ...(example === undefined ? {} : { example }),
  read: texts => (texts.every(codec.is) ? right(texts) : left(codec.name)),
});

/** A whole number in decimal digits. */
export const integerParam = (codec: Codec<number>, description: string, example?: string): Param<number> =>
  once(description, codec.schema, example, text => {
    const value = /^-?\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
    return codec.is(value) ? right(value) : left(codec.name);
  });

/** `true` or `false`; given without a value it is true. */
export const flagParam = (description: string): Param<boolean> =>
  once(description, { type: 'boolean' }, 'true', text =>
    text === 'true' || text === '' ? right(true) : text === 'false' ? right(false) : left('true or false'),
  );
