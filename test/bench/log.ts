import path from 'node:path';
import { isLeft } from 'fp-ts/Either';
import { type EventLog, openEventLog } from '../../services/event-log';
import { openDatabase } from '../../services/sqlite';
import { atLeast, inFolder, inTurn, type Row, seconds } from './measure';
import { type Entry, insertRaw, openRaw } from './raw-sqlite';

const DATA = JSON.stringify({
  specversion: '1.0',
  type: 'no.kravspor.requirement.measured.v1',
  data: { text: 'x'.repeat(500) },
});
const METADATA = JSON.stringify({
  stream: 'requirement-granvik.key',
  recordedAt: '2031-01-01T00:00:00.000Z',
  facts: 'y'.repeat(350),
});

const entries = (n: number, round: number): readonly Entry[] =>
  Array.from({ length: n }, (_, i) => ({
    stream: `requirement-granvik.s-${round}-${i}`,
    revision: 0,
    id: `00000000-0000-5000-8000-${String(round * 1_000_000 + i).padStart(12, '0')}`,
    type: 'no.kravspor.requirement.measured.v1',
    data: DATA,
    metadata: METADATA,
  }));

export async function opened(file: string): Promise<EventLog> {
  const log = await openEventLog(`file:${file}`, { create: true })();
  if (isLeft(log)) throw new Error(log.left.message);
  return log.right;
}

async function appendOne(log: EventLog, { stream, ...entry }: Entry): Promise<void> {
  const done = await log.append(stream, 'none', [entry])();
  if (isLeft(done)) throw new Error(JSON.stringify(done.left));
}

/** Appends with so many writers waiting at any time, each to a stream of its own. */
async function appendWaiting(log: EventLog, all: readonly Entry[], waiting: number): Promise<void> {
  const queue = all.values();
  const writer = async (): Promise<void> => {
    for (const entry of queue) await appendOne(log, entry);
  };
  await Promise.all(Array.from({ length: waiting }, writer));
}

async function appends(what: string, n: number, waiting: number, rounds: number): Promise<Row> {
  return inFolder(async folder => {
    const log = await opened(path.join(folder, 'ours.db'));
    const raw = openRaw(path.join(folder, 'raw.db'));
    let round = 0;
    const measured = await inTurn(
      rounds,
      async () => {
        const all = entries(n, round);
        return n / (await seconds(() => appendWaiting(log, all, waiting)));
      },
      async () => {
        const all = entries(n, ++round);
        return n / (await seconds(() => insertRaw(raw, all, waiting)));
      },
    );
    await log.close();
    raw.close();
    return atLeast(what, 'events/s', measured, 0.5, rounds);
  });
}

const PER_STREAM = 100;

/** Bulk: a thousand events at a time, as an import sends them, in appends of a hundred to a stream. */
async function bulk(n: number, rounds: number): Promise<Row> {
  return inFolder(async folder => {
    const log = await opened(path.join(folder, 'ours.db'));
    const raw = openRaw(path.join(folder, 'raw.db'));
    let round = 0;
    const all = (): readonly Entry[] =>
      entries(n, round).map((entry, i) => ({
        ...entry,
        stream: `requirement-granvik.b-${round}-${Math.floor(i / PER_STREAM)}`,
        revision: i % PER_STREAM,
      }));
    const appendAll = async (events: readonly Entry[]): Promise<void> => {
      const groups = Array.from({ length: n / PER_STREAM }, (_, i) =>
        events.slice(i * PER_STREAM, (i + 1) * PER_STREAM),
      );
      const queue = groups.values();
      const writer = async (): Promise<void> => {
        for (const group of queue) {
          const done = await log.append(group[0]?.stream ?? '', 'none', group)();
          if (isLeft(done)) throw new Error(JSON.stringify(done.left));
        }
      };
      await Promise.all(Array.from({ length: 1_000 / PER_STREAM }, writer));
    };
    const measured = await inTurn(
      rounds,
      async () => {
        const events = all();
        return n / (await seconds(() => appendAll(events)));
      },
      async () => {
        round++;
        const events = all();
        return n / (await seconds(() => insertRaw(raw, events, 1_000)));
      },
    );
    await log.close();
    raw.close();
    return atLeast('bulk events appended, 1,000 at a time', 'events/s', measured, 0.5, rounds);
  });
}

async function scan(n: number, rounds: number): Promise<Row> {
  return inFolder(async folder => {
    const file = path.join(folder, 'ours.db');
    const log = await opened(file);
    await appendWaiting(log, entries(n, 1), 1_000);
    const measured = await inTurn(
      rounds,
      async () =>
        n /
        (await seconds(async () => {
          let read = 0;
          for await (const batch of log.readAll()) read += batch.length;
          if (read !== n) throw new Error(`read ${read} of ${n}`);
        })),
      async () => n / (await seconds(() => rawScan(file, n))),
    );
    await log.close();
    return atLeast('reading the whole log through the port', 'events/s', measured, 0.5, rounds);
  });
}

/** Every row in order by bare SQLite, its data parsed. */
export function rawScan(file: string, expected: number): void {
  const database = openDatabase(file, { readOnly: true });
  const rows = database
    .prepare('SELECT position, stream, revision, id, type, data, metadata FROM events ORDER BY position')
    .iterate();
  let read = 0;
  for (let row = rows.next(); row.done !== true; row = rows.next()) {
    const data: unknown = JSON.parse(String(row.value['data']));
    if (data !== null) read++;
  }
  database.close();
  if (read !== expected) throw new Error(`read ${read} of ${expected}`);
}

export const logRows = async (): Promise<readonly Row[]> => [
  await appends('appends through the port, 64 waiting writers', 12_800, 64, 7),
  await bulk(20_000, 7),
  await scan(100_000, 7),
];
