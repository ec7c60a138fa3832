import { Code } from '@eventstore/db-client/generated/code_pb';
import { type BatchAppendReq, BatchAppendResp } from '@eventstore/db-client/generated/streams_pb';
import { Status } from '@eventstore/db-client/generated/status_pb';
import { isRight } from 'fp-ts/Either';
import { startTcpProxy } from '../support/tcp-proxy';
import { type Fake, fakeServer, notLeader } from './eventstoredb-fake';
import { eventStorePlace, ownNode, type Server } from './eventstoredb-place';
import { appended, entries, entry, readEverything, readOne } from './suite/support';

const QUICK = { appendTry: 250, append: 4_000, pageTry: 250, page: 4_000, backOff: 5, backOffMost: 50 };

let leader: Server;
beforeAll(async () => {
  leader = await ownNode();
});
afterAll(() => leader.close());

test('a follower sends on to the leader, and there the log is opened, written and read', async () => {
  const follower = await fakeServer({
    read: call => call.emit('error', notLeader(leader.port)),
    batchAppend: call => void call.emit('error', notLeader(leader.port)),
  });
  const place = eventStorePlace(follower.uri, QUICK);
  const log = await place.open();
  await appended(log, 'a', 'none', ...entries(3));
  expect(await readEverything(log)).toHaveLength(3);
  expect(await readOne(await eventStorePlaceAt(place), 'a')).toHaveLength(3);
  await place.dispose();
  follower.close();
});

/** The same log, opened at the leader itself. */
const eventStorePlaceAt = (place: ReturnType<typeof eventStorePlace>) => place.openWith({}, leader.uri);

describe('a leader that is deposed', () => {
  let deposed = false;
  let refusals = 0;
  let old: Fake;
  beforeEach(async () => {
    [deposed, refusals] = [false, 0];
    // It was asked to read while it was the leader, and refuses each append on the call that is open.
    old = await fakeServer({
      read: call => (deposed ? call.emit('error', notLeader(leader.port)) : call.end()),
      batchAppend: call => {
        if (refusals > 0) return void call.emit('error', notLeader(leader.port));
        call.on('data', (request: BatchAppendReq) => {
          [deposed, refusals] = [true, refusals + 1];
          const error = new Status().setCode(Code.NOT_FOUND).setMessage('NotLeader');
          call.write(new BatchAppendResp().setCorrelationId(request.getCorrelationId()).setError(error));
        });
      },
    });
  });
  afterEach(() => old.close());

  test('is left for the new one, though its call stays open, and the append is stored there once', async () => {
    const place = eventStorePlace(old.uri, QUICK);
    const log = await place.open();
    const outcome = await log.append('a', 'none', [entry()])();
    expect(isRight(outcome)).toBe(true);
    expect(refusals).toBe(1);
    expect(await readOne(await eventStorePlaceAt(place), 'a')).toHaveLength(1);
    await place.dispose();
  });
});

test('of several hosts the leader is found by gossip, though one of them is gone', async () => {
  const gone = await startTcpProxy(leader.port);
  await gone.refuse();
  for (const uri of [
    `esdb://127.0.0.1:${gone.port},127.0.0.1:${leader.port}?tls=false`,
    `esdb+discover://127.0.0.1:${leader.port}?tls=false`,
  ]) {
    const place = eventStorePlace(uri, QUICK);
    const log = await place.open();
    await appended(log, 'a', 'none', entry());
    expect((await log.head())?.count).toBe(1);
    await place.dispose();
  }
});

test('where no host of several answers, opening ends within its time and no failure is left to nobody', async () => {
  const gone = await startTcpProxy(leader.port);
  await gone.refuse();
  const unhandled: unknown[] = [];
  const note = (error: unknown): number => unhandled.push(error);
  process.on('unhandledRejection', note);
  const uri = `esdb://127.0.0.1:${gone.port},localhost:${gone.port}?tls=false&maxDiscoverAttempts=2&discoveryInterval=10`;
  const error = await eventStorePlace(uri, { ...QUICK, open: 500 }).openError();
  expect(error).toMatchObject({ kind: 'unavailable' });
  await new Promise(resolve => setTimeout(resolve, 100));
  process.off('unhandledRejection', note);
  expect(unhandled).toEqual([]);
});
