import type { IncomingHttpHeaders } from 'node:http';
import { type Either, left, right } from 'fp-ts/Either';
import { type JsonFlaw, parseStrictJson } from '../../../contracts/json/strict';
import type { Problem } from '../../../contracts/problems';
import { traceparentOf } from '../request';

/** How CloudEvents 1.0.2 over HTTP are told apart: by media type, and by headers that begin with `ce-`. */
export type Mode = 'structured' | 'binary' | 'batch';

const JSON_TYPE = 'application/json';
const STRUCTURED = 'application/cloudevents+json';
const BATCH = 'application/cloudevents-batch+json';

export function modeOf(
  mediaType: string,
  charset: string | undefined,
  headers: IncomingHttpHeaders,
): Either<Problem, Mode> {
  if (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8')
    return left(unsupported(`charset=${charset}`));
  if (mediaType === STRUCTURED) return right('structured');
  if (mediaType === BATCH) return right('batch');
  if (mediaType === JSON_TYPE)
    return right(headers['ce-specversion'] === undefined ? 'structured' : 'binary');
  return left(unsupported(mediaType === '' ? 'nothing' : mediaType));
}

/** The JSON value of a body, read strictly. */
export function parseBody(bytes: Uint8Array): Either<Problem, unknown> {
  const parsed = parseStrictJson(bytes);
  return parsed._tag === 'Right' ? parsed : left(malformed(parsed.left));
}

/**
 * The event of a binary request: attributes from the headers, the body as data. A media type of `application/json` is
 * what JSON data has anyway and is left out, so that an event is the same in every mode.
 */
export function fromHeaders(headers: IncomingHttpHeaders, data: unknown): Either<Problem, unknown> {
  const event: Record<string, unknown> = {};
  for (const [header, given] of Object.entries(headers)) {
    if (!header.startsWith('ce-')) continue;
    const name = header.slice('ce-'.length);
    const value = typeof given === 'string' ? headerValue(given) : undefined;
    if (value === undefined || name === 'data' || name === '__proto__') return left(unreadable(header));
    event[name] = value;
  }
  const traceparent = traceparentOf(headers);
  if (traceparent !== undefined && event['traceparent'] === undefined) event['traceparent'] = traceparent;
  return right({ ...event, data });
}

/** Unquotes and then percent-decodes, once, as the HTTP protocol binding (3.1.3.2) says. */
function headerValue(given: string): string | undefined {
  const text = /^"(?:[^"\\]|\\.)*"$/.test(given) ? given.slice(1, -1).replace(/\\(.)/g, '$1') : given;
  if (!/^[\x20-\x7e]*$/.test(text)) return undefined;
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined; // how the decoder says that it is no percent-encoded UTF-8
  }
}

const unsupported = (found: string): Problem => ({
  problem: 'unsupported-media-type',
  detail: `The body is said to be ${found.slice(0, 80)}.`,
  expected: `${STRUCTURED}, ${BATCH}, or ${JSON_TYPE}, in UTF-8`,
  advice: `Send one event as ${STRUCTURED}, several as ${BATCH}.`,
});

const unreadable = (header: string): Problem => ({
  problem: 'bad-request',
  detail: `The header ${header.slice(0, 60)} cannot be read as an attribute of a CloudEvent.`,
  expected: 'printable ASCII, with percent-encoded UTF-8 for the rest',
  advice:
    'Encode it as the HTTP protocol binding of CloudEvents says (3.1.3.2), or send the event in structured mode.',
});

const malformed = ({ code, pointer, line, column, offset, explanation, advice }: JsonFlaw): Problem => ({
  problem: 'malformed-json',
  detail: `${explanation} Line ${line}, column ${column}.`,
  expected: 'one value of I-JSON (RFC 7493) in UTF-8',
  advice,
  errors: [{ pointer, expected: 'valid JSON', found: code }],
  extra: { code, line, column, offset },
});
