import { type Either, left, right } from 'fp-ts/Either';
import { step } from '../codec/decode';
import { flawTexts, type JsonFlaw, type JsonFlawCode } from './flaws';
import { type Scan, startScan } from './scan';
import { keyAt, scanValue } from './scan-value';

export type { JsonFlaw, JsonFlawCode } from './flaws';

export interface JsonLimits {
  /** How many objects and lists may stand inside each other; `[[]]` has depth 2. */
  readonly depth: number;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lossyUtf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Reads a JSON text strictly, as I-JSON (RFC 7493) demands, so that what is accepted means the same to every reader and
 * `JSON.stringify(JSON.parse(c)) === c` holds for its canonical form. Linear in time; the size is the caller's to limit.
 *
 * A scan decides, then JSON.parse makes the value. JSON.parse drops repeated keys, so they show as fewer members in the
 * value than in the text; only then is the text scanned again, with the keys remembered, to name the place.
 */
export function parseStrictJson(
  bytes: Uint8Array,
  limits: JsonLimits = { depth: 32 },
): Either<JsonFlaw, unknown> {
  const text = textOf(bytes);
  if (text === undefined) return left(encodingFlaw(bytes));
  if (text.startsWith('\ufeff')) return left(flawAt(text, 0, 'byte-order-mark', ''));
  const scan = startScan(text, limits.depth);
  if (!scanValue(scan)) return left(flawOf(scan));
  const value: unknown = JSON.parse(text);
  if (membersIn(value) === scan.members) return right(value);
  const again = startScan(text, limits.depth, []);
  scanValue(again);
  return left(flawOf(again));
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined; // how the decoder says that the bytes are not UTF-8
  }
}

function membersIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let count = 0;
  if (Array.isArray(value)) {
    for (const item of value) if (typeof item === 'object') count += membersIn(item);
    return count;
  }
  for (const item of Object.values(value)) count += typeof item === 'object' ? 1 + membersIn(item) : 1;
  return count;
}

function flawOf(scan: Scan): JsonFlaw {
  const { flaw, text, at } = scan;
  const nothing = flaw === 'unexpected-end' && /^[ \t\r\n]*$/.test(text);
  return flawAt(text, at, nothing ? 'empty' : (flaw ?? 'unexpected-character'), pointerOf(scan));
}

function pointerOf({ text, depth, objects, places }: Scan): string {
  const steps = places.slice(0, depth).map((place, i) => {
    if (objects[i] === true) return place < 0 ? '' : step(keyAt(text, place));
    return step(String(place));
  });
  return steps.join('');
}

/** Decoded leniently, a wrong sequence becomes U+FFFD: the first character that does not give back its bytes is it. */
function encodingFlaw(bytes: Uint8Array): JsonFlaw {
  const lenient = new TextEncoder().encode(lossyUtf8.decode(bytes));
  let offset = lenient.findIndex((byte, i) => byte !== bytes[i]);
  while (((lenient[offset] ?? 0) & 0xc0) === 0x80) offset--;
  const surrogate =
    bytes[offset] === 0xed && (bytes[offset + 1] ?? 0) >= 0xa0 && (bytes[offset + 1] ?? 0) <= 0xbf;
  const before = lossyUtf8.decode(bytes.subarray(0, offset));
  return flawAt(before, before.length, surrogate ? 'lone-surrogate' : 'invalid-utf8', '');
}

function flawAt(text: string, at: number, code: JsonFlawCode, pointer: string): JsonFlaw {
  const before = text.slice(0, at);
  const lineStart = before.lastIndexOf('\n') + 1;
  const [explanation, advice] = flawTexts[code];
  return {
    code,
    pointer,
    line: before.split('\n').length,
    column: Array.from(before.slice(lineStart)).length + 1,
    offset: new TextEncoder().encode(before).length,
    explanation,
    advice,
  };
}
