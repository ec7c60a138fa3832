/** Where something was found, in UTF-16 units; never what it was. */
export interface Found {
  readonly at: number;
  readonly length: number;
}

/**
 * The first valid fødselsnummer or D-number in a text: eleven digits, or six, a space and five, with both control digits
 * right and a date of birth that can be. Digits inside a longer run of digits, or of a hexadecimal id, are none.
 */
export function findNationalId(text: string): Found | undefined {
  if (!FORM.test(text)) return undefined;
  for (const match of text.matchAll(new RegExp(FORM, 'g'))) {
    const found = { at: match.index, length: match[0].length };
    if (isNationalId(match[0].replace(/\D/, '')) && !isPartOfHex(text, found)) return found;
  }
  return undefined;
}

const FORM = /(?<!\d)\d{6}[ \u00a0\u2009\u202f]?\d{5}(?!\d)/;

function isNationalId(number: string): boolean {
  const digits = Array.from(number, Number);
  return isDateOfBirth(number) && weighs(digits, FIRST_WEIGHTS) && weighs(digits, SECOND_WEIGHTS);
}

/** Each control digit is chosen so that the weighted sum with it can be divided by 11. */
const FIRST_WEIGHTS = [3, 7, 6, 1, 8, 9, 4, 5, 2, 1];
const SECOND_WEIGHTS = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1];

const weighs = (digits: readonly number[], weights: readonly number[]): boolean =>
  weights.reduce((sum, weight, i) => sum + weight * (digits[i] ?? 0), 0) % 11 === 0;

/** ddmmyy, with 40 added to the day in a D-number; the next three digits tell the century. */
function isDateOfBirth(number: string): boolean {
  const first = Number(number.slice(0, 2));
  const day = first > 40 ? first - 40 : first;
  const month = Number(number.slice(2, 4));
  const year = yearOfBirth(Number(number.slice(4, 6)), Number(number.slice(6, 9)));
  if (year === undefined || day < 1 || month < 1 || month > 12) return false;
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function yearOfBirth(year: number, individual: number): number | undefined {
  if (individual < 500) return 1900 + year;
  if (individual < 750 && year >= 54) return 1800 + year;
  if (year < 40) return 2000 + year;
  return individual >= 900 ? 1900 + year : undefined;
}

/** A digest, UUID or trace id may hold eleven digits in a row that mean nothing. */
function isPartOfHex(text: string, { at, length }: Found): boolean {
  const before = /[0-9A-Za-z]*$/.exec(text.slice(Math.max(0, at - 64), at))?.[0] ?? '';
  const after = /^[0-9A-Za-z]*/.exec(text.slice(at + length, at + length + 64))?.[0] ?? '';
  return before + after !== '' && /^[0-9a-f]*$/.test(before + after);
}
