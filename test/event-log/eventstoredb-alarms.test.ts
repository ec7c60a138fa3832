import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { status } from '@grpc/grpc-js';
import type { EventLog } from '../../services/event-log';
import { openDatabase } from '../../services/sqlite';
import { ANY_EVENT, type Fake, failure, fakeServer, NOT_FOUND, streamRead } from './eventstoredb-fake';
import { type EventStorePlace, eventStorePlace, ownNode, type Server } from './eventstoredb-place';
import { appended, entries, entry, like, only, readEverything, readOne, refused } from './suite/support';

const QUICK = { append: 600, appendTry: 200, page: 2_000, backOff: 10, backOffMost: 50 };

const DELETED = failure(status.FAILED_PRECONDITION, 'deleted', {
  exception: 'stream-deleted',
  'stream-name': 'a',
});

describe('what somebody has taken away on the server', () => {
  let folder: string;
  let node: Server;
  let place: EventStorePlace;
  let log: EventLog;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'kravspor-node-'));
    node = await ownNode(join(folder, 'events.db'));
    place = eventStorePlace(node.uri, QUICK);
    log = await place.open();
    await appended(log, 'first', 'none', entry());
    await appended(log, 'a', 'none', ...entries(4));
    await appended(log, 'last', 'none', entry());
  });
  afterEach(async () => {
    await place.dispose();
    await node.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Deletes rows of stream `a` beneath the node while it is stopped, with its guards taken off and put on again. */
  async function take(which: string): Promise<void> {
    await node.close();
    const database = openDatabase(join(folder, 'events.db'));
    const guard = String(
      database.prepare("SELECT sql FROM sqlite_schema WHERE name = 'events_delete'").get()?.['sql'],
    );
    database.exec(
      `DROP TRIGGER events_delete;
       DELETE FROM events WHERE ${which} AND stream = (SELECT number FROM streams WHERE name LIKE '%.a');
       ${guard}`,
    );
    database.close();
    node = await ownNode(join(folder, 'events.db'), node.port);
  }

  const alarm = (message: RegExp) => ({
    name: 'EventLogDamaged',
    message: like(message),
    advice: like('delete'),
  });

  test('a stream that begins later than it did is an alarm', async () => {
    await take('revision < 2');
    const fresh = await place.openWith({});
    await expect(readOne(fresh, 'a')).rejects.toMatchObject(
      alarm(/stream a revision 0 is gone, revision 2 comes next/),
    );
  });

  test('a stream that is gone is an alarm to whoever has seen it', async () => {
    await take('true');
    await expect(readOne(log, 'a')).rejects.toMatchObject(alarm(/revision 0 is gone, 3 had been reached/));
    await expect(readOne(log, 'a', 2)).rejects.toMatchObject(alarm(/revision 2 is gone/));
    expect(await refused(log, 'a', 2, entry())).toMatchObject({
      kind: 'unavailable',
      detail: like('damaged'),
    });
  });

  test('a log that has gone back to an older copy is an alarm to whoever has read on', async () => {
    const [, , , fourth] = await readOne(log, 'a');
    if (fourth === undefined) throw new Error('there were to be four');
    expect((await log.head())?.count).toBe(6);
    await take('revision > 1');
    const gone = alarm(new RegExp(`the record at position ${fourth.position}, which had been read, is gone`));
    await expect(readEverything(log, fourth.position)).rejects.toMatchObject(gone);
    await appended(await place.openWith({}), 'later', 'none', entry());
    await expect(readEverything(log, fourth.position)).rejects.toMatchObject(gone);
  });

  test('a stream that has lost its newest events is an alarm to whoever has seen them', async () => {
    await take('revision > 1');
    await expect(readOne(log, 'a')).rejects.toMatchObject(alarm(/revision 2 is gone, 3 had been reached/));
  });
});

describe('a server that deletes, or ends calls in good order', () => {
  let server: Fake;
  let place: EventStorePlace;
  let batches: number;
  beforeEach(async () => {
    batches = 0;
    server = await fakeServer({
      read: call =>
        call.request.getOptions()?.hasStream() === true ? call.emit('error', DELETED) : call.end(),
      batchAppend: call => {
        batches += 1;
        call.on('data', () => call.end());
      },
    });
    place = eventStorePlace(server.uri, QUICK);
  });
  afterEach(async () => {
    await place.dispose();
    server.close();
  });

  test('a deleted stream is an alarm', async () => {
    await expect(readOne(await place.open(), 'a')).rejects.toMatchObject({
      name: 'EventLogDamaged',
      message: like('stream a the stream has been deleted'),
    });
  });

  test('a stream that is not found, but has metadata, was deleted: nothing is appended as to a new one', async () => {
    const softly = await fakeServer({
      read: call => {
        const stream = streamRead(call);
        if (stream !== '') call.write(/^\$\$.*a$/.test(stream) ? ANY_EVENT : NOT_FOUND);
        call.end();
      },
    });
    const there = eventStorePlace(softly.uri, QUICK);
    const log = await there.open();
    expect(await readOne(log, 'b')).toEqual([]);
    await expect(readOne(log, 'a')).rejects.toMatchObject({
      name: 'EventLogDamaged',
      message: like('stream a there is nothing, but metadata'),
    });
    await there.dispose();
    softly.close();
  });

  test('a server that no longer lets this user in counts as lost until it does again', async () => {
    let isDenied = false;
    const strict = await fakeServer({
      read: call =>
        isDenied ? call.emit('error', failure(status.PERMISSION_DENIED, 'denied', {})) : call.end(),
    });
    const there = eventStorePlace(strict.uri, QUICK);
    const log = await there.open();
    isDenied = true;
    await expect(readOne(log, 'a')).rejects.toThrow('denied');
    expect(log.reach()).toMatchObject({ state: 'lost', detail: 'denied' });
    isDenied = false;
    expect(await readOne(log, 'a')).toEqual([]);
    expect(log.reach()).toEqual({ state: 'reached' });
    await there.dispose();
    strict.close();
  });

  test('while nobody has answered for long, each caller is told so after one short try', async () => {
    let calls = 0;
    const silent = await fakeServer({ batchAppend: call => void call.on('data', () => (calls += 1)) });
    const there = eventStorePlace(silent.uri, QUICK);
    const log = await there.open();
    await refused(log, 'a', 'none', entry());
    const patient = calls;
    expect(patient).toBeGreaterThan(1);
    await new Promise(resolve => setTimeout(resolve, QUICK.append));
    await refused(log, 'a', 'none', entry());
    expect(calls - patient).toBeLessThan(patient);
    await there.dispose();
    silent.close();
  });

  test('a call of appends that ends in good order leaves nobody waiting', async () => {
    const log = await place.open();
    const wanted = [1, 2].map(n => refused(log, `s-${n}`, 'none', entry()));
    for (const answer of await Promise.all(wanted)) {
      expect(answer).toMatchObject({ kind: 'unavailable', detail: like('not known whether') });
    }
    expect(batches).toBeGreaterThan(2);
    expect(only([log.reach()])).toMatchObject({ state: 'lost' });
  });
});
