import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { isRight, right } from 'fp-ts/Either';
import canonicalize from '../../node_modules/canonicalize/lib/canonicalize.js';
import { canonicalJson, sha256Hex, sha256OfJson } from '../../contracts/json/canonical';
import { parseStrictJson } from '../../contracts/json/strict';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

const accepted = fc
  .json({ maxDepth: 5, stringUnit: 'grapheme' })
  .map(text => parseStrictJson(bytes(text)))
  .filter(isRight)
  .map(result => result.right);

const shuffled = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(shuffled);
  return Object.fromEntries(Object.entries(value).reverse().map(([k, v]) => [k, shuffled(v)])); // prettier-ignore
};

describe('the canonical form', () => {
  it.each<[string, unknown, string]>([
    ['keys in order, at every depth', { b: { d: 1, c: 2 }, a: [] }, '{"a":[],"b":{"c":2,"d":1}}'],
    ['a list keeps its order', [3, 1, 2], '[3,1,2]'],
    ['an upper-case letter before a lower-case one', { a: 1, B: 2 }, '{"B":2,"a":1}'],
    ['a shorter key before its continuation', { ab: 1, a: 2, '': 3 }, '{"":3,"a":2,"ab":1}'],
    // U+10000 is D800 DC00 in UTF-16 and so comes before U+E000, other than by code point
    ['keys by UTF-16 units', { '\ue000': 1, '\u{10000}': 2, å: 3 }, '{"å":3,"\u{10000}":2,"\ue000":1}'],
    ['large numbers with an exponent from 1e21', [1e20, 1e21, 123456789e15], '[100000000000000000000,1e+21,1.23456789e+23]'], // prettier-ignore
    ['small numbers with an exponent below 1e-6', [1e-6, 1e-7, 1.5e-9], '[0.000001,1e-7,1.5e-9]'],
    ['the ends of the doubles', [Number.MAX_VALUE, Number.MIN_VALUE], '[1.7976931348623157e+308,5e-324]'],
    ['no sign on zero, no fraction on a whole number', [-0, 5.0], '[0,5]'],
    ['escapes only where they must be', '\b\t\n\f\r\u0001\u001f"\\/\u007f\u2028å', '"\\b\\t\\n\\f\\r\\u0001\\u001f\\"\\\\/\u007f\u2028å"'], // prettier-ignore
    ['words', [true, false, null], '[true,false,null]'],
    ['an undefined field is no field', { a: undefined, b: 1 }, '{"b":1}'],
  ])('%s', (_name, value, canonical) => {
    expect(canonicalJson(value)).toBe(canonical);
  });

  it('is read back as the same value', () => {
    fc.assert(
      fc.property(accepted, value => {
        expect(parseStrictJson(bytes(canonicalJson(value)))).toEqual(right(value));
      }),
    );
  });

  it('comes back from JSON.parse and JSON.stringify, byte for byte', () => {
    fc.assert(
      fc.property(accepted, value => {
        const canonical = canonicalJson(value);
        expect(JSON.stringify(JSON.parse(canonical))).toBe(canonical);
      }),
    );
  });

  it('does not depend on the order of keys', () => {
    fc.assert(
      fc.property(accepted, value => expect(canonicalJson(shuffled(value))).toBe(canonicalJson(value))),
    );
  });

  it('is the one that the package canonicalize makes', () => {
    fc.assert(fc.property(accepted, value => expect(canonicalJson(value)).toBe(canonicalize(value))));
  });

  it.each<[string, unknown]>([
    ['NaN', [Number.NaN]],
    ['infinity', -Infinity],
    ['undefined', undefined],
    ['undefined in a list', [undefined]],
    ['a function', { a: () => 1 }],
    ['a bigint', 1n],
    ['a date', new Date(0)],
    ['an integer-like key', { 17: 1 }],
    ['__proto__', JSON.parse('{"__proto__":1}')],
    ['a lone surrogate', ['\ud800']],
    ['a lone surrogate in a key', { '\udc00': 1 }],
  ])('there is none of %s', (_name, value) => {
    expect(() => canonicalJson(value)).toThrow(TypeError);
  });
});

describe('digests', () => {
  it('are SHA-256 in lower-case hex', () => {
    expect(sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  it('are over the parts in a row, text as UTF-8', () => {
    const whole = createHash('sha256').update(Buffer.from('saltå')).digest('hex');
    expect(sha256Hex(bytes('salt'), 'å')).toBe(whole);
  });

  it('of a value are over its canonical form', () => {
    expect(sha256OfJson({ b: 1, a: 2 })).toBe(sha256Hex('{"a":2,"b":1}'));
  });
});
