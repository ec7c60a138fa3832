import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Either, isLeft, right } from 'fp-ts/Either';
import { writeEndpoints } from '../../../contracts/api';
import { MAX_EVENT_BYTES } from '../../../contracts/envelope';
import type { Problem } from '../../../contracts/problems';
import type { Principal, Receipt } from '../../lifecycle';
import { authenticate } from '../auth';
import { type BodyLimit, contentTypeOf, readBody } from '../body';
import { problemOfError } from '../errors';
import { problemBody, statusOf } from '../problem-body';
import { ifMatchOf, languageOf } from '../request';
import { readQuery } from '../routes';
import type { Service } from '../service';
import { fromHeaders, type Mode, modeOf, parseBody } from './cloudevents';
import { receiptBody, recordPath } from './receipts';
import { type Wait, waitFor } from './wait';

const MAX_BATCH = 1_000;

const LIMITS: Readonly<Record<'event' | 'batch', BodyLimit>> = {
  event: {
    bytes: MAX_EVENT_BYTES,
    what: 'an event',
    advice: 'Keep long material outside and attach it by its SHA-256.',
  },
  batch: {
    bytes: 2 * 1024 * 1024,
    what: `a batch of at most ${MAX_BATCH} events, and`,
    advice: 'Divide the batch.',
  },
};

/** How the door answers with a refusal. */
export type RefuseRaw = (request: IncomingMessage, response: ServerResponse, problem: Problem) => void;

/** The door for events: everything between the socket and `submit`, and back. */
export function eventsDoor(service: Service, refuse: RefuseRaw, closing: AbortSignal) {
  const { metrics, logger } = service;
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const began = performance.now();
    metrics.waiting.inc();
    try {
      const problem = await take(service, request, response, closing);
      if (problem !== undefined) refuse(request, response, problem);
    } catch (error) {
      refuse(request, response, problemOfError(error, logger));
    } finally {
      metrics.waiting.dec();
      metrics.answered('POST', '/v1/events', response.statusCode, (performance.now() - began) / 1_000);
    }
  };
}

/** Answers, or gives the refusal. */
async function take(
  service: Service,
  request: IncomingMessage,
  response: ServerResponse,
  closing: AbortSignal,
): Promise<Problem | undefined> {
  const principal = await authenticate(service, request);
  if (isLeft(principal)) return principal.left;
  const wait = waitOf(request.url ?? '');
  if (isLeft(wait)) return wait.left;
  const { mediaType, charset } = contentTypeOf(request);
  const mode = modeOf(mediaType, charset, request.headers);
  if (isLeft(mode)) return mode.left;
  const body = await readBody(request, response, mode.right === 'batch' ? LIMITS.batch : LIMITS.event);
  if (isLeft(body)) return body.left;
  const parsed = parseBody(body.right);
  if (isLeft(parsed)) return parsed.left;
  const sent: Sent = { principal: principal.right, wait: wait.right, closing };
  return mode.right === 'batch'
    ? takeBatch(service, request, response, parsed.right, sent)
    : takeOne(service, request, response, mode.right, parsed.right, sent);
}

interface Sent {
  readonly principal: Principal;
  readonly wait: Wait;
  readonly closing: AbortSignal;
}

async function takeOne(
  service: Service,
  request: IncomingMessage,
  response: ServerResponse,
  mode: Exclude<Mode, 'batch'>,
  value: unknown,
  { principal, wait, closing }: Sent,
): Promise<Problem | undefined> {
  const event = mode === 'binary' ? fromHeaders(request.headers, value) : right(value);
  if (isLeft(event)) return event.left;
  const ifMatch = ifMatchOf(request.headers);
  if (ifMatch === 'malformed') return BAD_IF_MATCH;
  const otherKey = otherIdempotencyKey(request.headers['idempotency-key'], event.right);
  if (otherKey !== undefined) return otherKey;
  const outcome = await service.door.submit(
    event.right,
    principal,
    ifMatch === undefined ? {} : { ifMatch },
  )();
  if (isLeft(outcome)) return outcome.left;
  const receipt = outcome.right;
  const waited = wait.wait && (await waitFor(service, wait, [receipt.id], closing));
  const status = receipt.again ? 200 : 201;
  send(response, status, waited === undefined ? receiptBody(receipt) : { ...receiptBody(receipt), waited }, {
    Location: recordPath(receipt.id),
    ETag: `"${receipt.revision}"`,
  });
  return undefined;
}

