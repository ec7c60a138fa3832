import fc from 'fast-check';
import { isLeft, isRight } from 'fp-ts/Either';
import { describeCatalogue, lookUp } from '../../contracts/catalogue/catalogue';
import { decode, type Flaw } from '../../contracts/codec/decode';
import * as kit from '../../contracts/codec/kit';
import * as primitives from '../../contracts/primitives';
import { nearMiss, valid } from './support/arbitrary';
import { schemaAccepts } from './support/json-schema';

const { list, literal, nullable, object, oneOf, text, variant } = kit;

const Point = object({ x: kit.integer(0, 9) }, { label: text(5) });
const Shape = variant(
  'kind',
  object({ kind: literal('circle'), radius: kit.integer(1, 3) }),
  object({ kind: literal('line'), from: Point, to: Point }),
);

const codecs: Readonly<Record<string, kit.Codec<unknown>>> = {
  text: text(3),
  'text of two to four': text(4, 2),
  'text that may be empty': text(3, 0),
  pattern: kit.pattern('Letters', 'letters', /^(?:[a-c]{2}|å|.)$/),
  integer: kit.integer(-1, 3),
  flag: kit.flag,
  oneOf: oneOf('a', 'b'),
  literal: literal('a'),
  list: list(text(2), { min: 1, max: 3 }),
  'list of distinct numbers': list(kit.integer(0, 2), { max: 3, unique: true }),
  'list of distinct objects': list(Point, { max: 3, unique: true }),
  'list of distinct anything': list(kit.anyJson, { max: 3, unique: true }),
  object: Point,
  'object of optional fields': object({}, { constructor: text(3), '/~': kit.flag }),
  'object of objects': object({ point: Point, points: list(Point) }),
  variant: Shape,
  nullable: nullable(Shape),
  anyJson: kit.anyJson,
  anyObject: kit.anyObject,
};

const isCodec = (value: unknown): value is kit.Codec<unknown> =>
  typeof value === 'object' && value !== null && 'schema' in value;

const ours = Object.entries<unknown>(primitives).filter((entry): entry is [string, kit.Codec<unknown>] =>
  isCodec(entry[1]),
);

const catalogue = describeCatalogue().map(
  ({ type, example }) => [type, lookUp(type)?.definition.data ?? kit.flag, example] as const,
);

const small = fc.oneof(fc.constantFrom<unknown>('a', 'b', 'å', '😀', '', ' ', -0, 0, 1, 1.5, true, null), fc.jsonValue({ maxDepth: 2 })); // prettier-ignore

function expectAgreement(
  codec: kit.Codec<unknown>,
  value: unknown,
  accepts: (value: unknown) => boolean,
): void {
  const is = codec.is(value);
  expect({ value, schema: accepts(value) }).toEqual({ value, schema: is });
  expect({ value, decoded: isRight(decode(codec, value)) }).toEqual({ value, decoded: is });
}

describe('a codec and its schema accept the same values', () => {
  it.each([...Object.entries(codecs), ...ours])('%s', (_name, codec) => {
    const accepts = schemaAccepts(codec.schema);
    const near = valid(codec.schema).chain(nearMiss);
    fc.assert(
      fc.property(fc.oneof(small, near, near.chain(nearMiss)), value =>
        expectAgreement(codec, value, accepts),
      ),
    );
  });

  it.each(catalogue)('%s', (_type, codec, example) => {
    const accepts = schemaAccepts(codec.schema);
    expectAgreement(codec, example, accepts);
    fc.assert(
      fc.property(nearMiss(example), value => expectAgreement(codec, value, accepts)),
      { numRuns: 60 },
    );
  });

  it.each([...Object.entries(codecs), ...ours])(
    '%s: what its schema describes is accepted, unchanged',
    (_name, codec) => {
      fc.assert(fc.property(valid(codec.schema), value => expect(decode(codec, value)).toEqual({ _tag: 'Right', right: value }))); // prettier-ignore
    },
  );
});

