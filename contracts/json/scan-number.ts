import { fail, failUnexpected, type Scan } from './scan';

/** Decimals of up to 15 digits always survive as doubles, since 15 is the precision that a double guarantees. */
const safeLength = 15;

const minus = 0x2d;
const zero = 0x30;
const dot = 0x2e;

/**
 * Reads the number that begins at `scan.at`; false and a flaw if it is none, or would not survive as a double.
 *
 * The rule: the decimal value of the literal must be exactly the decimal value of the shortest text by which
 * ECMAScript (and RFC 8785) writes the double nearest to it; so 1.0, 1e2 and 0.1 are good, 12345678901234567890 is not.
 * A negative zero is refused, since its canonical form is 0.
 */
export function scanNumber(scan: Scan): boolean {
  const { text, at: start } = scan;
  const digits = text.charCodeAt(start) === minus ? start + 1 : start;
  let end = endOfDigits(text, digits);
  if (end === digits) return failUnexpected(scan, digits);
  if (text.charCodeAt(digits) === zero && end > digits + 1) return failUnexpected(scan, digits + 1);
  if (text.charCodeAt(end) === dot) {
    const fraction = end + 1;
    end = endOfDigits(text, fraction);
    if (end === fraction) return failUnexpected(scan, end);
  }
  const plain = end;
  if ((text.charCodeAt(end) | 0x20) === 0x65) {
    const sign = text.charCodeAt(end + 1);
    const exponent = sign === minus || sign === 0x2b ? end + 2 : end + 1;
    end = endOfDigits(text, exponent);
    if (end === exponent) return failUnexpected(scan, end);
  }
  scan.at = end;
  const surelyExact =
    end === plain && end - start <= safeLength && (digits === start || text.charCodeAt(digits) !== zero);
  return surelyExact || survives(scan, start, text.slice(start, end));
}

function endOfDigits(text: string, from: number): number {
  let i = from;
  for (let unit = text.charCodeAt(i); unit >= 0x30 && unit <= 0x39; unit = text.charCodeAt(i)) i++;
  return i;
}

function survives(scan: Scan, start: number, literal: string): boolean {
  const double = Number(literal);
  if (!Number.isFinite(double)) return fail(scan, 'number-too-large', start);
  return !Object.is(double, -0) && normal(literal) === normal(String(double))
    ? true
    : fail(scan, 'number-not-exact', start);
}

/** A decimal as sign, digits without zeros at either end, and the power of ten: equal values give equal texts. */
function normal(decimal: string): string {
  const [mantissa = '', exponent = '0'] = decimal.toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.');
  const digits = (whole + fraction).replace(/^0+/, '');
  const significant = withoutZerosAtEnd(digits);
  if (significant === '') return '0';
  const power = Number(exponent) - fraction.length + digits.length - significant.length;
  return `${decimal.startsWith('-') ? '-' : ''}${significant}e${power}`;
}

/** By hand, since /0+$/ takes quadratic time on runs of zeros that do not end the text. */
function withoutZerosAtEnd(digits: string): string {
  let end = digits.length;
  while (end > 0 && digits.charCodeAt(end - 1) === zero) end--;
  return digits.slice(0, end);
}
