import type { Response } from 'express';
import type { Request } from 'express';
import type { Problem } from '../../contracts/problems';
import { csvOf } from './csv';
import type { Answer, Body, Link } from './handler';
import { PROBLEM_TYPE, problemBody, statusOf } from './problem-body';
import { languageOf, traceIdOf } from './request';

const JSON_TYPE = 'application/json; charset=utf-8';
const CSV_TYPE = 'text/csv; charset=utf-8';

/** Makes a response of an answer: the one place where status, ETag, Location, Link and body are written. */
export async function respond(
  request: Request,
  response: Response,
  answer: Answer,
  mediaType: string,
  signal: AbortSignal,
): Promise<void> {
  const { status = 200, location, headers = {} } = answer;
  const tag = tagOf(answer, mediaType);
  response.status(status).set(headers).vary('Accept').vary('Accept-Language');
  if (response.get('Cache-Control') === undefined) response.set('Cache-Control', 'no-cache');
  if (tag !== undefined) response.set('ETag', tag);
  if (location !== undefined) response.set('Location', location);
  const links = [...(answer.links ?? []), ...nextOf(request, answer.body)];
  if (links.length > 0) response.set('Link', links.map(headerOf).join(', '));
  // What no cache may keep is given whole, also to one that has kept it from before.
  const isKept = response.get('Cache-Control') !== 'no-store';
  if (status === 200 && request.method !== 'POST' && isKept && request.fresh) {
    response.status(304).end();
    return;
  }
  await write(request, response, answer.body, mediaType, signal);
}

/** The reading side's representations differ by media type; a strong ETag must tell them apart. */
function tagOf({ revision, etag }: Answer, mediaType: string): string | undefined {
  if (revision !== undefined && revision !== null && mediaType.includes('json')) return `"${revision}"`;
  return etag === undefined ? undefined : `"${etag}"`;
}

async function write(
  request: Request,
  response: Response,
  body: Body,
  mediaType: string,
  signal: AbortSignal,
): Promise<void> {
  switch (body.kind) {
    case 'none':
      response.end();
      return;
    case 'json':
      send(response, body.mediaType ?? JSON_TYPE, JSON.stringify(body.value));
      return;
    case 'text':
      asFile(response, body.fileName);
      send(response, body.mediaType, body.text);
      return;
    case 'bytes':
      asFile(response, body.fileName);
      send(response, body.mediaType, body.bytes);
      return;
    case 'list': {
      const { items, total, next, more, table } = body;
      if (mediaType !== 'text/csv') {
        send(response, JSON_TYPE, JSON.stringify({ items, total, next, ...more }));
        return;
      }
      asFile(response, `${table.name}.csv`);
      send(response, CSV_TYPE, csvOf(table.header, table.rows));
      return;
    }
    case 'stream':
      response.type(body.mediaType);
      response.flushHeaders();
      if (request.method !== 'HEAD') await body.write(response, signal);
      response.end();
  }
}

function send(response: Response, mediaType: string, body: string | Uint8Array): void {
  // Not by Express, which would add a charset to what may have another.
  response.setHeader('Content-Type', mediaType);
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  response.set('Content-Length', String(bytes.length));
  response.end(response.req.method === 'HEAD' ? undefined : bytes);
}

function asFile(response: Response, name: string | undefined): void {
  if (name !== undefined) response.attachment(name);
}

/** The same address with the cursor of the next page. */
function nextOf(request: Request, body: Body): readonly Link[] {
  if (body.kind !== 'list' || body.next === undefined) return [];
  const url = new URL(request.originalUrl, 'http://localhost');
  url.searchParams.set('cursor', body.next);
  return [{ rel: 'next', href: `${url.pathname}${url.search}` }];
}

const headerOf = ({ rel, href, type }: Link): string =>
  `<${href}>; rel="${rel}"${type === undefined ? '' : `; type="${type}"`}`;

/** Answers with a refusal. */
export function refuse(request: Request, response: Response, problem: Problem): void {
  const body = problemBody(problem, languageOf(request.headers), traceIdOf(request.headers));
  if (problem.problem === 'unknown-credential') response.set('WWW-Authenticate', 'Bearer realm="kravspor"');
  if (problem.problem === 'unavailable' || problem.problem === 'no-space') response.set('Retry-After', '5');
  response.status(statusOf(problem)).set('Cache-Control', 'no-store');
  send(response, PROBLEM_TYPE, JSON.stringify(body));
}
