import { setTimeout as wait } from 'node:timers/promises';
import { isLeft, isRight } from 'fp-ts/Either';
import type { EventLog, NewEntry, Position } from '../../services/event-log';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy';
import { type EventStorePlace, eventStorePlace, ownNode, type Server } from './eventstoredb-place';
import { appended, entries, entry, idsOf, like, readEverything, readOne, refused } from './suite/support';

const QUICK = {
  appendTry: 250,
  append: 4_000,
  pageTry: 250,
  page: 4_000,
  backOff: 5,
  backOffMost: 50,
};

let node: Server;
beforeAll(async () => {
  node = await ownNode();
});
afterAll(() => node.close());

let proxy: TcpProxy;
let place: EventStorePlace;
/** Through the proxy, and past it. */
let log: EventLog;
let straight: EventLog;
beforeEach(async () => {
  proxy = await startTcpProxy(node.port);
  place = eventStorePlace(node.uri, QUICK);
  log = await place.openWith({ create: true }, `esdb://127.0.0.1:${proxy.port}?tls=false`);
  straight = await place.open();
});
afterEach(async () => {
  proxy.pass();
  await place.dispose();
  await proxy.close();
});

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await wait(5);
}

/** Writers on streams of their own, who send the same again until it is acknowledged or known to be stored. */
async function load(writers: number, going: { on: boolean }): Promise<readonly string[]> {
  const acknowledged: string[] = [];
  const write = async (writer: number): Promise<void> => {
    for (let n = 0; going.on; n += 1) {
      const one = entry();
      for (;;) {
        const done = await log.append(`w-${writer}`, n === 0 ? 'none' : n - 1, [one])();
        if (isRight(done)) break;
        // A try whose answer was lost for longer than it is waited for: the stream tells.
        if (done.left.kind === 'wrong-revision' && done.left.actual === n) break;
        if (done.left.kind !== 'unavailable') throw new Error(JSON.stringify(done.left));
      }
      acknowledged.push(one.id);
    }
  };
  await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)));
  return acknowledged;
}

test('a server gone under load and back: what was acknowledged is there, once, and writing goes on by itself', async () => {
  const going = { on: true };
  const written = load(16, going);
  await wait(100);
  for (let n = 0; n < 3; n += 1) {
    await proxy.refuse();
    await until(() => log.reach().state === 'lost');
    await wait(100);
    await proxy.accept();
    await until(() => log.reach().state === 'reached');
    await wait(50);
  }
  going.on = false;
  const acknowledged = await written;
  const stored = idsOf(await readEverything(straight));
  expect(acknowledged.length).toBeGreaterThan(16);
  expect(new Set(stored).size).toBe(stored.length);
  expect([...stored].sort()).toEqual([...acknowledged].sort());
});

test('connections cut again and again under load lose nothing and store nothing twice', async () => {
  const going = { on: true };
  const written = load(8, going);
  for (let n = 0; n < 10; n += 1) {
    await wait(20);
    proxy.cut();
  }
  going.on = false;
  const acknowledged = await written;
  const stored = idsOf(await readEverything(straight));
  expect([...stored].sort()).toEqual([...acknowledged].sort());
});

test('a peer that neither answers nor closes is left for a new connection', async () => {
  await appended(log, 'a', 'none', entry());
  proxy.freezeOpen();
  const done = await appended(log, 'a', 0, entry());
  expect(done.firstRevision).toBe(1);
  expect(await readOne(straight, 'a')).toHaveLength(2);
  proxy.freezeOpen();
  expect(await readOne(log, 'a')).toHaveLength(2);
  proxy.freezeOpen();
  expect((await log.head())?.count).toBe(2);
});

test('where nobody ever answers an append and a read end within their time, and say what is not known', async () => {
  await appended(log, 'a', 'none', entry());
  proxy.freeze();
  const began = performance.now();
  const [append, read] = await Promise.all([
    refused(log, 'b', 'none', entry()),
    readOne(log, 'a').then(
      () => 'read',
      (error: unknown) => (error instanceof Error ? error.name : ''),
    ),
  ]);
  expect(append).toMatchObject({ kind: 'unavailable', detail: like('not known whether') });
  expect(read).toBe('EventLogUnavailable');
  expect(log.reach()).toMatchObject({ state: 'lost', detail: like(/no answer|nothing was heard/) });
  expect(performance.now() - began).toBeLessThan(20_000);
  proxy.pass();
  expect(isRight(await log.append('c', 'none', [entry()])())).toBe(true);
  expect(log.reach()).toEqual({ state: 'reached' });
});

