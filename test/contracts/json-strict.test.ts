import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { isRight } from 'fp-ts/Either';
import { type JsonFlaw, type JsonFlawCode, parseStrictJson } from '../../contracts/json/strict';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (text: string): unknown => {
  const result = parseStrictJson(bytes(text));
  return isRight(result) ? result.right : result.left.code;
};
const flawOf = (input: string | Uint8Array): JsonFlaw => {
  const result = parseStrictJson(typeof input === 'string' ? bytes(input) : input);
  if (isRight(result)) throw new Error('accepted');
  return result.left;
};
const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

/** JSON values that I-JSON allows and that have one canonical form. */
const iJson = fc.jsonValue({ maxDepth: 5 }).filter(value => {
  const text = JSON.stringify(value);
  return !/"(?:__proto__|\d+)":|\\ud|[\ufdd0-\ufdef\ufffe\uffff]/.test(text);
});

describe('what is accepted', () => {
  it.each<[string, unknown]>([
    ['null', null],
    [' \t\r\n{ "a" : [ 1 , true , "b" ] } \n', { a: [1, true, 'b'] }],
    ['{}', {}],
    ['[]', []],
    ['""', ''],
    ['"\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u00e5"', '" \\ / \b \f \n \r \t å'],
    ['"\\ud83d\\ude00 \ud83d\ude00 \ufeff"', '😀 😀 \ufeff'],
    ['{"00":1,"1a":2,"-1":3,"1.5":4,"":5,"__proto":6,"constructor":7}', { '00': 1, '1a': 2, '-1': 3, '1.5': 4, '': 5, __proto: 6, constructor: 7 }], // prettier-ignore
    ['[{"a":1},{"a":1}]', [{ a: 1 }, { a: 1 }]],
    [nested(32), JSON.parse(nested(32))],
  ])('%s', (text, value) => {
    expect(read(text)).toEqual(value);
  });

  it('is read as JSON.parse reads it, however it is laid out', () => {
    fc.assert(
      fc.property(iJson, fc.constantFrom('', ' ', '\t', '\r\n'), (value, indent) => {
        const text = JSON.stringify(value, null, indent).replaceAll('-0', '0');
        expect(read(text)).toEqual(JSON.parse(text));
      }),
    );
  });
});

describe('numbers', () => {
  it.each([
    '0',
    '-1',
    '1.0',
    '1e2',
    '1E+2',
    '100e-2',
    '0.1',
    '0.10',
    '123456789012345',
    '9007199254740991',
    '1e21',
    '1.7976931348623157e308',
    '5e-324',
    '2.2250738585072014e-308',
    '0e99999',
    '0.0000001',
    '333333333.3333333',
  ])(
    // prettier-ignore
    '%s survives',
    text => {
      expect(read(text)).toBe(Number(text));
    },
  );

  it.each<[string, JsonFlawCode]>([
    ['12345678901234567890', 'number-not-exact'],
    ['9007199254740993', 'number-not-exact'],
    ['0.1000000000000000055511151231257827', 'number-not-exact'],
    ['4.9406564584124654e-324', 'number-not-exact'],
    ['900719925474099.3', 'number-not-exact'],
    ['1e-400', 'number-not-exact'],
    ['-0', 'number-not-exact'],
    ['-0.00e7', 'number-not-exact'],
    ['1e309', 'number-too-large'],
    ['-1e99999999999999999999', 'number-too-large'],
  ])('%s does not', (text, code) => {
    expect(read(text)).toBe(code);
  });

  it('every double survives in its shortest form, and in any form of the same value', () => {
    fc.assert(
      fc.property(fc.double({ noDefaultInfinity: true, noNaN: true }), fc.nat(3), (double, zeros) => {
        fc.pre(!Object.is(double, -0));
        const [mantissa = '', exponent = '0'] = String(double).split('e');
        const longer = `${mantissa}${mantissa.includes('.') ? '' : '.0'}${'0'.repeat(zeros)}e${exponent}`;
        expect(read(String(double))).toBe(double);
        expect(read(longer)).toBe(double);
      }),
    );
  });

  it('a decimal survives exactly when toString gives its value back', () => {
    const decimal = fc.tuple(fc.bigInt({ min: 1n, max: 10n ** 19n }), fc.integer({ min: 0, max: 25 }));
    fc.assert(
      fc.property(decimal, ([digits, shift]) => {
        const literal = `${digits}e-${shift}`;
        const [mantissa = '', exponent = '0'] = Number(literal).toExponential().split('e');
        const [whole = '', fraction = ''] = mantissa.split('.');
        // digits · 10^-shift = shortest · 10^power, compared as whole numbers
        const power = Number(exponent) - fraction.length + shift;
        const same =
          power >= 0
            ? digits === BigInt(whole + fraction) * 10n ** BigInt(power)
            : digits * 10n ** BigInt(-power) === BigInt(whole + fraction);
        expect(isRight(parseStrictJson(bytes(literal)))).toBe(same);
      }),
      { numRuns: 500 },
    );
  });
});

