import { randomUUID } from 'node:crypto';
import { END, jsonEvent } from '@eventstore/db-client';
import { isLeft } from 'fp-ts/Either';
import { type EventLog, type NewEntry, openEventLog } from '../../../services/event-log';
import { addressOf } from '../../../services/event-log/eventstoredb/address';
import { Door } from '../../../services/event-log/eventstoredb/door';
import { atLeast, inFolder, inTurn, type Row, seconds } from '../measure';
import { withNode } from './node-child';

const TYPE = 'no.kravspor.requirement.measured.v1';
const WANTED = 0.7;

/** An event and its stamp in the sizes of real ones, as text for the port and as objects for the client. */
function made() {
  const id = randomUUID();
  const data = { specversion: '1.0', id, type: TYPE, data: { text: 'x'.repeat(500) } };
  const metadata = { id, facts: 'y'.repeat(350), recordedAt: '2031-01-01T00:00:00.000Z' };
  return {
    entry: { id, type: TYPE, data: JSON.stringify(data), metadata: JSON.stringify(metadata) },
    event: jsonEvent({ id: randomUUID(), type: TYPE, data, metadata }),
  };
}

type Made = ReturnType<typeof made>;

/** Work for both sides: `perAppend` at a time to streams of their own, `waiting` appends under way at any time. */
interface Load {
  readonly events: number;
  readonly perAppend: number;
  readonly waiting: number;
}

interface Sides {
  readonly log: EventLog;
  /** The official client with its own appends and reads. */
  readonly client: Door;
}

/** Both sides against one node. */
async function against<A>(use: (sides: Sides) => Promise<A>): Promise<A> {
  return inFolder(folder =>
    withNode(folder, async uri => {
      const opened = await openEventLog(uri, { create: true })();
      if (isLeft(opened)) throw new Error(opened.left.message);
      const client = new Door(addressOf(uri), { interval: 20_000, timeout: 10_000 });
      try {
        return await use({ log: opened.right, client });
      } finally {
        await opened.right.close();
        await client.shut();
      }
    }),
  );
}

async function appendOurs(log: EventLog, stream: string, entries: readonly NewEntry[]): Promise<void> {
  const done = await log.append(stream, 'none', entries)();
  if (isLeft(done)) throw new Error(JSON.stringify(done.left));
}

async function appendBare(client: Door, stream: string, group: readonly Made[]): Promise<void> {
  const events = group.map(one => one.event);
  await client.appendToStream(stream, events, { expectedRevision: 'no_stream' });
}

/** Events per second; making them is not measured. */
async function rateOf(
  { events, perAppend, waiting }: Load,
  append: (stream: string, group: readonly Made[]) => Promise<void>,
): Promise<number> {
  const groups = Array.from({ length: events / perAppend }, () => Array.from({ length: perAppend }, made));
  const queue = groups.values();
  const writer = async (): Promise<void> => {
    for (const group of queue) await append(`requirement-${randomUUID()}`, group);
  };
  return events / (await seconds(() => Promise.all(Array.from({ length: waiting }, writer))));
}

/** A service listens to its log all the time, so both sides do. */
async function whileListening<A>(log: EventLog, run: () => Promise<A>): Promise<A> {
  const listening = log.tail.subscribe();
  try {
    return await run();
  } finally {
    listening.unsubscribe();
  }
}

async function whileSubscribed<A>(client: Door, run: () => Promise<A>): Promise<A> {
  const subscription = client.subscribeToAll({ fromPosition: END }).on('data', () => undefined);
  try {
    return await run();
  } finally {
    await subscription.unsubscribe();
  }
}

function appends(what: string, load: Load, rounds: number): Promise<Row> {
  return against(async ({ log, client }) => {
    const measured = await inTurn(
      rounds,
      () => {
        const ours = (stream: string, group: readonly Made[]): Promise<void> =>
          appendOurs(
            log,
            stream,
            group.map(one => one.entry),
          );
        return whileListening(log, () => rateOf(load, ours));
      },
      () => whileSubscribed(client, () => rateOf(load, (stream, group) => appendBare(client, stream, group))),
    );
    return atLeast(what, 'events/s', measured, WANTED, rounds);
  });
}

const PER_STREAM = 100;

async function readOurs(found: AsyncIterable<unknown>): Promise<number> {
  let read = 0;
  for await (const one of found) read += Array.isArray(one) ? one.length : one === undefined ? 0 : 1;
  return read;
}

function reads(streams: number, all: number, rounds: number): Promise<readonly Row[]> {
  return against(async ({ log, client }) => {
    const names = Array.from({ length: all / PER_STREAM }, () => `requirement-${randomUUID()}`);
    for (const name of names) {
      const group = Array.from({ length: PER_STREAM }, () => made().entry);
      await appendOurs(log, name, group);
    }
    const chosen = names.slice(0, streams);
    const expect = async (count: number, read: () => Promise<number>): Promise<number> => {
      const taken = await seconds(async () => {
        const found = await read();
        if (found !== count) throw new Error(`read ${found} of ${count}`);
      });
      return count / taken;
    };
    const each = async (read: (name: string) => Promise<number>): Promise<number> => {
      let sum = 0;
      for (const name of chosen) sum += await read(name);
      return sum;
    };
    const ofStreams = await inTurn(
      rounds,
      () => expect(streams * PER_STREAM, () => each(name => readOurs(log.readStream(name)))),
      () => expect(streams * PER_STREAM, () => each(name => readOurs(client.readStream(name)))),
    );
    const ofAll = await inTurn(
      rounds,
      () => expect(all, () => readOurs(log.readAll())),
      () => expect(all, () => readOurs(client.readAll())),
    );
    return [
      atLeast(`streams of ${PER_STREAM} read through the adapter`, 'events/s', ofStreams, WANTED, rounds),
      atLeast('$all scanned through the adapter', 'events/s', ofAll, WANTED, rounds),
    ];
  });
}

/** The adapter beside the bare client, both against the same node in a process of its own. */
export const engineLogRows = async (rounds: number): Promise<readonly Row[]> => [
  await appends('appends through the adapter, one by one', { events: 500, perAppend: 1, waiting: 1 }, rounds),
  await appends(
    'appends through the adapter, 64 at a time',
    { events: 6_400, perAppend: 1, waiting: 64 },
    rounds,
  ),
  await appends(
    'appends of 100 through the adapter, 4 at a time',
    { events: 10_000, perAppend: 100, waiting: 4 },
    rounds,
  ),
  ...(await reads(50, 20_000, rounds)),
];
