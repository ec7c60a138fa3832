import fc from 'fast-check';
import { firstValueFrom, filter } from 'rxjs';
import {
  discardViewStore,
  openViewStore,
  type Runner,
  type RunnerOptions,
  startRunner,
} from '../../projections';
import { views } from '../../projections/views';
import type { Made } from './realistic-log';
import { realisticLog } from './realistic-log';
import { append, fingerprint, headOf, openPlace, type Place, rightOf, teller } from './support';
import { requirement, tale, YEAR } from './tales';

let place: Place;
let runners: Runner[];

beforeEach(async () => {
  place = await openPlace();
  runners = [];
});
afterEach(async () => {
  await Promise.all(runners.map(runner => runner.close()));
  await place.remove();
});

function run(options: Partial<RunnerOptions> = {}): Runner {
  const runner = startRunner({ log: place.log, store: place.store, ...options });
  runners.push(runner);
  return runner;
}

async function caughtUp(runner: Runner): Promise<void> {
  rightOf(await runner.caughtUp(await headOf(place.log), 60_000)());
}

async function fingerprintOf(runner: Runner): Promise<string> {
  await caughtUp(runner);
  return fingerprint(runner.generation());
}

const small = (seed: number): readonly Made[] =>
  [...realisticLog({ requirements: 12, open: 5, seed })].filter(made => made.stream !== 'organisations');

describe('views', () => {
  it('are the same however the log was cut into commits', async () => {
    await teller(place.log)(...YEAR);
    await append(place.log, small(3));
    const whole = run();
    const expected = await fingerprintOf(whole);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 90 }),
        async (batchSize, commitEvents) => {
          const other = await openPlace();
          const runner = startRunner({ log: place.log, store: other.store, batchSize, commitEvents });
          try {
            expect(await fingerprintOf(runner)).toBe(expected);
          } finally {
            await runner.close();
            await other.remove();
          }
        },
      ),
      { numRuns: 5 },
    );
  });

  it('are the same whether they followed the log live or were rebuilt', async () => {
    const runner = run();
    await teller(place.log)(...YEAR);
    const events = small(5);
    for (let at = 0; at < events.length; at += 7) {
      await append(place.log, events.slice(at, at + 7));
      if (at % 3 === 0) await caughtUp(runner);
    }
    const live = await fingerprintOf(runner);
    const before = runner.generation()?.id;
    expect(rightOf(await runner.rebuild()())).not.toBe(before);
    expect(await fingerprintOf(runner)).toBe(live);
  });

  it('come back equal when the file is deleted', async () => {
    await teller(place.log)(...YEAR);
    const first = run();
    const expected = await fingerprintOf(first);
    await first.close();
    await place.store.close();
    rightOf(await discardViewStore(place.viewsUri)());
    const store = rightOf(await openViewStore(place.viewsUri)());
    const runner = run({ store });
    expect(await fingerprintOf(runner)).toBe(expected);
    await runner.close();
    await store.close();
  });

  it('are the same after a late event and a correction, live or rebuilt', async () => {
    const runner = run();
    const tell = teller(place.log);
    await tell(requirement('issued'));
    const [reported = ''] = await tell(requirement('reported', { time: '2031-06-01T08:00:00Z' }));
    await caughtUp(runner);
    await tell(
      requirement('reported', {
        time: '2031-05-01T08:00:00Z',
        change: { status: { scale: 'traffic-light', version: 1, value: 'red' } },
      }),
    );
    await tell(requirement('deviation-raised'), requirement('deviation-explained'));
    await caughtUp(runner);
    const replacement = {
      period: { year: 2031, months: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] },
      status: { scale: 'traffic-light', version: 1, value: 'yellow' },
      text: 'Rettet',
    };
    const outcome = { outcome: 'replaced', corrects: reported, replacement, reason: 'Feil farge' };
    await tell(requirement('corrected', { data: outcome }));
    const live = await fingerprintOf(runner);
    expect(
      await runner.generation()?.get('requirements', 'granvik.helse-solheim-sr-2031-i012'),
    ).toMatchObject({
      status: 'yellow',
      revision: 5,
      seq: 5,
    });
    rightOf(await runner.rebuild()());
    expect(await fingerprintOf(runner)).toBe(live);
  });

  it('lose what a correction annuls', async () => {
    const runner = run();
    const tell = teller(place.log);
    await tell(requirement('issued'));
    const [raised = '', explained = ''] = await tell(
      requirement('deviation-raised'),
      requirement('deviation-explained'),
    );
    await caughtUp(runner);
    const key = 'granvik.helse-solheim-sr-2031-i012/d1';
    expect(await runner.generation()?.get('deviations', key)).toMatchObject({ open: true });
    for (const corrects of [explained, raised])
      await tell(requirement('corrected', { data: { outcome: 'annulled', corrects, reason: 'Feil krav' } }));
    await caughtUp(runner);
    expect(await runner.generation()?.get('deviations', key)).toBeUndefined();
    expect(
      await runner.generation()?.get('requirements', 'granvik.helse-solheim-sr-2031-i012'),
    ).toMatchObject({ deviations: { total: 0 }, revision: 4 });
  });

  it('hold every record, by id and by index', async () => {
    const ids = await teller(place.log)(...YEAR);
    const runner = run();
    await caughtUp(runner);
    const found = await runner.generation()?.getMany('records', ids);
    expect(ids.map(id => found?.get(id)?.['seq'])).toEqual(ids.map((_, seq) => seq));
  });
});

