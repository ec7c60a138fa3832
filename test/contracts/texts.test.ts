import fc from 'fast-check';
import { findNationalId, gradingIn, textsOf } from '../../contracts/texts';

/** The eleven digits that begin with these nine, or undefined where no control digits fit. Made up, as all here. */
function withControl(nine: string): string | undefined {
  const sum = (digits: string, weights: readonly number[]): number =>
    weights.reduce((total, weight, i) => total + weight * Number(digits[i]), 0);
  const first = (11 - (sum(nine, [3, 7, 6, 1, 8, 9, 4, 5, 2]) % 11)) % 11;
  const second = (11 - (sum(`${nine}${first}`, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11)) % 11;
  return first === 10 || second === 10 ? undefined : `${nine}${first}${second}`;
}

/** The first number with control digits for a day (ddmmyy) and individual numbers from `from` on. */
function numberFor(day: string, from = 0): string {
  for (let individual = from; individual < from + 20; individual++) {
    const number = withControl(day + String(individual).padStart(3, '0'));
    if (number !== undefined) return number;
  }
  throw new Error('no such number');
}

describe('a national id', () => {
  const number = numberFor('150285', 120);

  it.each<[string, string, number, number]>([
    ['alone', number, 0, 11],
    ['in a sentence', `Gjelder ${number}.`, 8, 11],
    ['with a space after six digits', `a ${number.slice(0, 6)} ${number.slice(6)} b`, 2, 12],
    ['with a no-break space', `${number.slice(0, 6)}\u00a0${number.slice(6)}`, 0, 12],
    ['after a shorter run of digits', `123456 ${number}`, 7, 11],
    ['grown together with a word', `fnr${number}`, 3, 11],
    ['in a key', `person-${number}`, 7, 11],
    ['a D-number', numberFor('550285', 120), 0, 11],
    ['of someone born in 2001', numberFor('290204', 500), 0, 11],
    ['of someone born in 1860', numberFor('010160', 500), 0, 11],
    ['of someone born in 1940', numberFor('010140', 900), 0, 11],
  ])('is found: %s', (_name, text, at, length) => {
    expect(findNationalId(text)).toEqual({ at, length });
  });

  it.each<[string, string]>([
    ['in a longer run of digits', `1${number}`],
    ['before more digits', `${number}0`],
    ['in a digest', `ab${number}cdef`],
    ['in a UUID', `4f5e6a70-1234-4abc-8def-a${number}`],
    ['with two spaces', `${number.slice(0, 6)}  ${number.slice(6)}`],
    ['with another group', `${number.slice(0, 5)} ${number.slice(5)}`],
    ['on a day that is none', numberFor('310285', 120)],
    ['on 29 February 1900', numberFor('290200', 120)],
    ['in a month that is none', numberFor('151385', 120)],
    ['in a century that was not', numberFor('010145', 800)],
    ['zeros', '00000000000'],
    ['an ordinary amount', '12 345 678 901 kroner'],
  ])('is not: %s', (_name, text) => {
    expect(findNationalId(text)).toBeUndefined();
  });

  it('is not when one digit is another', () => {
    const wrong = fc.tuple(fc.nat(10), fc.integer({ min: 1, max: 9 })).map(([at, more]) => {
      const digit = (Number(number[at]) + more) % 10;
      return number.slice(0, at) + String(digit) + number.slice(at + 1);
    });
    fc.assert(fc.property(wrong, text => expect(findNationalId(text)).toBeUndefined()));
  });
});

describe('a grading mark', () => {
  it.each([
    'BEGRENSET',
    'Konfidensielt',
    'hemmelig',
    'STRENGT HEMMELIG',
    'Fortrolig',
    'strengt  fortrolig',
    'STRENGT FORTRULEG',
    '  *** HEMMELIG ***  ',
    '[FORTROLIG]',
    '— Begrenset —',
    '1. BEGRENSET',
    '• Konfidensielt.',
    'Gradert: HEMMELIG',
    'GRADERING: KONFIDENSIELT',
    'Sikkerhetsgradering: Begrenset',
    'Sikkerhetsgradert HEMMELIG',
    'H E M M E L I G',
    'S T R E N G T  H E M M E L I G',
    'HEM\u00adMELIG',
    'BEGRENSET\u00a0',
    'BEGRENSET side 1 av 3',
    'FORTROLIG, jf. beskyttelsesinstruksen § 4',
  ])('%s', line => {
    expect(gradingIn(line)).toEqual({ line: 1 });
    expect(gradingIn(`Et avsnitt foran.\r\n\r\n${line}\nog et bak.`)).toEqual({ line: 3 });
  });

  it.each([
    'Hemmelig informasjon formidles i egen kanal.',
    'Graderte oppdrag er BEGRENSET eller høyere',
    'Begrenset kapasitet på sengepost',
    'Begrenset etter avtale',
    'Fortrolighet er en verdi',
    'ubegrenset',
    'Dette er strengt',
    'Dokumentet ble merket\nhemmelig.',
    'Oppdrag kan være HEMMELIG eller\nSTRENGT HEMMELIG.',
    '',
  ])('%s speaks, and is none', text => {
    expect(gradingIn(text)).toBeUndefined();
  });

  it('is found after a page break', () => {
    expect(gradingIn('Slutt på side\fHEMMELIG')).toEqual({ line: 1 });
  });

  it('is looked for in linear time', () => {
    expect(gradingIn('h '.repeat(500_000))).toBeUndefined();
    expect(gradingIn(`hemm${' '.repeat(500_000)}x`)).toBeUndefined();
    expect(gradingIn(`${'f-o-r-t\n'.repeat(100_000)}HEMMELIG`)).toEqual({ line: 100_001 });
  });
});

describe('the texts of a value', () => {
  it('are all strings with their pointers, and the keys with that of their object', () => {
    const value = { a: 'x', 'b/c': [1, 'y', { '~': 'z' }], d: null };
    expect([...textsOf(value)]).toEqual([
      { pointer: '', text: 'a' },
      { pointer: '/a', text: 'x' },
      { pointer: '', text: 'b/c' },
      { pointer: '/b~1c/1', text: 'y' },
      { pointer: '/b~1c/2', text: '~' },
      { pointer: '/b~1c/2/~0', text: 'z' },
      { pointer: '', text: 'd' },
    ]);
    expect([...textsOf('x', '/data')]).toEqual([{ pointer: '/data', text: 'x' }]);
  });

  it('leave out no string that is written in the JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), value => {
        const written = JSON.stringify(value).match(/"(?:[^"\\]|\\.)*"/g) ?? [];
        const yielded = [...textsOf(value)].map(({ text }) => JSON.stringify(text));
        expect(yielded.sort()).toEqual([...written].sort());
      }),
    );
  });
});
