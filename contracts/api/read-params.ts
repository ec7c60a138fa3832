import { integer, oneOf, pattern, text } from '../codec/kit';
import { IsoDate, Line } from '../primitives';
import type { Endpoint, Reply } from './endpoint';
import { integerParam, type Param, textParam, textsParam } from './params';

const Cursor = pattern('Cursor', 'the cursor of the page before', /^[A-Za-z0-9_.-]{1,4000}$/);
const Position = pattern(
  'Wait',
  'the position that an event was answered with, or seq: and the index of a record',
  /^(?:seq:\d{1,15}|[A-Za-z0-9:._-]{1,100})$/,
);

export const lang = textParam(
  oneOf('nb', 'nn', 'en'),
  'Language; without it the one Accept-Language asks for.',
);

/** Read-your-writes: given on every read that rests on the views. */
export const wait = textParam(
  Position,
  'Waits until the views show the record at this position (as the event was answered with), or `seq:<index>`.',
  'seq:41',
);

const When = pattern(
  'When',
  'a day such as 2031-03-10, which counts to its end in Norway, or a time in UTC such as 2031-03-10T12:00:00Z',
  /^\d{4}-\d{2}-\d{2}(?:T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,3})?Z)?$/,
  s => IsoDate.is(s.slice(0, 10)),
);
const Known = pattern(
  'Known',
  'a day, a time in UTC, or seq: and the index of a record',
  /^(?:seq:\d{1,15}|\d{4}-\d{2}-\d{2}(?:T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,3})?Z)?)$/,
  s => s.startsWith('seq:') || IsoDate.is(s.slice(0, 10)),
);

/** The two time axes of a question. Without them it is about now. */
export const cut = {
  asOf: textParam(When, 'As it stood then: what had happened by this day or time.', '2031-03-10'),
  knownAt: textParam(
    Known,
    'As it was known then: what had been recorded by this day or time, or up to `seq:<index>`.',
    '2031-04-02',
  ),
};

export const waiting = { wait, ...cut };

/** What may be asked of one document of a view. */
export const asking = {
  ...waiting,
  why: textParam(
    pattern('Field', 'the name of a field, its steps joined by dots', /^[A-Za-z0-9.-]{1,200}$/),
    'Gives the records behind this field instead, oldest first, each with the value it set.',
    'status',
  ),
};

/** The size and place of a page, and its format. */
export const place = {
  limit: integerParam(integer(1, 1_000), 'How many rows a page has; 100 unless told.', '100'),
  cursor: textParam(Cursor, 'Where the page begins: `next` of the page before, with the same filters.'),
  format: textParam(oneOf('json', 'csv'), 'csv gives all rows, not only a page; so does Accept: text/csv.'),
};

/** The same of a list that rests on the views. */
export const paging = { ...waiting, ...place };

/** Orders a list may be asked for in, each also backwards with a hyphen before it. */
export const orderBy = <const W extends readonly [string, ...string[]]>(
  ...words: W
): Param<W[number] | `-${W[number]}`> => {
  const backwards = words.map(word => `-${word}`);
  const known = oneOf(...words, ...backwards);
  return textParam(known, 'The order of the rows; a hyphen before it turns it round.', words[0]);
};

/** Any of some words of a vocabulary. */
export const anyOf = <const W extends readonly [string, ...string[]]>(description: string, ...words: W) =>
  textsParam(oneOf(...words), description, words[0]);

export const names = (description: string, example: string) => textsParam(Line, description, example);

export const search = textParam(text(200), 'Every one of these words, or a word beginning with it.');

export const day = (description: string) => textParam(IsoDate, description, '2031-06-30');

/** A page of a list, as JSON or csv. */
export const listed = (what: string): Endpoint['replies'] => ({
  200: {
    description: `A page of ${what}; the csv form has all of them.`,
    content: [{ mediaType: 'application/json', schema: PAGE }, { mediaType: 'text/csv' }],
    headers: { Link: 'rel="next" leads to the next page (RFC 8288); rel="self" is this one.' },
  },
});

const PAGE = {
  type: 'object',
  properties: {
    items: { type: 'array', items: { type: 'object' } },
    total: { type: 'integer', description: 'On all pages together.' },
    next: { type: 'string', description: 'The cursor of the next page, where there is one.' },
    seq: { type: 'integer', description: 'Index of the last record the views show; -1 for none.' },
  },
  required: ['items', 'total', 'seq'],
};

/** One thing, with its revision as ETag. */
export const detail = (what: string): Endpoint['replies'] => ({
  200: {
    description: what,
    content: [{ mediaType: 'application/json', schema: { type: 'object' } }],
    headers: {
      ETag: 'The revision: what If-Match is to name. If-None-Match gives 304 where nothing is new.',
    },
  },
});

/** A history as data, or in words. */
export const told: Endpoint['replies'] = {
  200: {
    description: 'Every record, corrected ones included, in the order of recording.',
    content: [{ mediaType: 'application/json', schema: { type: 'object' } }, { mediaType: 'text/plain' }],
    headers: { ETag: 'The revision of the stream.' },
  },
};

export const telling = {
  ...waiting,
  lang,
  format: textParam(oneOf('json', 'text'), 'text gives the history in words; so does Accept: text/plain.'),
};

export const page: Endpoint['replies'] = {
  200: { description: 'A page.', content: [{ mediaType: 'text/html' }] } satisfies Reply,
};
