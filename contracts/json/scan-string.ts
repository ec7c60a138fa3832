import { fail, failUnexpected, type Scan } from './scan';

const quote = 0x22;
const backslash = 0x5c;

/** Reads the string that begins at `scan.at`; false and a flaw if it is none that I-JSON allows. */
export function scanString(scan: Scan): boolean {
  const { text } = scan;
  scan.escaped = false;
  if (text.charCodeAt(scan.at) !== quote) return failUnexpected(scan, scan.at);
  for (let i = scan.at + 1; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === quote) {
      scan.at = i + 1;
      return true;
    }
    if (unit === backslash) {
      if (!scanEscape(scan, i)) return false;
      i = scan.at - 1;
    } else if (unit < 0x20) {
      return fail(scan, 'control-character', i);
    } else if (unit >= 0xd800) {
      // The text was decoded from UTF-8, so a surrogate here is the first half of a pair.
      const point = text.codePointAt(i) ?? unit;
      if (isNoncharacter(point)) return fail(scan, 'noncharacter', i);
      if (point > 0xffff) i++;
    }
  }
  return failUnexpected(scan, text.length);
}

/** Reads the escape at `i`, a surrogate pair being one. */
function scanEscape(scan: Scan, i: number): boolean {
  const { text } = scan;
  scan.escaped = true;
  if (i + 1 >= text.length) return failUnexpected(scan, text.length);
  const letter = text.charAt(i + 1);
  scan.at = i + 2;
  if (letter !== 'u') return '"\\/bfnrt'.includes(letter) || fail(scan, 'bad-escape', i);
  const unit = hexUnit(text, scan.at);
  if (unit < 0) return fail(scan, 'bad-escape', i);
  scan.at += 4;
  if (unit >= 0xd800 && unit <= 0xdfff) return scanPair(scan, i, unit);
  return !isNoncharacter(unit) || fail(scan, 'noncharacter', i);
}

function scanPair(scan: Scan, i: number, high: number): boolean {
  const low = scan.text.startsWith('\\u', i + 6) ? hexUnit(scan.text, i + 8) : -1;
  if (high > 0xdbff || low < 0xdc00 || low > 0xdfff) return fail(scan, 'lone-surrogate', i);
  scan.at = i + 12;
  const point = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
  return !isNoncharacter(point) || fail(scan, 'noncharacter', i);
}

/** The value of four hexadecimal digits, or -1. */
function hexUnit(text: string, from: number): number {
  let value = 0;
  for (let i = from; i < from + 4; i++) {
    const digit = hexDigit(text.charCodeAt(i));
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

function hexDigit(unit: number): number {
  if (unit >= 0x30 && unit <= 0x39) return unit - 0x30;
  const letter = unit | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}

const isNoncharacter = (point: number): boolean =>
  (point >= 0xfdd0 && point <= 0xfdef) || (point & 0xfffe) === 0xfffe;
