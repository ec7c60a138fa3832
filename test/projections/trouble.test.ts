import { left } from 'fp-ts/Either';
import { filter, firstValueFrom, timeout } from 'rxjs';
import { type Runner, type RunnerOptions, startRunner, type Status, type ViewStore } from '../../projections';
import type { Entry, EventLog } from '../../services/event-log/port';
import { readRecord, stampRecord } from '../../services/event-log/records';
import { canonicalJson } from '../../contracts/json/canonical';
import { fingerprint, headOf, openPlace, type Place, rightOf, teller } from './support';
import { requirement, REQUIREMENT, tale, YEAR } from './tales';

const STREAM = `requirement-${REQUIREMENT}`;

let place: Place;
let tell: ReturnType<typeof teller>;
let runners: Runner[];

beforeEach(async () => {
  place = await openPlace();
  tell = teller(place.log);
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

const reaching = (runner: Runner, state: Status['state']): Promise<Status> =>
  firstValueFrom(
    runner.progress.pipe(
      filter(s => s.state === state),
      timeout(60_000),
    ),
  );

const caughtUp = async (runner: Runner): Promise<number> =>
  rightOf(await runner.caughtUp(await headOf(place.log), 60_000)());

/** The log as it would be with other entries in it. */
function seen(log: EventLog, alter: (entry: Entry) => readonly Entry[]): EventLog {
  return {
    ...log,
    async *readAll(after, batchSize) {
      for await (const entries of log.readAll(after, batchSize)) yield entries.flatMap(alter);
    },
    async *readStream(stream, fromRevision) {
      for await (const entry of log.readStream(stream, fromRevision)) yield* alter(entry);
    },
  };
}

/** The same entry speaking of another type; it was recorded so, since its digest fits. */
function retyped(entry: Entry, type: string): Entry {
  const { event, meta } = rightOf(readRecord(entry));
  const other = { ...event, type: type as typeof event.type };
  const { stream, revision, recordedAt, actor, credential, facts } = meta;
  const stamp = { stream, revision, recordedAt, actor, credential, facts };
  return { ...entry, ...stampRecord(other, canonicalJson(other), stamp).entry };
}

describe('a skipped event', () => {
  it('stops the runner loudly and leaves the views as they were', async () => {
    await tell(requirement('issued'));
    const gapped = seen(place.log, entry => (entry.type.includes('.received.') ? [] : [entry]));
    const runner = run({ log: gapped });
    await caughtUp(runner);
    const before = await fingerprint(runner.generation());
    await tell(requirement('received'), requirement('accepted'), tale('log', 'log', 'opened'));
    const { detail, seq } = await reaching(runner, 'stopped');
    expect(detail).toBe(`An event was skipped: ${STREAM} has revision 2 at 1, where 1 should follow.`);
    expect(seq).toBe(0);
    expect(await fingerprint(runner.generation())).toBe(before);
    expect(rightOf(await runner.caughtUp(0, 10)())).toBe(0);
    expect(await runner.caughtUp(1, 10)()).toMatchObject({ left: { kind: 'behind', state: 'stopped' } });
  });

  it('is noticed in the middle of a commit, and a rebuild without the gap cures it', async () => {
    let isGapped = true;
    const log = seen(place.log, entry => (isGapped && entry.type.includes('.received.') ? [] : [entry]));
    await tell(...YEAR);
    const runner = run({ log });
    await reaching(runner, 'stopped');
    expect(runner.generation()).toBeUndefined();
    isGapped = false;
    rightOf(await runner.rebuild()());
    await caughtUp(runner);
    expect(runner.status()).toMatchObject({ state: 'live', lagging: 0 });
  });
});

describe('damage in the log', () => {
  it('stops the runner and says where', async () => {
    const log = seen(place.log, entry =>
      entry.revision === 1 ? [{ ...entry, data: entry.data.replace('Journalført', 'Bortkommet') }] : [entry],
    );
    await tell(requirement('issued'), requirement('received'));
    const { detail } = await reaching(run({ log }), 'stopped');
    expect(detail).toContain(`${STREAM} at revision 1`);
  });
});

describe('a record that cannot be read', () => {
  const unknown = requirement('reported', { type: 'no.kravspor.requirement.reported.v9' });

  it('parks its stream in order, and nothing else', async () => {
    const runner = run();
    await tell(requirement('issued'), unknown, requirement('received'));
    const other = 'fjordheim.helse-solheim-sr-2031-i012';
    await tell(tale('requirement', other, 'issued'), tale('requirement', other, 'received'));
    await caughtUp(runner);
    expect(runner.status()).toMatchObject({ state: 'live', parked: 1, lagging: 0 });
    const views = runner.generation();
    expect(await views?.get('parked', STREAM)).toMatchObject({
      stream: STREAM,
      revision: 1,
      seq: 1,
      type: 'no.kravspor.requirement.reported.v9',
      why: 'this program does not know the type or its version',
      waiting: 2,
    });
    expect(await views?.get('requirements', REQUIREMENT)).toMatchObject({
      stage: 'issued',
      revision: 0,
      parked: { revision: 1 },
    });
    expect(await views?.get('requirements', other)).toMatchObject({ stage: 'received', revision: 1 });
    expect(rightOf((await views?.find('records', { limit: 100 })()) ?? left('no views')).total).toBe(5);
  });

  it('parks a stream whose data has another shape, and says where', async () => {
    const runner = run();
    await tell(requirement('issued'), requirement('accepted', { data: { version: 'two' } }));
    await caughtUp(runner);
    expect(await runner.generation()?.get('parked', STREAM)).toMatchObject({
      why: 'its data has another shape at /data/version',
      waiting: 1,
    });
  });

  it('gives the same views when rebuilt, and when it waits for more than one commit', async () => {
    const runner = run();
    await tell(requirement('issued'), requirement('received'), unknown);
    await caughtUp(runner);
    await tell(requirement('accepted'), requirement('fulfilled'));
    await caughtUp(runner);
    const live = await fingerprint(runner.generation());
    rightOf(await runner.rebuild()());
    expect(await fingerprint(runner.generation())).toBe(live);
    expect(await runner.generation()?.get('parked', STREAM)).toMatchObject({ waiting: 3 });
  });

  it('stays parked when refolded while it cannot be read', async () => {
    const runner = run();
    await tell(requirement('issued'), unknown);
    await caughtUp(runner);
    expect(await runner.refold(STREAM)).toBe('this program does not know the type or its version');
    expect(runner.status().parked).toBe(1);
  });

  it.each(['refolded', 'started again'])(
    'is folded with all that waited once it can be read: %s',
    async how => {
      let isKnown = false;
      const log = seen(place.log, entry =>
        isKnown || !entry.type.includes('.amended.')
          ? [entry]
          : [retyped(entry, 'no.kravspor.requirement.amended.v9')],
      );
      const first = run({ log });
      await tell(...YEAR);
      await caughtUp(first);
      expect(first.status().parked).toBe(1);
      isKnown = true;
      const runner = how === 'refolded' ? first : await again(first, log);
      if (how === 'refolded') await runner.refold(STREAM);
      await firstValueFrom(runner.progress.pipe(filter(s => s.state === 'live' && s.parked === 0)));
      // The records still tell the type that this test has made up.
      const healed = await fingerprint(runner.generation(), 'records');
      rightOf(await runner.rebuild()());
      expect(await fingerprint(runner.generation(), 'records')).toBe(healed);
      expect(await runner.generation()?.get('requirements', REQUIREMENT)).toMatchObject({ version: 2 });
    },
  );

  async function again(first: Runner, log: EventLog): Promise<Runner> {
    await first.close();
    return run({ log });
  }
});

describe('a store in trouble', () => {
  /** The store, failing the next commits so many times. */
  function failing(store: ViewStore, failures: { left: number }): ViewStore {
    return {
      ...store,
      open: (id, collections) => async () => {
        const opened = await store.open(id, collections)();
        if (opened._tag === 'Left') return opened;
        const generation = opened.right;
        return {
          _tag: 'Right',
          right: {
            ...generation,
            commit: (changes, from, to) =>
              failures.left-- > 0
                ? () => Promise.resolve(left({ kind: 'no-space', detail: 'no room to write views' }))
                : generation.commit(changes, from, to),
          },
        };
      },
    };
  }

  /** The store, which promotes in this way while there is one. */
  function unwilling(store: ViewStore, instead: { promote?: ViewStore['promote'] | undefined }): ViewStore {
    return { ...store, promote: id => (instead.promote ?? store.promote)(id) };
  }

  it('keeps the old views up until the new ones can take over', async () => {
    await tell(requirement('issued'));
    const full: ViewStore['promote'] = () => () =>
      Promise.resolve(left({ kind: 'no-space', detail: 'no room for indexes' }));
    const instead: { promote?: typeof full | undefined } = {};
    const runner = run({ store: unwilling(place.store, instead) });
    await caughtUp(runner);
    const before = runner.generation()?.id;
    instead.promote = full;
    const rebuilding = runner.rebuild()();
    await firstValueFrom(
      runner.progress.pipe(filter(({ building }) => building?.detail === 'no room for indexes')),
    );
    await tell(requirement('received'));
    await caughtUp(runner);
    expect(runner.status()).toMatchObject({ state: 'live', generation: before });
    instead.promote = undefined;
    expect(rightOf(await rebuilding)).not.toBe(before);
    await tell(requirement('accepted'));
    await caughtUp(runner);
    expect(runner.status()).toMatchObject({ state: 'live', seq: 2 });
    expect(runner.status().detail).toBeUndefined();
  });

  it('goes on with the old views where the new ones are dropped by another process', async () => {
    await tell(requirement('issued'));
    const dropping: ViewStore['promote'] = id => async () => {
      instead.promote = undefined;
      rightOf(await place.store.drop(id)());
      return place.store.promote(id)();
    };
    const instead: { promote?: typeof dropping | undefined } = {};
    const runner = run({ store: unwilling(place.store, instead) });
    await caughtUp(runner);
    const before = runner.generation()?.id;
    instead.promote = dropping;
    expect(await runner.rebuild()()).toMatchObject({ _tag: 'Left' });
    await tell(requirement('received'));
    await caughtUp(runner);
    expect(runner.generation()?.id).toBe(before);
    expect(rightOf(await runner.rebuild()())).not.toBe(before);
  });

  it('is tried again until there is room, and the wait is seen', async () => {
    const failures = { left: 0 };
    const runner = run({ store: failing(place.store, failures) });
    await tell(requirement('issued'));
    await caughtUp(runner);
    failures.left = 3;
    const waiting = reaching(runner, 'waiting');
    await tell(requirement('received'));
    expect((await waiting).detail).toBe('no room to write views');
    await caughtUp(runner);
    expect(runner.status()).toMatchObject({ state: 'live', seq: 1 });
    expect(runner.status().detail).toBeUndefined();
  });
});
