/** What can be wrong with a JSON text: the code, what it means, and what the sender can do. */
export const flawTexts = {
  empty: ['There is no JSON text: the body is empty.', 'Send one JSON value.'],
  'byte-order-mark': [
    'The text begins with a byte order mark, which JSON does not allow.',
    'Save or send the text as UTF-8 without BOM.',
  ],
  'invalid-utf8': ['These bytes are not UTF-8.', 'Encode the text as UTF-8.'],
  'unexpected-end': ['The text ends in the middle of a value.', 'Check that the whole text was sent.'],
  'unexpected-character': [
    'This character cannot stand here.',
    'Check commas, colons, quotation marks and brackets before this place; comments and single quotes are not JSON.',
  ],
  'trailing-text': ['Something follows after the end of the JSON value.', 'Send exactly one JSON value.'],
  'control-character': [
    'A string holds a control character (below U+0020) as it is.',
    'Write it as an escape, such as \\n or \\t.',
  ],
  'bad-escape': [
    'A backslash in a string begins no escape that JSON knows.',
    'Use \\" \\\\ \\/ \\b \\f \\n \\r \\t or \\u with four hexadecimal digits.',
  ],
  'lone-surrogate': [
    'Half a surrogate pair stands alone: it is no character (RFC 7493, 2.1).',
    'Send the whole character; a text was probably cut in the middle of one.',
  ],
  noncharacter: [
    'A string holds a Unicode noncharacter (RFC 7493, 2.1).',
    'Remove it; it is often a sign of a text read with the wrong encoding.',
  ],
  'number-too-large': [
    'The number is larger than a double can hold (RFC 7493, 2.2).',
    'Send large or exact values as decimal strings.',
  ],
  'number-not-exact': [
    'The number would not come back as it was written: it has more digits than a double holds, or is a negative zero (RFC 7493, 2.2).',
    'Round it, or send it as a decimal string.',
  ],
  'duplicate-key': [
    'The object has this key more than once (RFC 7493, 2.3).',
    'Give each key once; readers disagree on which of them counts.',
  ],
  'integer-key': [
    'The key is a whole number; programs reorder such keys, so that what is stored would not be what was sent.',
    'Use a list, or keys that begin with a letter.',
  ],
  'proto-key': [
    'The key __proto__ is not allowed: it changes the object instead of naming a field in some programs.',
    'Use another key.',
  ],
  'too-deep': ['Objects and lists are nested deeper than the limit.', 'Make the value flatter.'],
} as const satisfies Record<string, readonly [explanation: string, advice: string]>;

export type JsonFlawCode = keyof typeof flawTexts;

/** Why a text was refused, and where. */
export interface JsonFlaw {
  readonly code: JsonFlawCode;
  /** RFC 6901; the innermost value or key being read, or the containing object where a key itself cannot be read. */
  readonly pointer: string;
  /** From 1; lines end at LF (or CRLF). */
  readonly line: number;
  /** From 1, in code points. */
  readonly column: number;
  /** From 0, in bytes of the input. */
  readonly offset: number;
  readonly explanation: string;
  readonly advice: string;
}