describe('what is refused', () => {
  it.each<[string, JsonFlawCode]>([
    ['', 'empty'],
    [' \n', 'empty'],
    ['\ufeff{}', 'byte-order-mark'],
    ['{"a":1', 'unexpected-end'],
    ['{"a"', 'unexpected-end'],
    ['["a', 'unexpected-end'],
    ['"\\', 'unexpected-end'],
    ['tru', 'unexpected-end'],
    ['-', 'unexpected-end'],
    ['1.', 'unexpected-end'],
    ['1e+', 'unexpected-end'],
    ['{} {}', 'trailing-text'],
    ['1\u00a0', 'trailing-text'],
    ['01', 'unexpected-character'],
    ['+1', 'unexpected-character'],
    ['.5', 'unexpected-character'],
    ['1.e1', 'unexpected-character'],
    ['NaN', 'unexpected-character'],
    ['[1,]', 'unexpected-character'],
    ['{"a":1,}', 'unexpected-character'],
    ['{a:1}', 'unexpected-character'],
    ["{'a':1}", 'unexpected-character'],
    ['[1}', 'unexpected-character'],
    ['{"a":1]', 'unexpected-character'],
    ['{"a" 1}', 'unexpected-character'],
    ['[1 2]', 'unexpected-character'],
    ['/* */ 1', 'unexpected-character'],
    ['trux', 'unexpected-character'],
    ['"\n"', 'control-character'],
    ['"\\x41"', 'bad-escape'],
    ['"\\u12g4"', 'bad-escape'],
    ['"\\u 123"', 'bad-escape'],
    ['"\\ud83d"', 'lone-surrogate'],
    ['"\\ud83dx\\ude00"', 'lone-surrogate'],
    ['"\\ude00\\ud83d"', 'lone-surrogate'],
    ['{"\\uDEAD":1}', 'lone-surrogate'],
    ['"\\uffff"', 'noncharacter'],
    ['"\ufdd0"', 'noncharacter'],
    ['"\\ud83f\\udffe"', 'noncharacter'],
    ['"\u{1ffff}"', 'noncharacter'],
    ['{"a":1,"a":1}', 'duplicate-key'],
    ['{"a":1,"\\u0061":2}', 'duplicate-key'],
    ['{"0":1}', 'integer-key'],
    ['{"17":1}', 'integer-key'],
    ['{"\\u0031":1}', 'integer-key'],
    ['{"__proto__":1}', 'proto-key'],
    ['{"\\u005f_proto__":1}', 'proto-key'],
    [nested(33), 'too-deep'],
  ])('%s: %s', (text, code) => {
    expect(read(text)).toBe(code);
  });

  it.each<[string, number[], JsonFlawCode, number]>([
    ['Latin-1', [0x22, 0xe5, 0x22], 'invalid-utf8', 1],
    ['a character cut off', [0x22, 0xef, 0xbf], 'invalid-utf8', 1],
    ['an overlong form', [0x22, 0x41, 0xc0, 0xaf, 0x22], 'invalid-utf8', 2],
    ['UTF-16', [0xff, 0xfe, 0x7b, 0x00], 'invalid-utf8', 0],
    ['a surrogate in bytes', [0x22, 0xed, 0xa0, 0x80, 0x22], 'lone-surrogate', 1],
    ['a wrong byte after a replacement character', [0x22, 0xef, 0xbf, 0xbd, 0xff, 0x22], 'invalid-utf8', 4],
  ])('%s', (_name, input, code, offset) => {
    expect(flawOf(Uint8Array.from(input))).toMatchObject({ code, offset });
  });

  it('tells the place: pointer, line, column in code points, offset in bytes', () => {
    const text = '{\n  "å/b~": [0, {"😀": 1, "dato": 1e999}]\n}';
    expect(flawOf(text)).toMatchObject({
      code: 'number-too-large',
      pointer: '/å~1b~0/1/dato',
      line: 2,
      column: 32,
      offset: bytes(text.slice(0, text.indexOf('1e999'))).length,
    });
  });

  it('points at the second of two equal keys', () => {
    expect(flawOf('{"a":{"b":1,"c":[],"b":2}}')).toMatchObject({
      pointer: '/a/b',
      line: 1,
      column: 20,
      offset: 19,
    });
  });

  it('points at the containing object when a key itself cannot be read', () => {
    expect(flawOf('{"a":{"b":1,"\\q":2}}').pointer).toBe('/a');
  });

  it('explains each flaw and says what to do', () => {
    const flaw = flawOf('');
    expect(flaw.explanation).toMatch(/empty/);
    expect(flaw.advice).toMatch(/Send/);
  });
});

