import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isLeft, left } from 'fp-ts/Either';
import { moveLog, startTree } from '../../services/audit';
import { type EventLog, openEventLog } from '../../services/event-log';
import { ownNode, type Server } from '../event-log/eventstoredb-place';
import { entryOf, openPlace, ORIGIN, type Place, rightOf } from './support';

let place: Place;
let server: Server;
let folder: string;
const opened: EventLog[] = [];

beforeEach(async () => {
  place = await openPlace();
  server = await ownNode();
  folder = mkdtempSync(join(tmpdir(), 'kravspor-move-'));
});
afterEach(async () => {
  for (const log of opened.splice(0)) await log.close();
  await server.close();
  await place.remove();
  rmSync(folder, { recursive: true, force: true });
});

async function open(uri: string): Promise<EventLog> {
  const log = rightOf(await openEventLog(uri, { create: true })());
  opened.push(log);
  return log;
}

const move = (from: EventLog, to: EventLog) =>
  moveLog({ from: { log: from, name: 'here' }, to: { log: to, name: 'there' }, origin: ORIGIN });

it('brings every record to another engine and back, under the same root', async () => {
  await place.grow(230);
  const cluster = await open(server.uri);
  const there = rightOf(await move(place.log, cluster));
  expect(there).toMatchObject({ records: 230, appended: 230 });
  const back = await open(`file:${join(folder, 'events.db')}`);
  expect(rightOf(await move(cluster, back))).toEqual({ ...there, appended: 230 });
  expect(rightOf(await move(place.log, back))).toEqual({ ...there, appended: 0 });
});

it('goes on where it was broken off', async () => {
  await place.grow(120);
  const cluster = await open(server.uri);
  let appends = 0;
  const failing: EventLog = {
    ...cluster,
    append: (stream, expected, entries) =>
      ++appends > 30
        ? () => Promise.resolve(left({ kind: 'id-reused', stream, id: 'x' }))
        : cluster.append(stream, expected, entries),
  };
  const stopped = await move(place.log, failing);
  expect(isLeft(stopped) && stopped.left.kind).toBe('stopped');
  const half = (await cluster.head())?.count ?? 0;
  const moved = rightOf(await move(place.log, cluster));
  expect(moved).toMatchObject({ records: 120, appended: 120 - half });
  expect(half).toBeGreaterThan(29);
});

it('says which record differs, and writes nothing', async () => {
  await place.grow(10);
  const cluster = await open(server.uri);
  const [stream, entry] = ['document-granvik.d-1', entryOf('document-granvik.d-1', 0, 99)];
  rightOf(await cluster.append(stream, 'none', [entry])());
  const refused = await move(place.log, cluster);
  expect(refused).toMatchObject({ left: { kind: 'different', seq: 0 } });
  expect((await cluster.head())?.count).toBe(1);
});

it('tells a log that goes on where the other one ends', async () => {
  await place.grow(10);
  const cluster = await open(server.uri);
  rightOf(await move(place.log, cluster));
  const empty = await open(`file:${join(folder, 'events.db')}`);
  expect(await move(empty, cluster)).toMatchObject({ left: { kind: 'longer', seq: 0 } });
});

it('leaves a tree that goes on over the other engine, whose positions are others', async () => {
  await place.grow(300);
  await place.settle();
  const cluster = await open(server.uri);
  rightOf(await move(place.log, cluster));
  const stream = 'document-granvik.d-new';
  rightOf(await cluster.append(stream, 'none', [entryOf(stream, 0, 1_000)])());
  const tree = await startTree({
    log: cluster,
    folder: place.tiles,
    anchor: place.anchor,
    signer: place.key,
    origin: ORIGIN,
    rhythmMs: 5,
  });
  expect(await tree.waitFor(300, 60_000)).toBe(true);
  expect(tree.status()).toMatchObject({ state: 'following', alarm: undefined, size: 301 });
  expect((await tree.scrub()).alarm).toBeUndefined();
  await tree.close();
});
