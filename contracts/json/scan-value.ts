import { fail, failUnexpected, type Scan, startScan } from './scan';
import { scanNumber } from './scan-number';
import { scanString } from './scan-string';

/** What can come next in the text. */
const enum Next {
  value,
  valueOrEnd,
  key,
  keyOrEnd,
  commaOrEnd,
}

/** Reads one JSON value and nothing else; false and a flaw in `scan` if the text is none that I-JSON allows. */
export function scanValue(scan: Scan): boolean {
  let next: Next | false = Next.value;
  while (next !== false) {
    skipSpace(scan);
    switch (next) {
      case Next.value:
        next = value(scan);
        break;
      case Next.valueOrEnd:
        next = charIs(scan, ']') ? close(scan) : value(scan);
        break;
      case Next.key:
        next = key(scan);
        break;
      case Next.keyOrEnd:
        next = charIs(scan, '}') ? close(scan) : key(scan);
        break;
      case Next.commaOrEnd:
        if (scan.depth === 0) return scan.at === scan.text.length || fail(scan, 'trailing-text', scan.at);
        next = commaOrEnd(scan);
        break;
    }
  }
  return false;
}

const charIs = (scan: Scan, char: string): boolean => scan.text.charCodeAt(scan.at) === char.charCodeAt(0);

function skipSpace(scan: Scan): void {
  let i = scan.at;
  for (let c = scan.text.charCodeAt(i); c === 0x20 || c === 0x0a || c === 0x0d || c === 0x09;) {
    c = scan.text.charCodeAt(++i);
  }
  scan.at = i;
}

function value(scan: Scan): Next | false {
  switch (scan.text.charAt(scan.at)) {
    case '"':
      return scanString(scan) ? Next.commaOrEnd : false;
    case '{':
      return open(scan, true);
    case '[':
      return open(scan, false);
    case 't':
      return word(scan, 'true');
    case 'f':
      return word(scan, 'false');
    case 'n':
      return word(scan, 'null');
    default:
      return scanNumber(scan) ? Next.commaOrEnd : false;
  }
}

function word(scan: Scan, expected: string): Next | false {
  for (const char of expected) {
    if (!charIs(scan, char)) return failUnexpected(scan, scan.at);
    scan.at++;
  }
  return Next.commaOrEnd;
}

function open(scan: Scan, isObject: boolean): Next | false {
  if (scan.depth === scan.maxDepth) return fail(scan, 'too-deep', scan.at);
  scan.objects[scan.depth] = isObject;
  scan.places[scan.depth] = isObject ? -1 : 0;
  if (scan.names !== undefined) scan.names[scan.depth] = new Set();
  scan.depth++;
  scan.at++;
  return isObject ? Next.keyOrEnd : Next.valueOrEnd;
}

function close(scan: Scan): Next | false {
  scan.depth--;
  scan.at++;
  return Next.commaOrEnd;
}

function commaOrEnd(scan: Scan): Next | false {
  const inner = scan.depth - 1;
  const isObject = scan.objects[inner] === true;
  if (charIs(scan, ',')) {
    scan.at++;
    scan.places[inner] = isObject ? -1 : (scan.places[inner] ?? 0) + 1;
    return isObject ? Next.key : Next.value;
  }
  return charIs(scan, isObject ? '}' : ']') ? close(scan) : failUnexpected(scan, scan.at);
}

function key(scan: Scan): Next | false {
  const start = scan.at;
  if (!scanString(scan)) return false;
  scan.places[scan.depth - 1] = start;
  scan.members++;
  const first = scan.text.charCodeAt(start + 1);
  const suspect = scan.escaped || first === 0x5f || (first >= 0x30 && first <= 0x39);
  if ((suspect || scan.names !== undefined) && !keyFits(scan, start)) return false;
  skipSpace(scan);
  if (!charIs(scan, ':')) return failUnexpected(scan, scan.at);
  scan.at++;
  return Next.value;
}

function keyFits(scan: Scan, start: number): boolean {
  const name = String(JSON.parse(scan.text.slice(start, scan.at)));
  if (name === '__proto__') return fail(scan, 'proto-key', start);
  if (/^(?:0|[1-9][0-9]*)$/.test(name)) return fail(scan, 'integer-key', start);
  const names = scan.names?.[scan.depth - 1];
  if (names?.has(name) === true) return fail(scan, 'duplicate-key', start);
  names?.add(name);
  return true;
}

/** The key whose opening quotation mark stands at `start`; it has been read before. */
export function keyAt(text: string, start: number): string {
  const scan = startScan(text, 0);
  scan.at = start;
  scanString(scan);
  return String(JSON.parse(text.slice(start, scan.at)));
}
