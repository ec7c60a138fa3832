import { randomUUID } from 'node:crypto';
import type { ReadResp } from '@eventstore/db-client/generated/streams_pb';
import { bellOf } from '../bell';
import type { Entry } from '../port';
import type { NodeLog } from '../sqlite/node-log';
import { caughtUp, checkpoint, confirmation, eventAnswer } from './answers';
import type { Outgoing } from './outgoing';
import { paged } from './paging';
import type { ReadPlan } from './read-request';
import type { Sieve } from './sieve';

type Of<Kind extends ReadPlan['kind']> = Extract<ReadPlan, { kind: Kind }>;

/** How often a subscription looks for itself, should a nudge have been lost. */
const POLL_MS = 1_000;

/** A stream from behind a revision on: what is there, then what comes. It need not be there yet. */
export function followStream(
  log: NodeLog,
  { stream = '', from, structuredIds }: Of<'follow-stream'>,
  out: Outgoing<ReadResp>,
): Promise<void> {
  const start = from === 'start' ? 0 : from === 'end' ? (log.lastRevision(stream) ?? -1) + 1 : from + 1;
  return follow(log, out, {
    page: (limit, last) =>
      log.pageOfStream(stream, last === undefined ? start : last.revision + 1, 'forwards', limit),
    structuredIds,
    hasHistory: from !== 'end',
  });
}

/** $all from behind a position on. */
export function followAll(
  log: NodeLog,
  { from, filter, structuredIds }: Of<'follow-all'>,
  sieve: Sieve,
  out: Outgoing<ReadResp>,
): Promise<void> {
  const start = from === 'start' ? 0 : from === 'end' ? log.newest() : from;
  return follow(log, out, {
    page: (limit, last) =>
      log.pageOfAll(last === undefined ? start : Number(last.position), 'forwards', limit),
    structuredIds,
    hasHistory: from !== 'end',
    ...(filter && {
      filter: {
        matching: entries => filter.matching(entries, sieve, out.signal),
        checkpointEvery: filter.checkpointEvery,
      },
    }),
  });
}

interface Followed {
  readonly page: (limit: number, last: Entry | undefined) => readonly Entry[];
  readonly structuredIds: boolean;
  readonly hasHistory: boolean;
  readonly filter?: {
    readonly matching: (entries: readonly Entry[]) => readonly boolean[] | Promise<readonly boolean[]>;
    readonly checkpointEvery: number;
  };
}

/** Confirmation, history, caught up, then what comes, until the call ends. */
async function follow(
  log: NodeLog,
  out: Outgoing<ReadResp>,
  { page, structuredIds, hasHistory, filter }: Followed,
): Promise<void> {
  const bell = bellOf(log.tail);
  let last: Entry | undefined;
  let looked = 0;
  let told = 0;

  /** With a filter it is told now and then how far has been looked, so that a client can go on from there. */
  async function tell(position: number): Promise<void> {
    looked = 0;
    if (position === told) return;
    told = position;
    await out.send(checkpoint(position));
  }

  async function sendAll(): Promise<void> {
    const from = last;
    for await (const entries of paged((limit, at) => page(limit, at ?? from), out.signal)) {
      const matches = await filter?.matching(entries);
      for (const [i, entry] of entries.entries()) {
        if (matches?.[i] !== false) {
          const sent = out.send(eventAnswer(entry, structuredIds));
          if (sent !== true && !(await sent)) return;
        }
        last = entry;
        looked += 1;
        if (filter !== undefined && looked >= filter.checkpointEvery) await tell(Number(entry.position));
      }
    }
  }

  try {
    await out.send(confirmation(randomUUID()));
    bell.clear();
    if (hasHistory) await sendAll();
    if (filter !== undefined && last !== undefined) await tell(Number(last.position));
    await out.send(caughtUp());
    looked = 0;
    while (!out.signal.aborted) {
      await sendAll();
      await bell.rung(POLL_MS, out.signal);
      bell.clear();
    }
  } finally {
    bell.close();
  }
}
