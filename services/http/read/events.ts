import type { ServerResponse } from 'node:http';
import { type Either, isLeft, left, right } from 'fp-ts/Either';
import type { readEndpoints } from '../../../contracts/api';
import type { Problem } from '../../../contracts/problems';
import { ownerOf } from '../../../contracts/subjects';
import type { RecordView } from '../../../contracts/views';
import { readFeed } from '../../event-log/feed';
import { type Answer, type Context, jsonAnswer, type Link } from '../handler';
import { asJson, shownPersons, uncached } from '../persons/shown';
import { isWanted, shownInPlace, shownInViews, shownRecord, type Start, startOf } from './feed';
import { drainOf } from './list';
import { unknownThing } from './problems';
import { maySeeRecord, recordFor } from './record-access';
import { look, pageOf, type Seen } from './seen';
import { tokenOf } from './token';

type Found = Promise<Either<Problem, Answer>>;
type Asked = Context<typeof readEndpoints.events>;

const DEFAULT_LIMIT = 100;

/** Records in the order of the log: a page of them, or as NDJSON all there are. */
export async function eventsAnswer(asked: Asked): Found {
  const seen = await look(asked);
  if (isLeft(seen)) return seen;
  const start = await startOf(asked.service, asked.query.after, asked.query.from);
  if (isLeft(start)) return start;
  if (asked.mediaType !== 'application/x-ndjson') return pageAnswer(asked, seen.right, start.right);
  return right({
    headers: { 'X-Accel-Buffering': 'no' },
    body: {
      kind: 'stream',
      mediaType: 'application/x-ndjson',
      write: (response, signal) => writeLines(asked, seen.right, start.right, response, signal),
    },
  });
}

/** A page looks through `limit` records and shows those that are wanted and may be seen. */
async function pageAnswer({ service, principal, query }: Asked, seen: Seen, start: Start): Found {
  const limit = query.limit ?? DEFAULT_LIMIT;
  const items = [];
  let place = start;
  for await (const batch of readFeed(service.log, start, { batchSize: limit })) {
    await shownInViews(service, seen, batch.at(-1)?.seq);
    for (const found of batch.slice(0, limit)) {
      place = found;
      if (isWanted(query, found.record) && (await maySeeRecord(found.record, seen)))
        items.push(shownInPlace(found, principal));
    }
    break;
  }
  const head = await service.log.head();
  const end = (head?.count ?? 0) - 1;
  const token = place === undefined ? null : tokenOf(place);
  const more = token !== null && (place?.seq ?? -1) < end;
  const persons = await shownPersons(items, seen);
  const value = { items, next: token, more, head: end, ...asJson(persons) };
  const links = more ? [{ rel: 'next', href: nextHref(query, token) }] : [];
  return right(jsonAnswer(value, { links, headers: uncached(persons) }));
}

function nextHref({ after: _, from: __, wait: ___, ...query }: Asked['query'], token: string): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    for (const one of Array.isArray(value) ? value : [value]) search.append(name, String(one));
  search.set('after', token);
  return `/v1/events?${search.toString()}`;
}

async function writeLines(
  { service, principal, query }: Asked,
  seen: Seen,
  start: Start,
  response: ServerResponse,
  signal: AbortSignal,
): Promise<void> {
  for await (const batch of readFeed(service.log, start)) {
    await shownInViews(service, seen, batch.at(-1)?.seq);
    for (const found of batch) {
      if (!isWanted(query, found.record) || !(await maySeeRecord(found.record, seen))) continue;
      const line = `${JSON.stringify(shownInPlace(found, principal))}\n`;
      if (!response.write(line)) await drainOf(response, signal);
      if (signal.aborted) return;
    }
  }
}

/** One record: what every citation links to. */
export async function eventAnswer(asked: Context<typeof readEndpoints.event>): Found {
  const seen = await look(asked);
  if (isLeft(seen)) return seen;
  const { principal, parts } = asked;
  const found = await recordFor(parts.id, seen.right);
  if (found === undefined) return left(unknownThing(`record ${parts.id}`));
  const { place, record } = found;
  const { seq, position } = place;
  const shown = shownRecord(record, principal);
  const persons = await shownPersons(shown, seen.right);
  const sameIdIn = await sameOriginAs(parts.id, place, seen.right);
  const value = { seq, position, sameIdIn, ...shown, ...asJson(persons) };
  const part = principal.roles.includes('auditor') ? 'all' : 'public';
  const etag = `${parts.id}-${part}-${sameIdIn?.length ?? 0}`;
  return right(jsonAnswer(value, { etag, links: linksOf(place), headers: uncached(persons) }));
}

/**
 * Where the sender has used the same source and id in other streams: allowed, since identity is within a stream, but
 * seldom meant. Told of streams that this reader sees; undefined where there is none.
 */
async function sameOriginAs(
  id: string,
  { origin }: RecordView,
  seen: Seen,
): Promise<readonly { readonly href: string; readonly stream: string }[] | undefined> {
  const filter = { op: 'equals', path: 'origin', value: origin } as const;
  const page = await pageOf<RecordView>(seen, 'records', { filter, limit: 100 });
  if (isLeft(page)) return undefined;
  const { whole, sees } = seen.reader;
  const others = page.right.items.filter(
    ({ key, view }) => key !== id && (whole || sees(ownerOf(view.stream) ?? '')),
  );
  if (others.length === 0) return undefined;
  return others.map(({ key, view }) => ({ href: `/v1/events/${key}`, stream: view.stream }));
}

/** The history the record belongs to. */
function linksOf({ stream }: RecordView): readonly Link[] {
  const [, family = '', subject = ''] = /^(requirement|document|report|calendar)-(.+)$/.exec(stream) ?? [];
  return family === '' ? [] : [{ rel: 'collection', href: `/v1/${family}s/${subject}/history` }];
}
