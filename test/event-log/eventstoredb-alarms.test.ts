import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  Metadata,
  Server as GrpcServer,
  type ServerDuplexStream,
  ServerCredentials,
  status,
} from '@grpc/grpc-js';
import { ServerFeaturesService } from '@eventstore/db-client/generated/serverfeatures_grpc_pb';
import { SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb';
import { StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb';
import type { BatchAppendReq, BatchAppendResp } from '@eventstore/db-client/generated/streams_pb';
import type { EventLog } from '../../services/event-log';
import { openDatabase } from '../../services/sqlite';
import { type EventStorePlace, eventStorePlace, ownNode, type Server } from './eventstoredb-place';
import { appended, entries, entry, like, only, readOne, refused } from './suite/support';

const QUICK = { append: 600, appendTry: 200, page: 2_000, backOff: 10, backOffMost: 50 };

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

  test('a stream that has lost its newest events is an alarm to whoever has seen them', async () => {
    await take('revision > 1');
    await expect(readOne(log, 'a')).rejects.toMatchObject(alarm(/revision 2 is gone, 3 had been reached/));
  });
});

describe('a server that deletes, or ends calls in good order', () => {
  let server: GrpcServer;
  let place: EventStorePlace;
  let batches: number;
  beforeEach(async () => {
    batches = 0;
    server = new GrpcServer();
    server.addService(ServerFeaturesService, {
      getSupportedMethods: (_: unknown, answer: (error: null, methods: SupportedMethods) => void) =>
        answer(null, new SupportedMethods().setEventStoreServerVersion('24.6.0')),
    });
    server.addService(StreamsService, {
      read: (call: {
        readonly request: { getOptions(): { hasStream(): boolean } | undefined };
        emit(event: string, error: object): void;
        end(): void;
      }) => {
        if (call.request.getOptions()?.hasStream() !== true) return call.end();
        const metadata = new Metadata();
        metadata.set('exception', 'stream-deleted');
        metadata.set('stream-name', 'a');
        call.emit('error', { code: status.FAILED_PRECONDITION, details: 'deleted', metadata });
      },
      batchAppend: (call: ServerDuplexStream<BatchAppendReq, BatchAppendResp>) => {
        batches += 1;
        call.on('data', () => call.end());
      },
    });
    const port = await new Promise<number>((resolve, reject) =>
      server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
        error === null ? resolve(bound) : reject(error),
      ),
    );
    place = eventStorePlace(`esdb://127.0.0.1:${port}?tls=false`, QUICK);
  });
  afterEach(async () => {
    await place.dispose();
    server.forceShutdown();
  });

  test('a deleted stream is an alarm', async () => {
    await expect(readOne(await place.open(), 'a')).rejects.toMatchObject({
      name: 'EventLogDamaged',
      message: like('stream a the stream has been deleted'),
    });
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