describe('the runner', () => {
  it('takes an empty log for all there is', async () => {
    const runner = run();
    await firstValueFrom(runner.progress.pipe(filter(s => s.state === 'live')));
    expect(runner.status()).toMatchObject({ state: 'live', seq: -1, head: -1, lagging: 0, parked: 0 });
    expect(rightOf(await runner.caughtUp(-1, 0)())).toBe(-1);
  });

  it('tells that it is behind when the time is up', async () => {
    const runner = run();
    expect(await runner.caughtUp(0, 5)()).toMatchObject({ left: { kind: 'behind', seq: -1, wanted: 0 } });
  });

  it('goes on where it was stopped', async () => {
    const events = small(7);
    await append(place.log, events.slice(0, 60));
    const first = run({ commitEvents: 10, batchSize: 5 });
    await caughtUp(first);
    const id = first.generation()?.id;
    await first.close();
    expect(first.status().state).toBe('closed');
    await append(place.log, events.slice(60));
    const second = run();
    const resumed = await fingerprintOf(second);
    expect(second.generation()?.id).toBe(id);
    rightOf(await second.rebuild()());
    expect(await fingerprintOf(second)).toBe(resumed);
  });

  it('goes on with views that were cut off under construction', async () => {
    await append(place.log, small(8));
    const first = run({ commitEvents: 10, batchSize: 5 });
    await firstValueFrom(first.progress.pipe(filter(s => (s.building?.seq ?? -1) > 20)));
    await first.close();
    const second = run();
    const resumed = await fingerprintOf(second);
    rightOf(await second.rebuild()());
    expect(await fingerprintOf(second)).toBe(resumed);
  });

  it('shares the work with another one without doing anything twice', async () => {
    const one = run({ pollMs: 20 });
    const two = run({ store: await place.another(), pollMs: 20 });
    const events = small(9);
    for (let at = 0; at < events.length; at += 10) await append(place.log, events.slice(at, at + 10));
    const fingerprints = [await fingerprintOf(one), await fingerprintOf(two)];
    rightOf(await one.rebuild()());
    expect(new Set([...fingerprints, await fingerprintOf(one)]).size).toBe(1);
  });

  it('lets readers go on with the old views while new ones are built', async () => {
    await append(place.log, small(10));
    const old = run();
    await caughtUp(old);
    const before = old.generation()?.id;
    await old.close();
    const changed = views.own.requirement?.map(view => ({ ...view, version: 99 })) ?? [];
    const newer = { ...views, own: { ...views.own, requirement: changed } };
    const runner = run({ views: newer, commitEvents: 5, batchSize: 5 });
    const seen: (string | undefined)[] = [];
    runner.progress.subscribe(s => {
      if (s.building !== undefined && s.building.seq >= 0) seen.push(runner.generation()?.id);
    });
    await firstValueFrom(
      runner.progress.pipe(filter(s => s.generation !== undefined && s.generation !== before)),
    );
    expect(new Set(seen)).toEqual(new Set([before]));
    expect(await place.store.current()).toBe(runner.generation()?.id);
    await caughtUp(runner);
  });

  it('goes on folding into the old views while the same are rebuilt beside', async () => {
    const tell = teller(place.log);
    await append(place.log, small(11));
    const runner = run({ commitEvents: 5, batchSize: 5 });
    await caughtUp(runner);
    const rebuilding = runner.rebuild()();
    await tell(requirement('issued'));
    await caughtUp(runner);
    expect(
      await runner.generation()?.get('requirements', 'granvik.helse-solheim-sr-2031-i012'),
    ).toMatchObject({
      stage: 'issued',
    });
    rightOf(await rebuilding);
    await tell(requirement('received'));
    await caughtUp(runner);
    expect(
      await runner.generation()?.get('requirements', 'granvik.helse-solheim-sr-2031-i012'),
    ).toMatchObject({
      stage: 'received',
    });
  });

  it('builds anew where the views were made from another log', async () => {
    await append(place.log, small(12));
    const first = run();
    await caughtUp(first);
    const foreign = first.generation()?.id;
    await first.close();
    const other = await openPlace();
    await teller(other.log)(tale('log', 'log', 'opened'), ...YEAR);
    const runner = run({ log: other.log });
    rightOf(await runner.caughtUp(await headOf(other.log), 60_000)());
    expect(runner.generation()?.id).not.toBe(foreign);
    const shown = await fingerprint(runner.generation());
    rightOf(await runner.rebuild()());
    expect(await fingerprint(runner.generation())).toBe(shown);
    await runner.close();
    await other.remove();
  });
});