describe('held against JSON.parse', () => {
  const onlyStrict: readonly JsonFlawCode[] = ['lone-surrogate', 'noncharacter', 'number-too-large', 'number-not-exact', 'duplicate-key', 'integer-key', 'proto-key', 'too-deep']; // prettier-ignore
  const parsed = (text: string): { value: unknown } | undefined => {
    try {
      return { value: JSON.parse(text) };
    } catch {
      return undefined;
    }
  };

  it('accepts nothing that JSON.parse refuses, refuses what it accepts only for a reason of I-JSON, and never throws', () => {
    const fragment = fc.constantFrom('{', '}', '[', ']', ',', ':', '"', '"a"', '"a":', '1', '-0', '1e5', '.', 'e', 'true', 'null', '\\', '\\u', '00e5', ' ', '\n', 'å', '😀', '\ufffe', '"0":', '"__proto__":'); // prettier-ignore
    const spliced = fc
      .tuple(fc.json(), fc.nat(), fc.nat(3), fragment)
      .map(([text, at, drop, put]) => text.slice(0, at % (text.length + 1)) + put + text.slice((at % (text.length + 1)) + drop)); // prettier-ignore
    const soup = fc.array(fragment, { maxLength: 12 }).map(parts => parts.join(''));
    fc.assert(
      fc.property(fc.oneof(soup, spliced), text => {
        const ours = parseStrictJson(bytes(text));
        const theirs = parsed(new TextDecoder().decode(bytes(text)));
        const agreed = isRight(ours)
          ? isDeepStrictEqual(theirs, { value: ours.right })
          : theirs === undefined || onlyStrict.includes(ours.left.code);
        expect(agreed).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  it('refuses arbitrary bytes without throwing, and points inside them', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), input => {
        const result = parseStrictJson(input);
        const offset = isRight(result) ? 0 : result.left.offset;
        expect(offset).toBeLessThanOrEqual(input.length);
      }),
    );
  });

  it('reads large and hostile texts in one go', () => {
    const many = Array.from({ length: 20_000 }, (_, i) => `"k${i}":1`).join(',');
    expect(read(`{${many}}`)).toHaveProperty('k19999', 1);
    expect(read(`{${many},"k7":1}`)).toBe('duplicate-key');
    expect(read('['.repeat(1_000_000))).toBe('too-deep');
    expect(read(`0.${'0'.repeat(500_000)}1${'0'.repeat(500_000)}1`)).toBe('number-not-exact');
    expect(read(`{"${'k'.repeat(1_000_000)}":1e999}`)).toBe('number-too-large');
  });
});