test('an answer lost after the append was stored: the try after it gets the first answer', async () => {
  await appended(log, 'a', 'none', entry());
  proxy.mute();
  const wanted = entries(3);
  const answer = appended(log, 'a', 0, ...wanted);
  await until(async () => (await readOne(straight, 'a')).length === 4);
  // The stream goes on before the answer is asked for again.
  const later = await appended(straight, 'a', 3, entry());
  proxy.pass();
  proxy.cut();
  const done = await answer;
  expect(done.firstRevision).toBe(1);
  const stored = await readOne(straight, 'a');
  expect(done.positions).toEqual(stored.slice(1, 4).map(one => one.position));
  expect(idsOf(stored).slice(1, 4)).toEqual(idsOf(wanted));
  expect(stored).toHaveLength(5);
  expect(stored[4]?.position).toBe(later.positions[0]);
});

test('a subscription that is cut is made again, nudges for what came meanwhile, and reach tells', async () => {
  const heard: Position[] = [];
  const listening = log.tail.subscribe(position => heard.push(position));
  const first = await appended(straight, 'a', 'none', entry());
  await until(() => heard.at(-1) === first.positions[0]);
  await proxy.refuse();
  await until(() => log.reach().state === 'lost');
  expect(log.reach()).toMatchObject({ state: 'lost', since: expect.any(Number), detail: expect.any(String) });
  const meanwhile = await appended(straight, 'a', 0, ...entries(2));
  await proxy.accept();
  await until(() => heard.at(-1) === meanwhile.positions[1]);
  await until(() => log.reach().state === 'reached');
  const after = await appended(straight, 'a', 2, entry());
  await until(() => heard.at(-1) === after.positions[0]);
  expect([...heard].sort((a, b) => log.comparePositions(a, b))).toEqual(heard);
  listening.unsubscribe();
});

test('a half-open subscription is given up when reads find the connection silent', async () => {
  const heard: Position[] = [];
  const listening = log.tail.subscribe(position => heard.push(position));
  await until(
    async () => (
      await appended(straight, `s-${heard.length}-${Math.random()}`, 'none', entry()),
      heard.length > 0
    ),
  );
  proxy.freezeOpen();
  const missed = await appended(straight, 'missed', 'none', entry());
  expect(await readOne(log, 'missed')).toHaveLength(1);
  await until(() => heard.at(-1) === missed.positions[0]);
  listening.unsubscribe();
});

test('the failure of one connection of this process is not that of another', async () => {
  await appended(log, 'a', 'none', entry());
  await appended(straight, 'b', 'none', entry());
  const going = { on: true };
  const other = (async () => {
    const outcomes: boolean[] = [];
    for (let n = 0; going.on; n += 1) outcomes.push(isRight(await straight.append('b', n, [entry()])()));
    return outcomes;
  })();
  for (let n = 0; n < 5; n += 1) {
    const append = log.append('a', n, [entry()])();
    proxy.cut();
    expect(isLeft(await append)).toBe(false);
  }
  going.on = false;
  expect((await other).every(Boolean)).toBe(true);
});

test('closing while nobody answers ends, and answers what waits', async () => {
  proxy.freeze();
  const waiting = [1, 2, 3].map(n => log.append(`s-${n}`, 'none', [entry()])());
  await log.close();
  for (const outcome of await Promise.all(waiting)) expect(isLeft(outcome)).toBe(true);
});

test('what the server answers late is waited for', async () => {
  proxy.delay(20);
  const wanted: readonly NewEntry[] = entries(5);
  await appended(log, 'a', 'none', ...wanted);
  expect(idsOf(await readOne(log, 'a'))).toEqual(idsOf(wanted));
});
