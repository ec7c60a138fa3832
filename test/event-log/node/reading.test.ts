import {
  BACKWARDS,
  END,
  FORWARDS,
  jsonEvent,
  type ResolvedEvent,
  START,
  StreamNotFoundError,
} from '@eventstore/db-client';
import { Client, credentials } from '@grpc/grpc-js';
import fc from 'fast-check';
import { canonicalJson } from '../../../contracts/json/canonical';
import { allOf, startTrial, type Trial } from './trial';

describe('reading from a node', () => {
  let trial: Trial;
  beforeAll(async () => {
    trial = await startTrial();
    for (const [stream, type, from, to] of [
      ['red-1', 'apple', 0, 700],
      ['blue-1', 'plum', 700, 703],
      ['red-2', 'apple', 703, 705],
    ] as const) {
      const events = Array.from({ length: to - from }, (_, n) => jsonEvent({ type, data: { n: from + n } }));
      await trial.client.appendToStream(stream, events);
    }
  });
  afterAll(() => trial.close());

  const revisions = (events: readonly ResolvedEvent[]): readonly number[] =>
    events.map(({ event }) => Number(event?.revision));
  const positions = (events: readonly ResolvedEvent[]): readonly number[] =>
    events.map(({ event }) => Number(event?.position?.commit));
  const range = (from: number, to: number): readonly number[] =>
    Array.from({ length: Math.abs(to - from) + 1 }, (_, n) => from + Math.sign(to - from) * n);

  it('gives a stream of many pages in both directions, from anywhere, and as much as is asked for', async () => {
    const read = async (direction: 'forwards' | 'backwards', fromRevision: bigint, maxCount: number) =>
      revisions(await allOf(trial.client.readStream('red-1', { direction, fromRevision, maxCount })));
    expect(revisions(await allOf(trial.client.readStream('red-1')))).toEqual(range(0, 699));
    expect(
      revisions(await allOf(trial.client.readStream('red-1', { direction: BACKWARDS, fromRevision: END }))),
    ).toEqual(range(699, 0));
    expect(await read(FORWARDS, 100n, 500)).toEqual(range(100, 599));
    expect(await read(FORWARDS, 650n, 500)).toEqual(range(650, 699));
    expect(await read(BACKWARDS, 600n, 500)).toEqual(range(600, 101));
    expect(await read(BACKWARDS, 9_000n, 2)).toEqual([699, 698]);
    expect(await read(FORWARDS, 700n, 10)).toEqual([]);
  });

  it('says that a stream is not there', async () => {
    await expect(allOf(trial.client.readStream('nowhere'))).rejects.toBeInstanceOf(StreamNotFoundError);
  });

  it('gives $all in both directions, from a position forwards with it and backwards without it', async () => {
    const read = async (direction: 'forwards' | 'backwards', fromPosition: bigint, maxCount: number) =>
      positions(
        await allOf(
          trial.client.readAll({
            direction,
            fromPosition: { commit: fromPosition, prepare: fromPosition },
            maxCount,
          }),
        ),
      );
    expect(
      positions(await allOf(trial.client.readAll({ direction: FORWARDS, fromPosition: START }))),
    ).toEqual(range(1, 705));
    expect(await read(FORWARDS, 10n, 600)).toEqual(range(10, 609));
    expect(await read(BACKWARDS, 700n, 600)).toEqual(range(699, 100));
    expect(await read(FORWARDS, 706n, 10)).toEqual([]);
    expect(
      positions(await allOf(trial.client.readAll({ direction: BACKWARDS, fromPosition: END, maxCount: 3 }))),
    ).toEqual([705, 704, 703]);
  });

  it('gives canonical JSON back word for word, as data and as metadata', async () => {
    // No keys like numbers, which the client would put in another order.
    const key = fc.string({ unit: 'grapheme' }).filter(text => !/^(?:__proto__|\d+)$/.test(text));
    const { tree: value } = fc.letrec(tie => ({
      tree: fc.oneof(
        fc.string({ unit: 'grapheme' }),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.constant(null),
        fc.array(tie('tree'), { maxLength: 4 }),
        fc.dictionary(key, tie('tree'), { maxKeys: 4 }),
      ),
    }));
    let number = 0;
    await fc.assert(
      fc.asyncProperty(value, value, async (data, metadata) => {
        const bytes = [data, metadata].map(value => Buffer.from(canonicalJson(value)));
        const stream = `canonical-${++number}`;
        const [given, custom] = bytes.map(one => new Uint8Array(one));
        if (given === undefined || custom === undefined) return;
        await trial.client.appendToStream(stream, {
          ...jsonEvent({ type: 'value', data: {} }),
          contentType: 'application/octet-stream',
          data: given,
          metadata: custom,
        });
        const [read] = await allOf(trial.client.readStream(stream));
        expect(Buffer.from(bytesOf(read?.event?.data)).equals(given)).toBe(true);
        expect(canonicalJson(read?.event?.metadata)).toBe(canonicalJson(metadata));
      }),
      { numRuns: 60 },
    );
  });

  it('answers the health check of gRPC', async () => {
    const client = new Client(`127.0.0.1:${trial.port}`, credentials.createInsecure());
    const same = (bytes: Buffer): Buffer => bytes;
    const answer = await new Promise<Buffer | undefined>((resolve, reject) => {
      client.makeUnaryRequest('/grpc.health.v1.Health/Check', same, same, Buffer.alloc(0), (error, value) =>
        error === null ? resolve(value) : reject(error),
      );
    });
    client.close();
    // status (field 1) is SERVING (1).
    expect(answer).toEqual(Buffer.from([0x08, 0x01]));
  });
});

function bytesOf(value: unknown): Uint8Array {
  return value instanceof Uint8Array ? value : new Uint8Array();
}