async function takeBatch(
  service: Service,
  request: IncomingMessage,
  response: ServerResponse,
  values: unknown,
  { principal, wait, closing }: Sent,
): Promise<Problem | undefined> {
  if (!Array.isArray(values)) return NO_LIST;
  if (values.length > MAX_BATCH) return tooMany(values.length);
  const alone = ['if-match', 'idempotency-key'].find(header => request.headers[header] !== undefined);
  if (alone !== undefined) return onlyAlone(alone);
  const outcomes = await service.door.submitBatch(values, principal)();
  if (isLeft(outcomes)) return outcomes.left;
  const receipts = outcomes.right.flatMap(o => (isLeft(o) ? [] : [o.right]));
  for (const outcome of outcomes.right) if (isLeft(outcome)) service.metrics.refused(outcome.left.problem);
  const ids = receipts.map(receipt => receipt.id);
  const waited = wait.wait && (await waitFor(service, wait, ids, closing));
  const language = languageOf(request.headers);
  const stored = receipts.length;
  const refused = outcomes.right.length - stored;
  const items = outcomes.right.map(outcome => itemOf(outcome, language));
  send(response, refused === 0 ? 201 : 207, { stored, refused, items, waited });
  return undefined;
}

const itemOf = (outcome: Either<Problem, Receipt>, language: ReturnType<typeof languageOf>): unknown =>
  isLeft(outcome)
    ? { status: statusOf(outcome.left), ...problemBody(outcome.left, language) }
    : { status: outcome.right.again ? 200 : 201, ...receiptBody(outcome.right) };

function send(
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  const body = JSON.stringify(value);
  response.writeHead(status, {
    ...headers,
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  });
  response.end(body);
}

function waitOf(url: string): Either<Problem, Wait> {
  const mark = url.indexOf('?');
  return mark < 0
    ? right({})
    : readQuery(writeEndpoints.sendEvents.query, new URLSearchParams(url.slice(mark)));
}

/** The event's id makes sending it again safe; a key that says otherwise would promise what is not kept. */
function otherIdempotencyKey(given: string | string[] | undefined, event: unknown): Problem | undefined {
  if (given === undefined || typeof event !== 'object' || event === null || !('id' in event))
    return undefined;
  const key = /^"?([^"]*)"?$/.exec(String(given))?.[1];
  if (key === event.id) return undefined;
  return {
    problem: 'bad-request',
    detail: 'Idempotency-Key is another than the event’s id.',
    expected: 'the event’s id, or no Idempotency-Key',
    advice:
      'An event is stored once for each source and id. Give it an id that stays the same when it is sent again.',
    errors: [{ pointer: '/id', expected: 'the Idempotency-Key', found: 'another text' }],
  };
}

const BAD_IF_MATCH: Problem = {
  problem: 'bad-request',
  detail: 'If-Match does not name one revision.',
  expected: 'one strong ETag, such as If-Match: "4"',
  advice: 'Send the ETag of what you have looked at, as it was given.',
};

const NO_LIST: Problem = {
  problem: 'bad-request',
  detail: 'The batch is not a list.',
  expected: 'a JSON array of events',
  advice: 'Send one event as application/cloudevents+json.',
  errors: [{ pointer: '', expected: 'an array', found: 'another value' }],
};

const tooMany = (found: number): Problem => ({
  problem: 'too-large',
  detail: `The batch has ${found} events.`,
  expected: `at most ${MAX_BATCH} events`,
  advice: 'Divide the batch.',
});

const onlyAlone = (header: string): Problem => ({
  problem: 'bad-request',
  detail: `A batch cannot be sent with ${header}.`,
  expected: 'a single event with this header, or a batch without',
  advice: 'Send the event that needs it by itself.',
});
