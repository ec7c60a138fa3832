import {
  ANY,
  AccessDeniedError,
  binaryEvent,
  jsonEvent,
  NO_STREAM,
  STREAM_EXISTS,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import { randomUUID } from 'node:crypto';
import { openEventLog } from '../../../services/event-log';
import { allOf, startTrial, type Trial } from './trial';

/** The official client appends by BatchAppend, and by Append when it is given credentials. */
describe.each([
  ['BatchAppend', {}],
  ['Append', { credentials: { username: 'anyone', password: 'anything' } }],
])('appending to a node with %s', (_method, how) => {
  let trial: Trial;
  beforeAll(async () => {
    trial = await startTrial();
  });
  afterAll(() => trial.close());

  const happened = (n: number, id: string = randomUUID()) => jsonEvent({ id, type: 'happened', data: { n } });
  const idsIn = async (stream: string): Promise<readonly (string | undefined)[]> =>
    (await allOf(trial.client.readStream(stream))).map(({ event }) => event?.id);
  let number = 0;
  const newStream = (): string => `stream-${++number}-${randomUUID()}`;

  it('gives the revision and the position of the last event', async () => {
    const stream = newStream();
    const first = await trial.client.appendToStream(stream, [happened(1), happened(2)], how);
    const second = await trial.client.appendToStream(stream, happened(3), how);
    expect(first).toMatchObject({ success: true, nextExpectedRevision: 1n });
    expect(second.nextExpectedRevision).toBe(2n);
    expect(second.position?.commit).toBe((first.position?.commit ?? 0n) + 1n);
    expect(second.position?.prepare).toBe(second.position?.commit);
  });

  it('refuses another revision than the one the stream stands at, and says which', async () => {
    const stream = newStream();
    await trial.client.appendToStream(stream, happened(1), how);
    for (const [expectedRevision, expected] of [
      [NO_STREAM, 'no_stream'],
      [5n, 5n],
    ] as const) {
      const append = trial.client.appendToStream(stream, happened(2), { ...how, expectedRevision });
      await expect(append).rejects.toMatchObject({
        type: 'wrong-expected-version',
        actualVersion: 0n,
        expectedVersion: expected,
      });
    }
    const missing = trial.client.appendToStream(newStream(), happened(1), {
      ...how,
      expectedRevision: STREAM_EXISTS,
    });
    await expect(missing).rejects.toBeInstanceOf(WrongExpectedVersionError);
    expect(await idsIn(stream)).toHaveLength(1);
  });

  it('answers a repeated append as the first time, also after the stream has gone on', async () => {
    const stream = newStream();
    const events = [happened(1), happened(2)];
    for (const expectedRevision of [NO_STREAM, ANY] as const) {
      const first = await trial.client.appendToStream(stream, events, { ...how, expectedRevision });
      await trial.client.appendToStream(stream, happened(3), how);
      const again = await trial.client.appendToStream(stream, events, { ...how, expectedRevision });
      expect(again).toEqual(first);
    }
    expect(await idsIn(stream)).toHaveLength(4);
  });

  it('never writes a known id twice', async () => {
    const stream = newStream();
    const known = happened(1);
    await trial.client.appendToStream(stream, known, how);
    const append = trial.client.appendToStream(stream, [happened(2), known], how);
    await expect(append).rejects.toThrow(`The event ${known.id} is in ${stream} already`);
    await expect(
      trial.client.appendToStream(newStream(), [known, known], { ...how, expectedRevision: NO_STREAM }),
    ).rejects.toThrow('this log stores an id once');
    expect(await idsIn(stream)).toEqual([known.id]);
  });

  it('puts appends that come at once one behind the other, each once', async () => {
    const stream = newStream();
    const events = Array.from({ length: 100 }, (_, n) => happened(n));
    const answers = await Promise.all(
      [...events, ...events].map(event => trial.client.appendToStream(stream, event, how)),
    );
    const revisions = answers.map(answer => Number(answer.nextExpectedRevision));
    expect(revisions.slice(0, 100)).toEqual(revisions.slice(100));
    expect([...revisions.slice(0, 100)].sort((a, b) => a - b)).toEqual(events.map((_, n) => n));
    expect([...(await idsIn(stream))].sort()).toEqual(events.map(({ id }) => id).sort());
  });

  it('takes bytes, and metadata that is no JSON, and more than 4 MiB in one message', async () => {
    const stream = newStream();
    const data = new Uint8Array([0, 255, 254, 10, 0]);
    const metadata = new Uint8Array(4 * 1024 * 1024).fill(0xfe);
    await trial.client.appendToStream(stream, binaryEvent({ type: 'bytes', data, metadata }), how);
    const [read] = await allOf(trial.client.readStream(stream));
    expect(read?.event?.isJson).toBe(false);
    expect(Buffer.from(data).equals(bytesOf(read?.event?.data))).toBe(true);
    expect(Buffer.from(metadata).equals(bytesOf(read?.event?.metadata))).toBe(true);
  });

  it('refuses more than 1 MiB of data, and stores nothing of it', async () => {
    const stream = newStream();
    const half = { text: 'x'.repeat(600 * 1024) };
    const events = [1, 2].map(() => jsonEvent({ type: 'large', data: half }));
    await expect(trial.client.appendToStream(stream, events, how)).rejects.toMatchObject({
      type: 'maximum-append-size-exceeded',
      maxAppendSize: 1024 * 1024,
    });
    await expect(idsIn(stream)).rejects.toMatchObject({ type: 'stream-not-found' });
  });

  it('holds no system streams and no metadata of streams', async () => {
    await expect(trial.client.appendToStream('$mine', happened(1), how)).rejects.toThrow(
      /system streams|BadRequest/,
    );
    await expect(trial.client.setStreamMetadata('mine', { maxCount: 2 }, how)).rejects.toThrow();
    expect((await trial.client.getStreamMetadata('mine', how)).metadata).toBeUndefined();
  });

  it('never deletes', async () => {
    const stream = newStream();
    await trial.client.appendToStream(stream, happened(1), how);
    await expect(trial.client.deleteStream(stream, how)).rejects.toBeInstanceOf(AccessDeniedError);
    await expect(trial.client.tombstoneStream(stream, how)).rejects.toThrow('Nothing is ever deleted');
    expect(await idsIn(stream)).toHaveLength(1);
  });

  it('leaves a log that the service reads, with records word for word', async () => {
    const stream = newStream();
    const data = { b: 'Ærø', a: 1 };
    const metadata = { recordedAt: '2031-02-03T04:05:06Z' };
    await trial.client.appendToStream(stream, jsonEvent({ type: 'record', data, metadata }), how);
    const log = await openEventLog(`file:${trial.file}`, { readOnly: true })();
    if (log._tag === 'Left') throw new Error(log.left.message);
    const [entry] = await allOf(log.right.readStream(stream));
    await log.right.close();
    expect(entry).toMatchObject({ data: JSON.stringify(data), metadata: JSON.stringify(metadata) });
    const [read] = await allOf(trial.client.readStream(stream));
    expect(read?.event?.created).toEqual(new Date('2031-02-03T04:05:06Z'));
  });
});

function bytesOf(value: unknown): Uint8Array {
  return value instanceof Uint8Array ? value : new Uint8Array();
}
