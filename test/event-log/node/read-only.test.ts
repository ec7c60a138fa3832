import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AccessDeniedError, jsonEvent, START } from '@eventstore/db-client';
import { startNode } from '../../../services/event-log/node';
import { allOf, startTrial, type Trial, until } from './trial';

describe('a node that only reads, beside whoever writes', () => {
  let writing: Trial;
  let reading: Trial;
  beforeAll(async () => {
    writing = await startTrial();
    reading = await startTrial({ file: writing.file, writable: false });
  });
  afterAll(async () => {
    await reading.close();
    await writing.close();
  });

  it('gives what was written, and follows what is', async () => {
    const n: unknown[] = [];
    const subscription = reading.client.subscribeToAll({ fromPosition: START });
    subscription.on('data', ({ event }) => n.push(event?.data));
    for (const data of [{ n: 1 }, { n: 2 }]) {
      await writing.client.appendToStream('s', jsonEvent({ type: 'counted', data }));
    }
    await until(() => n.length === 2);
    expect(n).toEqual([{ n: 1 }, { n: 2 }]);
    expect(await allOf(reading.client.readStream('s'))).toHaveLength(2);
    await subscription.unsubscribe();
  });

  it('refuses appends, and says where they go instead', async () => {
    const event = jsonEvent({ type: 'counted', data: {} });
    const credentials = { username: 'a', password: 'b' };
    for (const options of [{}, { credentials }]) {
      const append = reading.client.appendToStream('s', event, options);
      await expect(append).rejects.toBeInstanceOf(AccessDeniedError);
      await expect(append).rejects.toThrow('POST /v1/events');
    }
    const batch = reading.client.appendToStream('s', event);
    await expect(batch).rejects.toThrow('POST /v1/events');
  });

  it('does not take the place of the one writer', async () => {
    const started = await startNode({ file: writing.file, port: 0, writable: true });
    expect(started).toMatchObject({ left: { kind: 'locked' } });
  });

  it('is not started where there is no log, nor on a port that is taken', async () => {
    expect(
      await startNode({ file: join(tmpdir(), 'kravspor-nowhere', 'events.db'), port: 0, writable: false }),
    ).toMatchObject({
      left: { kind: 'missing' },
    });
    expect(await startNode({ file: writing.file, port: writing.port, writable: false })).toMatchObject({
      left: { kind: 'port-taken', message: expect.stringContaining(String(writing.port)) },
    });
  });

  it.each([true, false])(
    'listens nowhere but on this machine without credentials (writable: %s)',
    async writable => {
      const started = await startNode({ file: writing.file, port: 0, host: '0.0.0.0', writable });
      expect(started).toMatchObject({ left: { kind: 'bad-config' } });
    },
  );
});
