import { isLeft } from 'fp-ts/Either';
import type { Timestamp } from '../../contracts/primitives';
import {
  clockOf,
  headerOf,
  simulatedClock,
  systemClock,
  timestamp,
  writeHeader,
} from '../../services/lifecycle';
import { openPlace, type Place, problemOf, receiptOf } from './support/place';
import { at, correction, type Happened } from './support/tell';
import { issued, reported, REQUIREMENT, told, world } from './support/world';

let place: Place | undefined;
const opened = async (...options: Parameters<typeof openPlace>): Promise<Place> => {
  place = await openPlace(...options);
  return place;
};
afterEach(() => place?.dispose());

const received = (on: string): Happened => told('received', {}, { on });

describe('by the machine’s clock', () => {
  test('a time up to five minutes ahead is let through, a later one is not', async () => {
    const { send, setClock, tell } = await opened();
    await tell(...world, issued());
    setClock('2033-06-01T12:00:00.000Z');
    expect(receiptOf(await send(received('2033-06-01T12:05:00Z'))).recordedAt).toBe(
      '2033-06-01T12:00:00.000Z',
    );
    expect(problemOf(await send(received('2033-06-01T12:05:00.001Z')))).toMatchObject({
      problem: 'time-ahead',
      expected: expect.stringContaining('5 minutes'),
      errors: [{ pointer: '/time', found: '2033-06-01T12:05:00.001Z' }],
    });
  });

  test('so is a replacement’s own time', async () => {
    const { send, setClock, tell } = await opened();
    const answer = reported({}, { on: '2031-05-01' });
    await tell(...world, issued(), answer);
    setClock('2033-06-01T12:00:00.000Z');
    const mended = (time: string): Happened =>
      correction(answer, { replacement: answer.data, time }, { on: '2033-06-01' });
    expect(problemOf(await send(mended('2033-06-01T12:06:00Z')))).toMatchObject({
      problem: 'time-ahead',
      errors: [{ pointer: '/data/time' }],
    });
    receiptOf(await send(mended('2033-06-01T12:04:00Z')));
  });

  test('what is told late is taken, with both its times', async () => {
    const { send, tell } = await opened();
    await tell(...world, issued());
    expect(receiptOf(await send(received('2031-03-10')))).toMatchObject({
      time: '2031-03-10T10:00:00Z',
      recordedAt: '2033-01-01T10:00:00.000Z',
    });
  });

  test('nothing in a stream is recorded before what it follows, even where the clock was set back between two runs', async () => {
    let machine = Date.parse('2033-01-01T10:00:00Z');
    const read = (): Timestamp => timestamp(machine);
    const { tell, send } = await opened({
      clock: { kind: 'system', at: read, now: read, accepted: () => undefined },
    });
    await tell(...world, issued());
    machine = Date.parse('2032-12-31T10:00:00Z');
    expect(receiptOf(await send(received('2031-03-10'))).recordedAt).toBe('2033-01-01T10:00:00.000Z');
  });

  test('never runs backwards itself', () => {
    const readings = [5, 3, 7];
    const clock = systemClock(() => readings.shift() ?? 0);
    expect([clock.now(), clock.now(), clock.at(at('2031-01-01'))].map(t => Date.parse(t))).toEqual([5, 5, 7]);
  });
});

describe('by a simulated clock', () => {
  test('it is as late as the latest accepted time', async () => {
    const clock = simulatedClock(at('2030-01-01'));
    const { tell, send } = await opened({ clock });
    await tell(...world);
    expect(clock.now()).toBe('2030-12-01T10:00:00.000Z');
    expect(receiptOf(await send(issued())).recordedAt).toBe('2031-02-01T10:00:00.000Z');
    problemOf(await send(issued({}, { on: '2040-01-01' })));
    expect(clock.now()).toBe('2031-02-01T10:00:00.000Z');
    expect(receiptOf(await send(received('2031-01-15'))).recordedAt).toBe('2031-02-01T10:00:00.000Z');
  });

  test('a batch moves it item by item, and never back', async () => {
    const clock = simulatedClock(at('2030-01-01'));
    const { tell, sendAll, records } = await opened({ clock });
    await tell(...world);
    const sent = await sendAll([
      issued(),
      received('2031-05-01'),
      received('2031-03-01'),
      issued({}, { on: '2031-02-02' }, 'fjordheim.k1'),
    ]);
    if (isLeft(sent)) throw new Error();
    expect(sent.right.map(receiptOf).map(r => r.recordedAt.slice(0, 10))).toEqual([
      '2031-02-01',
      '2031-05-01',
      '2031-05-01',
      '2031-05-01',
    ]);
    expect((await records(`requirement-${REQUIREMENT}`)).map(r => r.meta.recordedAt.slice(0, 10))).toEqual([
      '2031-02-01',
      '2031-05-01',
      '2031-05-01',
    ]);
  });

  test('it goes on where the last record was recorded', async () => {
    const { tell, log } = await opened({ clock: simulatedClock(at('2030-01-01')) });
    await tell(...world, issued());
    expect((await clockOf(log, 'simulated')).now()).toBe('2031-02-01T10:00:00.000Z');
    expect((await clockOf(log, 'system')).kind).toBe('system');
  });
});

test('the first record of a log says what it is', async () => {
  const { door, log, send } = await opened();
  expect(await headerOf(log)).toBeUndefined();
  await writeHeader(door, { origin: 'test/log', clock: 'simulated' }, at('2033-01-01'));
  expect(await headerOf(log)).toMatchObject({
    format: 'kravspor-log/v1',
    origin: 'test/log',
    clock: 'simulated',
  });
  await writeHeader(door, { origin: 'test/log', clock: 'simulated' }, at('2033-01-01'));
  await expect(writeHeader(door, { origin: 'other', clock: 'system' }, at('2033-01-01'))).rejects.toThrow(
    'opened',
  );
  expect(
    problemOf(
      await send({
        ...world[0],
        family: 'log',
        subject: 'log',
        what: 'opened',
        data: { format: 'kravspor-log/v1', origin: 'x', clock: 'system' },
      }),
    ),
  ).toMatchObject({ problem: 'not-allowed' });
});
