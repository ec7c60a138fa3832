import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { differences, diffWords, type Segment } from '../../contracts/diff';

describe('differences between JSON values', () => {
  it('are named by pointer, with both sides in short', () => {
    const a = { id: 'e-1', data: { months: [1, 2], 'a/b': true, text: 'gammel', gone: null } };
    const b = { data: { text: 'ny', 'a/b': { c: 1 }, months: [1, 3, 4], extra: [] }, id: 'e-1' };
    expect(differences(a, b)).toEqual([
      { pointer: '/data/months/1', a: '2', b: '3' },
      { pointer: '/data/months/2', a: 'nothing', b: '4' },
      { pointer: '/data/a~1b', a: 'true', b: 'an object' },
      { pointer: '/data/text', a: '"gammel"', b: '"ny"' },
      { pointer: '/data/gone', a: 'null', b: 'nothing' },
      { pointer: '/data/extra', a: 'nothing', b: 'a list of 0' },
    ]);
  });

  it('tell a list from an object, and values of the whole', () => {
    expect(differences([1], { 0: 1 })).toEqual([{ pointer: '', a: 'a list of 1', b: 'an object' }]);
    expect(differences('a', 1)).toEqual([{ pointer: '', a: '"a"', b: '1' }]);
    expect(differences({}, JSON.parse('{"__proto__":1}'))).toEqual([
      { pointer: '/__proto__', a: 'nothing', b: '1' },
    ]);
  });

  it('are none exactly between equal values', () => {
    const value = fc.jsonValue({ maxDepth: 3 }).map(v => JSON.stringify(v));
    fc.assert(
      fc.property(value, text => expect(differences(JSON.parse(text), JSON.parse(text))).toEqual([])),
    );
    fc.assert(
      fc.property(value, value, (a, b) => {
        fc.pre(a !== b && !/-0|"__proto__"/.test(a + b));
        const [x, y] = [a, b].map((text): unknown => JSON.parse(text));
        expect(differences(x, y).length > 0).toBe(!isDeepStrictEqual(x, y));
      }),
    );
  });
});

describe('differences between texts', () => {
  const text = (kinds: readonly Segment['kind'][], segments: readonly Segment[]): string =>
    segments.filter(({ kind }) => kinds.includes(kind)).map(segment => segment.text).join(''); // prettier-ignore

  it('are shown by whole words, what was removed before what was added', () => {
    expect(
      diffWords('Foretaket skal redusere ventetiden.', 'Foretaket skal innen juni redusere køen.'),
    ).toEqual([
      { kind: 'kept', text: 'Foretaket skal ' },
      { kind: 'added', text: 'innen juni ' },
      { kind: 'kept', text: 'redusere ' },
      { kind: 'removed', text: 'ventetiden.' },
      { kind: 'added', text: 'køen.' },
    ]);
  });

  it('are none where only the white space is another', () => {
    expect(diffWords('en to\ntre', ' en  to tre ')).toEqual([{ kind: 'kept', text: ' en  to tre ' }]);
    expect(diffWords('', '')).toEqual([]);
  });

  it('give both texts back, and keep as many words as they have in common', () => {
    const words = fc
      .array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 12 })
      .map(list => list.join(' '));
    const common = (a: readonly string[], b: readonly string[]): number => {
      const [x, ...as] = a;
      const [y, ...bs] = b;
      if (x === undefined || y === undefined) return 0;
      return x === y ? 1 + common(as, bs) : Math.max(common(as, b), common(a, bs));
    };
    const list = (s: string): string[] => s.split(/\s+/).filter(word => word !== '');
    fc.assert(
      fc.property(words, words, (a, b) => {
        const segments = diffWords(a, b);
        expect(text(['kept', 'added'], segments)).toBe(b);
        const older = segments.filter(({ kind }) => kind !== 'added').flatMap(segment => list(segment.text));
        expect(older).toEqual(list(a));
        const keptWords = segments
          .filter(({ kind }) => kind === 'kept')
          .flatMap(segment => list(segment.text));
        expect(keptWords).toHaveLength(common(list(a), list(b)));
        expect(segments.every((segment, i) => segment.kind !== segments[i + 1]?.kind)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('of very long texts are bounded, and still exact', () => {
    const long = (word: string): string => `Felles start ${`${word} `.repeat(5000)}felles slutt`;
    expect(diffWords(long('a'), long('b')).map(({ kind }) => kind)).toEqual([
      'kept',
      'removed',
      'added',
      'kept',
    ]);
  });
});
