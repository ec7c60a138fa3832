import { left } from 'fp-ts/Either';
import { type ReadEntry, type ReadLog, type RecorderOptions, startRecorder } from '../../services/read-log';
import { entry, numbers, openPlace, type Place } from './support';

describe('taking reads down', () => {
  let place: Place;
  const counted = { written: 0, lost: 0 };
  const told: string[] = [];
  beforeEach(async () => {
    place = await openPlace();
    counted.written = counted.lost = told.length = 0;
  });
  afterEach(() => place.remove());

  const recorder = (log: ReadLog, options: Partial<RecorderOptions> = {}) =>
    startRecorder(log, {
      days: 365,
      count: (outcome, entries) => (counted[outcome] += entries),
      onError: detail => told.push(detail),
      now: () => Date.parse('2031-06-01T00:00:00Z'),
      ...options,
    });

  /** The log, with appends that fail for as long as the switch says, and their sizes. */
  function troubled(log: ReadLog) {
    const state = { fails: false, batches: [] as number[] };
    const append = (entries: readonly ReadEntry[]) => {
      state.batches.push(entries.length);
      return state.fails
        ? () => Promise.resolve(left({ kind: 'no-space', detail: 'the disk is full' } as const))
        : log.append(entries);
    };
    return { state, log: { ...log, append } };
  }

  it('writes them by itself, many at a time and in order', async () => {
    const { state, log } = troubled(place.log);
    const reads = recorder(log, { delayMs: 5, batch: 40 });
    for (let i = 0; i < 100; i++) reads.note(entry({ thing: `t${i}` }));
    expect(state.batches).toEqual([]);
    while (reads.waiting() > 0) await new Promise(resolve => setTimeout(resolve, 2));
    expect(state.batches).toEqual([40, 40, 20]);
    const page = await place.log.list({ order: 'oldest-first', limit: 200 })();
    expect(page).toMatchObject({ right: { total: 100 } });
    expect(page._tag === 'Right' && page.right.items.map(i => i.thing)).toEqual(
      Array.from({ length: 100 }, (_, i) => `t${i}`),
    );
    expect(counted).toEqual({ written: 100, lost: 0 });
    await reads.close();
  });

  it('keeps what cannot be written until it can, tells of it once, and counts what there is no room for', async () => {
    const { state, log } = troubled(place.log);
    state.fails = true;
    const reads = recorder(log, { room: 10 });
    for (let i = 0; i < 15; i++) reads.note(entry());
    await reads.flush();
    await reads.flush();
    expect({ counted, told, waiting: reads.waiting() }).toEqual({
      counted: { written: 0, lost: 5 },
      told: ['the disk is full'],
      waiting: 10,
    });
    state.fails = false;
    await reads.flush();
    expect(counted).toEqual({ written: 10, lost: 5 });
    await reads.close();
  });

  it('writes what is waiting before it closes, and counts as lost what it cannot', async () => {
    const reads = recorder(place.log);
    reads.note(entry());
    await reads.close();
    expect(counted).toEqual({ written: 1, lost: 0 });
    await place.reopen();
    expect(await numbers(place.log)).toEqual([1]);
    const { state, log } = troubled(place.log);
    state.fails = true;
    const failing = recorder(log);
    failing.note(entry());
    await failing.close();
    failing.note(entry());
    expect(counted).toEqual({ written: 1, lost: 2 });
  });

  it('forgets at its start what is older than it is to be kept, however much that is', async () => {
    const old = Array.from({ length: 12_000 }, () => entry({ at: '2030-05-31T23:59:59.999Z' }));
    await place.log.append([...old, entry({ at: '2030-06-01T00:00:00.000Z' })])();
    const reads = recorder(place.log);
    while ((await numbers(place.log)).length > 1) await new Promise(resolve => setTimeout(resolve, 5));
    expect(await numbers(place.log)).toEqual([12_001]);
    await reads.close();
  });
});
