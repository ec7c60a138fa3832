import type { ServerResponse } from 'node:http';
import { type Either, isLeft, right } from 'fp-ts/Either';
import type { readEndpoints } from '../../../contracts/api';
import type { Problem } from '../../../contracts/problems';
import { follow } from '../../event-log/feed';
import { authenticate } from '../auth';
import { readable } from '../views/readable';
import type { Answer, Context } from '../handler';
import { isWanted, shownInPlace, shownInViews, type Start, startOf } from './feed';
import { drainOf } from './list';
import { maySeeRecord } from './record-access';
import { look } from './seen';
import { tokenOf } from './token';

type Asked = Context<typeof readEndpoints.eventStream>;

/** How often a silent stream shows that it lives. */
const HEARTBEAT_MS = 15_000;
/** Shorter than a connection may lie still. */
const FIRST_VIEWS_MS = 45_000;

/**
 * Server-sent events (WHATWG HTML, 9.2). The id of each is the token behind which a client that comes back goes on, also
 * over records that it may not see. Without a token or an index only what is new is sent.
 */
export async function eventStreamAnswer(asked: Asked): Promise<Either<Problem, Answer>> {
  const { service, request, query } = asked;
  const last = request.headers['last-event-id'];
  const after = typeof last === 'string' && last !== '' ? last : query.after;
  // Which records there are is told by the views; while they are first built, a listener is kept waiting for them.
  if (after !== undefined) await readable(service.runner, FIRST_VIEWS_MS);
  const head = await service.log.head();
  const newest: Start = head && { seq: head.count - 1, position: head.position };
  const start =
    after === undefined && query.from === undefined
      ? right(newest)
      : await startOf(service, after, query.from);
  if (isLeft(start)) return start;
  return right({
    headers: { 'Cache-Control': 'no-cache, no-transform', 'X-Accel-Buffering': 'no' },
    body: {
      kind: 'stream',
      mediaType: 'text/event-stream',
      write: (response, signal) => writeStream(asked, start.right, response, signal),
    },
  });
}

async function writeStream(
  asked: Asked,
  start: Start,
  response: ServerResponse,
  signal: AbortSignal,
): Promise<void> {
  const { service, request, query } = asked;
  const ended = new AbortController();
  const until = AbortSignal.any([signal, ended.signal]);
  const heartbeat = setInterval(() => response.write(': alive\n\n'), HEARTBEAT_MS);
  const send = async (text: string): Promise<void> => {
    if (!response.write(text)) await drainOf(response, until);
  };
  let token = start === undefined ? undefined : tokenOf(start);
  let told = token;
  try {
    await send(`retry: 2000\n${token === undefined ? '' : `id: ${token}\n`}\n`);
    // What a listener may see is told by the views; while they are first built, it is kept waiting and not sent away.
    while (!(await readable(service.runner, HEARTBEAT_MS, until))) if (until.aborted) return;
    for await (const batch of follow(service.log, start, until)) {
      // Keys are withdrawn and roles changed while a stream is open.
      const principal = await authenticate(service, request);
      const seen = isLeft(principal)
        ? principal
        : await look({ service, principal: principal.right, query: {} });
      if (isLeft(principal) || isLeft(seen)) return;
      await shownInViews(service, seen.right, batch.at(-1)?.seq);
      for (const found of batch) {
        token = tokenOf(found);
        if (!isWanted(query, found.record) || !(await maySeeRecord(found.record, seen.right))) continue;
        told = token;
        await send(
          `id: ${token}\nevent: record\ndata: ${JSON.stringify(shownInPlace(found, principal.right))}\n\n`,
        );
        if (until.aborted) return;
      }
      if (batch.length === 0)
        await send(`${token === undefined ? '' : `id: ${token}\n`}event: caught-up\ndata: {}\n\n`);
      else if (told !== token) await send(`id: ${token}\n\n`);
      told = token;
    }
  } finally {
    clearInterval(heartbeat);
    ended.abort();
  }
}
