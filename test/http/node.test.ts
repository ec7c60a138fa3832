import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EventStoreDBClient, eventTypeFilter, jsonEvent } from '@eventstore/db-client';
import { Empty, StreamIdentifier } from '@eventstore/db-client/generated/shared_pb';
import { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb';
import { ReadReq, type ReadResp } from '@eventstore/db-client/generated/streams_pb';
import { credentials, Metadata } from '@grpc/grpc-js';
import { hashOfKey, newKey } from '../../services/http';
import { allOf } from '../event-log/node/trial';
import { startTlsFront } from '../support/tls-front';
import { event, type Harness, registered, startHarness } from './harness';
import { MINISTRY, settle, TRUST } from './world';

const addressOf = ({ serving }: Harness): string => `127.0.0.1:${String(serving.nodePort)}`;

const clientOf = (harness: Harness): EventStoreDBClient =>
  EventStoreDBClient.connectionString(`esdb://${addressOf(harness)}?tls=false`);

/**
 * Reads with a key as password. By hand, since the official client sends credentials over TLS alone, for which there is
 * a proxy in front of a service.
 */
async function read(harness: Harness, stream: string | undefined, password?: string): Promise<ReadResp[]> {
  const client = new StreamsClient(addressOf(harness), credentials.createInsecure());
  const metadata = new Metadata();
  const pair = Buffer.from(`anyone:${password ?? ''}`).toString('base64');
  if (password !== undefined) metadata.set('authorization', `Basic ${pair}`);
  const options = new ReadReq.Options().setCount('1000').setNoFilter(new Empty());
  options.setUuidOption(new ReadReq.Options.UUIDOption().setString(new Empty()));
  const start = new Empty();
  if (stream === undefined) options.setAll(new ReadReq.Options.AllOptions().setStart(start));
  else {
    const identifier = new StreamIdentifier().setStreamName(Buffer.from(stream).toString('base64'));
    options.setStream(new ReadReq.Options.StreamOptions().setStreamIdentifier(identifier).setStart(start));
  }
  const answers: AsyncIterable<ReadResp> = client.read(new ReadReq().setOptions(options), metadata);
  return allOf(answers).finally(() => client.close());
}

describe('the log over the EventStoreDB protocol, beside the service', () => {
  describe('in keys mode', () => {
    let harness: Harness;
    const keys: Record<string, string> = {};
    const keyOf = (name: string | undefined) => (name === undefined ? undefined : (keys[name] ?? name));

    beforeAll(async () => {
      harness = await startHarness({ nodePort: 0 });
      await settle(harness);
      for (const [name, data] of Object.entries({
        auditor: { organisation: MINISTRY, roles: ['auditor'], scope: 'whole-log' },
        'own-auditor': { organisation: TRUST, roles: ['auditor'] },
        admin: { organisation: MINISTRY, roles: ['administrator'], scope: 'whole-log' },
        gone: { organisation: MINISTRY, roles: ['auditor'], scope: 'whole-log' },
      })) {
        const key = newKey();
        keys[name] = key;
        await harness.stored(
          event('access.key-issued', name, MINISTRY, {
            ...{ hash: hashOfKey(key), holder: `svc-${name}`, sources: ['https://tests.example'] },
            ...{ expires: '2099-01-01T00:00:00Z', ...data },
          }),
        );
      }
      await harness.stored(event('access.key-withdrawn', 'gone', MINISTRY, { reason: 'Byttet ut' }));
      await harness.restart({ auth: 'keys', nodePort: 0 });
    });
    afterAll(() => harness.close());

    it('shows an auditor of the whole log every record, word for word', async () => {
      const shown = (await read(harness, undefined, keyOf('auditor'))).map(answer => {
        const e = answer.getEvent()?.getEvent();
        const [name, data] = [e?.getStreamIdentifier()?.getStreamName_asU8(), e?.getData_asU8()];
        const texts = [name, data].map(bytes => Buffer.from(bytes ?? []).toString());
        return [texts[0], e?.getStreamRevision(), e?.getId()?.getString(), texts[1]].join(' ');
      });
      const records: string[] = [];
      for await (const batch of harness.serving.service.log.readAll())
        records.push(...batch.map(entry => `${entry.stream} ${entry.revision} ${entry.id} ${entry.data}`));
      expect(shown).toEqual(records);
      expect(records.length).toBeGreaterThan(5);
    });

    it.each([
      [undefined, 'UNAUTHENTICATED'],
      ['kravspor_unknown', 'UNAUTHENTICATED'],
      ['gone', 'UNAUTHENTICATED'],
      ['own-auditor', 'PERMISSION_DENIED'],
      ['admin', 'PERMISSION_DENIED'],
    ])('refuses whoever comes with the key: %s', async (name, status) => {
      for (const stream of [undefined, 'access'])
        await expect(read(harness, stream, keyOf(name))).rejects.toThrow(status);
    });

    it('refuses the official client where it gives no key', async () => {
      const client = clientOf(harness);
      await expect(allOf(client.readAll())).rejects.toMatchObject({ type: 'access-denied' });
      await expect(client.appendToStream('s', jsonEvent({ type: 't', data: {} }))).rejects.toThrow();
      await client.dispose();
    });

    it('lets the official client in with an auditor’s key, by a proxy that speaks TLS', async () => {
      const front = await startTlsFront(harness.serving.nodePort ?? 0);
      const trusted = join(harness.folder, 'front.pem');
      writeFileSync(trusted, front.certificate);
      const client = EventStoreDBClient.connectionString(
        `esdb://anyone:${keys['auditor'] ?? ''}@localhost:${front.port}?tlsCAFile=${encodeURIComponent(trusted)}`,
      );
      expect((await allOf(client.readAll())).length).toBe(await harness.count());
      const append = client.appendToStream('s', jsonEvent({ type: 't', data: {} }));
      await expect(append).rejects.toThrow('POST /v1/events');
      await client.dispose();
      await front.close();
    });

    it('writes down who has read it', async () => {
      await read(harness, 'access', keyOf('auditor'));
      await expect(read(harness, 'access', keyOf('admin'))).rejects.toThrow();
      const noted = async (actor: string): Promise<unknown> => {
        const answer = await harness.agent
          .get(`/v1/reads?kind=export&actor=${actor}`)
          .set('Authorization', `Bearer ${keys['auditor'] ?? ''}`)
          .expect(200);
        const body: unknown = answer.body;
        return body;
      };
      expect(await noted('svc-auditor')).toMatchObject({
        items: expect.arrayContaining([
          expect.objectContaining({ credential: 'auditor', thing: 'access', status: 200 }),
        ]),
      });
      expect(await noted('svc-admin')).toMatchObject({
        items: expect.arrayContaining([
          expect.objectContaining({ credential: 'admin', thing: 'access', status: 403 }),
        ]),
      });
    });
  });

  it('is where the setting says, and nowhere without it', async () => {
    const without = await startHarness();
    expect(without.serving.nodePort).toBeUndefined();
    await without.restart({ nodePort: 0 });
    const client = clientOf(without);
    expect((await allOf(client.readStream('log'))).length).toBeGreaterThan(0);
    await client.dispose();
    await without.close();
  });

  it('takes events while a client’s filter would never come to an end, and closes then', async () => {
    const harness = await startHarness({ nodePort: 0 });
    const client = clientOf(harness);
    await harness.stored(registered(TRUST, 'Granvik sykehus HF', 'trust'));
    const ends = Array.from({ length: 3 }, () => {
      const subscription = client.subscribeToAll({ filter: eventTypeFilter({ regex: '^([a-z.0-9-]+)+!$' }) });
      subscription.on('data', () => undefined);
      return new Promise(resolve => subscription.on('error', error => resolve(String(error))));
    });
    await harness.agent.get('/livez').expect(200);
    expect((await harness.send(registered('fjellheim', 'Fjellheim sykehus HF', 'trust'))).status).toBe(201);
    for (const end of await Promise.all(ends)) expect(end).toContain('INVALID_ARGUMENT');
    expect((await harness.send(registered('elvestad', 'Elvestad sykehus HF', 'trust'))).status).toBe(201);
    await client.dispose();
    await harness.close();
  });

  it('does not start on a port that is taken', async () => {
    const harness = await startHarness();
    const { port } = harness.serving;
    await expect(startHarness({ nodePort: port })).rejects.toThrow('KRAVSPOR_NODE_PORT');
    await harness.close();
  });

  it('takes no appends, and says where events go instead', async () => {
    const harness = await startHarness({ nodePort: 0 });
    const client = clientOf(harness);
    const before = await harness.count();
    const append = client.appendToStream('log', jsonEvent({ type: 't', data: {} }));
    await expect(append).rejects.toThrow('POST /v1/events');
    expect(await harness.count()).toBe(before);
    await client.dispose();
    await harness.close();
  });
});
