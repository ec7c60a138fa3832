import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { isLeft } from 'fp-ts/Either';
import helmet from 'helmet';
import type { Problem } from '../../contracts/problems';
import { admit } from './auth';
import { problemOfError } from './errors';
import type { Context } from './handler';
import { mediaTypeFor } from './media-type';
import { noteOf } from './read-log/note';
import { languageOf, traceIdOf } from './request';
import { limiter, type Refuse, refusing, TOO_MANY } from './refusing';
import { respond } from './respond';
import type { Route } from './routes';
import type { Service } from './service';
import { eventsDoor } from './write/events';

/**
 * The whole HTTP side of a service. `closing` ends what goes on for long. Events are taken before Express looks at a
 * request: it would cost them a tenth of their time; what the door refuses is answered by the app like any refusal.
 */
export function createListener(
  service: Service,
  routes: readonly Route[],
  closing: AbortSignal,
): RequestListener {
  const refused = new WeakMap<IncomingMessage, Problem>();
  const door = eventsDoor(
    service,
    (request, response, problem) => {
      refused.set(request, problem);
      app(request, response);
    },
    closing,
  );
  const app = createApp(service, routes, refused, door, closing);
  return (request, response) => {
    const { method, url = '' } = request;
    if (method === 'POST' && (url === EVENTS || url.startsWith(`${EVENTS}?`))) void door(request, response);
    else app(request, response);
  };
}

const EVENTS = '/v1/events';

type Door = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

function createApp(
  service: Service,
  routes: readonly Route[],
  refused: WeakMap<IncomingMessage, Problem>,
  door: Door,
  closing: AbortSignal,
): Express {
  const { config, metrics } = service;
  const app = express();
  const refuse = refusing(service);
  app.disable('x-powered-by').disable('etag').set('query parser', false).set('trust proxy', false);
  app.use((request: Request, response: Response, next: NextFunction) => {
    const problem = refused.get(request);
    if (problem === undefined) next();
    else refuse(request, response, problem);
  });
  // For those who spell the address in another way.
  app.post(EVENTS, door);
  app.use(helmet({ contentSecurityPolicy: { directives: POLICY }, strictTransportSecurity: false }));
  const slowDown = limiter(config.limits.perMinute, (request, response) =>
    refuse(request, response, TOO_MANY),
  );
  app.use((request: Request, response: Response, next: NextFunction) => {
    if (UNLIMITED.has(request.path)) next();
    else void slowDown(request, response, next);
  });
  for (const route of routes) {
    const handle = handlerOf(service, route, refuse, closing);
    const { method, path } = route.endpoint;
    switch (method) {
      case 'GET':
        app.get(path, handle);
        break;
      case 'POST':
        app.post(path, handle);
        break;
      case 'PUT':
        app.put(path, handle);
    }
  }
  for (const [path, methods] of methodsByPath(routes)) {
    app.all(path, (request, response) => {
      response.set('Allow', methods.join(', '));
      refuse(request, response, wrongMethod(request.method, methods));
    });
  }
  app.use((request: Request, response: Response) => refuse(request, response, NOWHERE));
  app.use((error: unknown, request: Request, response: Response, _next: NextFunction) => {
    const unreadable =
      error instanceof URIError || (error instanceof Error && 'status' in error && error.status === 400);
    const problem = unreadable ? UNREADABLE : problemOfError(error, service.logger);
    // An answer that has begun can only be cut off, so that nobody takes it for whole.
    if (response.headersSent) request.socket.destroy();
    else refuse(request, response, problem);
  });
  metrics.registry.setDefaultLabels({ origin: service.header.origin });
  return app;
}

/** Asked often by machines that look after this one. */
const UNLIMITED: ReadonlySet<string> = new Set(['/livez', '/readyz', '/metrics']);

/** Forms post to ourselves, styles and scripts are our own files, and nobody frames us. */
const POLICY = {
  defaultSrc: ["'none'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
  imgSrc: ["'self'", 'data:'],
  styleSrc: ["'self'"],
  scriptSrc: ["'self'"],
  connectSrc: ["'self'"],
  fontSrc: ["'self'"],
  upgradeInsecureRequests: null,
};

function handlerOf(service: Service, { endpoint, run }: Route, refuse: Refuse, closing: AbortSignal) {
  const { metrics, logger } = service;
  return async (request: Request, response: Response): Promise<void> => {
    const began = performance.now();
    response.once('close', () => {
      const seconds = (performance.now() - began) / 1_000;
      metrics.answered(request.method, endpoint.path, response.statusCode, seconds);
      logger.debug({ ...lineOf(request, endpoint.path), status: response.statusCode, seconds }, 'answered');
    });
    const principal = await admit(service, request, endpoint);
    if (isLeft(principal)) return refuse(request, response, principal.left);
    const search = new URL(request.originalUrl, 'http://localhost').searchParams;
    const mediaType = mediaTypeFor(request, endpoint, search);
    if (isLeft(mediaType)) return refuse(request, response, mediaType.left);
    const reading = { request, endpoint, mediaType: mediaType.right, principal: principal.right };
    const note = noteOf(service, reading);
    response.once('close', () => response.headersSent && note(response.statusCode));
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const signal = AbortSignal.any([gone.signal, closing]);
    const context: Omit<Context, 'parts' | 'query'> = {
      service,
      principal: principal.right,
      language: languageOf(request.headers),
      mediaType: mediaType.right,
      request,
      response,
      signal,
    };
    const answer = await run({ ...context, parts: partsOf(request), search });
    if (isLeft(answer)) return refuse(request, response, answer.left);
    // What is written for as long as it takes is read from its beginning on.
    if (answer.right.body.kind === 'stream') note(answer.right.status ?? 200);
    await respond(request, response, answer.right, mediaType.right, signal);
  };
}

const partsOf = ({ params }: Request): Readonly<Record<string, string>> =>
  Object.fromEntries(
    // What several steps of the path stand for comes as a list of them.
    Object.entries(params).map(([name, value]) => [name, [value].flat().join('/')]),
  );

const lineOf = (request: Request, path: string) => ({
  method: request.method,
  path,
  traceId: traceIdOf(request.headers),
});

function methodsByPath(routes: readonly Route[]): ReadonlyMap<string, readonly string[]> {
  const methods = new Map<string, string[]>([[EVENTS, ['POST']]]);
  for (const { endpoint } of routes) {
    const known = methods.get(endpoint.path) ?? [];
    const more = endpoint.method === 'GET' ? ['GET', 'HEAD'] : [endpoint.method];
    methods.set(endpoint.path, [...new Set([...known, ...more])]);
  }
  return methods;
}

const NOWHERE: Problem = {
  problem: 'not-found',
  detail: 'There is nothing at this address.',
  advice: 'GET /openapi.json lists all addresses.',
};

const UNREADABLE: Problem = {
  problem: 'bad-request',
  detail: 'The address cannot be read: its percent-encoding is broken.',
  expected: 'percent-encoded UTF-8',
  advice: 'Encode the address anew.',
};

const wrongMethod = (method: string, allowed: readonly string[]): Problem => ({
  problem: 'method-not-allowed',
  detail: `${method} is not possible at this address.`,
  expected: allowed.join(' or '),
  advice: 'Nothing is changed or removed here; what is new is told as an event, by POST /v1/events.',
});