describe('what is easily told apart wrongly', () => {
  it.each<[string, kit.Codec<unknown>, unknown, boolean]>([
    ['length counts code points', text(2), '😀😀', true],
    ['and not half ones', text(2), '😀😀a', false],
    ['a lone surrogate is one', text(1), '\ud800', true],
    ['no-break and ideographic spaces are white space', text(9), '\u00a0\u3000\ufeff\u2028', false],
    ['next line (U+0085) is not, to ECMAScript', text(9), '\u0085', true],
    ['a dot is one code point', kit.pattern('One', 'one', /^.$/), '😀', true],
    ['equal objects with keys in another order are equal', list(Point, { unique: true }), [{ x: 1, label: 'a' }, { label: 'a', x: 1 }], false], // prettier-ignore
    ['a number and its text differ', list(kit.anyJson, { unique: true }), [1, '1', [1], { 1: 1 }], true],
    [
      'fields of any name are compared',
      list(kit.anyJson, { unique: true }),
      [{}, { toString: 1, valueOf: 1 }],
      true,
    ],
    ['zero and minus zero are equal', list(kit.integer(-1, 1), { unique: true }), [0, -0], false],
    ['1.0 is a whole number', kit.integer(0, 1), 1.0, true],
    ['30 February is no date', primitives.IsoDate, '2024-02-30', false],
    ['29 February is one in a leap year', primitives.IsoDate, '2024-02-29', true],
    ['but not in others', primitives.IsoDate, '1900-02-29', false],
    ['the day has no 24th hour', primitives.Timestamp, '2024-02-29T24:00:00Z', false],
    ['and no leap second', primitives.Timestamp, '2016-12-31T23:59:60Z', false],
    ['a tag in a list is no tag', Shape, { kind: ['circle'], radius: 1 }, false],
    ['a tag that cannot become a string is none', Shape, { kind: { toString: 1, valueOf: 1 } }, false],
    ['inherited names are no fields', object({ constructor: text(3) }), {}, false],
  ])('%s', (_name, codec, value, accepted) => {
    expect(codec.is(value)).toBe(accepted);
    expectAgreement(codec, value, schemaAccepts(codec.schema));
  });

  it('a variant whose tag tells nothing is a mistake of the programmer', () => {
    expect(() => variant('kind', object({ kind: text(3) }))).toThrow('kind');
    expect(() => variant('kind', object({ kind: literal('a') }), object({ kind: literal('a') }))).toThrow(
      'kind',
    );
  });
});

describe('flaws', () => {
  const flawsOf = (codec: kit.Codec<unknown>, value: unknown, at?: string): readonly Flaw[] => {
    const result = decode(codec, value, at);
    return isLeft(result) ? result.left : [];
  };

  it('each have their own pointer, escaped as RFC 6901 has it', () => {
    const Odd = object({ 'a/b': Point, '~': list(Shape) }, { '': kit.flag });
    const value = {
      'a/b': { x: 10, label: '', y: 1 },
      '~': [{ kind: 'circle' }, { kind: 'square' }, 7],
      '': 0,
    };
    expect(flawsOf(Odd, value).map(flaw => flaw.pointer)).toEqual(['/a~1b/x', '/a~1b/label', '/a~1b/y', '/~0/0/radius', '/~0/1/kind', '/~0/2', '/']); // prettier-ignore
  });

  it('lie below the place that the caller names', () => {
    expect(flawsOf(Point, {}, '/data')).toEqual([
      { pointer: '/data/x', expected: 'required: a whole number from 0 to 9', found: 'nothing' },
    ]);
  });

  it('say what was expected and, shortly, what was found', () => {
    expect(flawsOf(Point, { x: '😀'.repeat(100) })).toEqual([
      { pointer: '/x', expected: 'a whole number from 0 to 9', found: `"${'😀'.repeat(56)}…` },
    ]);
    expect(flawsOf(text(3), [1, 2])).toMatchObject([{ pointer: '', found: 'a list of 2' }]);
    expect(flawsOf(text(3), { a: 1 })).toMatchObject([{ found: 'an object' }]);
    expect(flawsOf(Point, { x: 1, y: 2 })).toMatchObject([
      { pointer: '/y', expected: 'no such field; known are x, label' },
    ]);
    expect(flawsOf(nullable(Point), 1)).toMatchObject([{ expected: 'an object, or null' }]);
  });

  it('of a list as a whole point at the list', () => {
    expect(flawsOf(object({ months: primitives.Months }), { months: [1, 1] })).toMatchObject([
      { pointer: '/months' },
    ]);
  });

  it('point into the value, or at what is missing in an object of it', () => {
    const resolves = (value: unknown, pointer: string): boolean => {
      const [head, ...rest] = pointer.split('/').slice(1).map(key => key.replaceAll('~1', '/').replaceAll('~0', '~')); // prettier-ignore
      if (head === undefined) return true;
      if (typeof value !== 'object' || value === null) return false;
      const next: unknown = Object.entries(value).find(([key]) => key === head)?.[1];
      return rest.length === 0 ? true : resolves(next, `/${rest.map(key => key.replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}`); // prettier-ignore
    };
    const codec = object({ shape: Shape, points: list(Point), more: nullable(Shape) });
    fc.assert(
      fc.property(valid(codec.schema).chain(nearMiss), value => {
        const lost = flawsOf(codec, value).filter(flaw => !resolves(value, flaw.pointer));
        expect(lost).toEqual([]);
      }),
    );
  });
});
