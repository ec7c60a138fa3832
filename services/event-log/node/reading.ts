import type { ReadResp } from '@eventstore/db-client/generated/streams_pb';
import type { Entry } from '../port';
import type { NodeLog } from '../sqlite/node-log';
import { eventAnswer, firstRevision, lastRevision, streamNotFound } from './answers';
import type { Outgoing } from './outgoing';
import { paged } from './paging';
import type { ReadPlan } from './read-request';
import type { Sieve } from './sieve';

type Of<Kind extends ReadPlan['kind']> = Extract<ReadPlan, { kind: Kind }>;

/** Reads a stream as it stands now, in either direction. */
export async function readStream(
  log: NodeLog,
  { stream = '', from, direction, count, structuredIds, tellsEnds }: Of<'stream'>,
  out: Outgoing<ReadResp>,
): Promise<void> {
  const head = log.lastRevision(stream);
  if (head === undefined) {
    await out.send(streamNotFound(stream));
    return;
  }
  const forwards = direction === 'forwards';
  const first = from === 'start' ? 0 : from === 'end' ? (forwards ? head + 1 : head) : from;
  if (tellsEnds && forwards && first > head + 1) await out.send(firstRevision(head + 1));
  const page = (limit: number, last: Entry | undefined): readonly Entry[] => {
    const next = last === undefined ? first : last.revision + (forwards ? 1 : -1);
    if (next < 0 || (forwards && next > head)) return [];
    return log.pageOfStream(stream, next, direction, forwards ? Math.min(limit, head - next + 1) : limit);
  };
  await sendEntries(page, { count, structuredIds }, out);
  if (tellsEnds) await out.send(lastRevision(head));
}

/** Reads $all up to the end as it is then. From a position: forwards it is included, backwards not. */
export async function readAll(
  log: NodeLog,
  { from, direction, count, filter, structuredIds }: Of<'all'>,
  sieve: Sieve,
  out: Outgoing<ReadResp>,
): Promise<void> {
  const forwards = direction === 'forwards';
  const end = log.newest();
  const start = from === 'start' ? 0 : from === 'end' ? end + 1 : from;
  const first = forwards ? start - 1 : start;
  const page = (limit: number, last: Entry | undefined): readonly Entry[] =>
    log.pageOfAll(last === undefined ? first : Number(last.position), direction, limit);
  const matching = filter && ((entries: readonly Entry[]) => filter.matching(entries, sieve, out.signal));
  await sendEntries(page, { count, structuredIds, ...(matching && { matching }) }, out);
}

interface Wanted {
  readonly count: number;
  readonly structuredIds: boolean;
  readonly matching?: (entries: readonly Entry[]) => readonly boolean[] | Promise<readonly boolean[]>;
}

async function sendEntries(
  page: (limit: number, last: Entry | undefined) => readonly Entry[],
  { count, structuredIds, matching }: Wanted,
  out: Outgoing<ReadResp>,
): Promise<void> {
  let left = count;
  if (left <= 0) return;
  const bounded = (limit: number, last: Entry | undefined): readonly Entry[] =>
    page(matching === undefined ? Math.min(limit, left) : limit, last);
  for await (const entries of paged(bounded, out.signal)) {
    const matches = await matching?.(entries);
    for (const [i, entry] of entries.entries()) {
      if (matches?.[i] === false) continue;
      const sent = out.send(eventAnswer(entry, structuredIds));
      if (sent !== true && !(await sent)) return;
      left -= 1;
      if (left === 0) return;
    }
  }
}
