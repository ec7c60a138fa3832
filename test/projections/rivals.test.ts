import { setTimeout as sleep } from 'node:timers/promises';
import { left } from 'fp-ts/Either';
import {
  type Change,
  type Generation,
  type Runner,
  startReadingRunner,
  startRunner,
  type ViewStore,
} from '../../projections';
import { chance } from './chance';
import { realisticLog } from './realistic-log';
import { append, elsewhere, fingerprint, headOf, openPlace, type Place, rightOf } from './support';

let place: Place;
const running: Runner[] = [];

beforeEach(async () => {
  place = await openPlace();
});
afterEach(async () => {
  for (const runner of running.splice(0)) await runner.close();
  await place.remove();
});

const run = (store: ViewStore, commitEvents = 20, batchSize = 7): Runner => {
  const runner = startRunner({ log: place.log, store, commitEvents, batchSize, pollMs: 50 });
  running.push(runner);
  return runner;
};

const read = (store: ViewStore): Runner => {
  const runner = startReadingRunner({ log: place.log, store, idleMs: 20 });
  running.push(runner);
  return runner;
};

/** What views folded in one go, by one alone, come to. */
async function expected(): Promise<string> {
  const alone = await openPlace();
  const runner = startRunner({ log: place.log, store: alone.store });
  try {
    rightOf(await runner.caughtUp(await headOf(place.log), 20_000)());
    return await fingerprint(runner.generation());
  } finally {
    await runner.close();
    await alone.remove();
  }
}

const isFile = elsewhere.database === undefined;
const events = [...realisticLog({ requirements: isFile ? 60 : 10, open: 9, seed: 11 })];
const half = Math.floor(events.length / 2);
const first = events.slice(0, half);
const second = events.slice(half);

/** A store whose commits are broken off every now and then, after some of their documents, as a crash would. */
function brittle(store: ViewStore, seed: number): ViewStore {
  const random = chance(seed);
  const commit: (g: Generation) => Generation['commit'] = generation => (changes, from, to) => async () => {
    if (random.below(3) > 0) return generation.commit(changes, from, to)();
    const some: Change[] = [...changes].filter(() => random.below(2) === 0);
    if (from !== undefined) await generation.commit(some, from, from)();
    return left({ kind: 'unavailable', detail: 'broken off' });
  };
  return {
    ...store,
    open: (id, collections) => async () => {
      const opened = await store.open(id, collections)();
      if (opened._tag === 'Left') return opened;
      return { ...opened, right: { ...opened.right, commit: commit(opened.right) } };
    },
  };
}

it('comes to the same views when commits are broken off after some of their documents', async () => {
  await append(place.log, events);
  const runner = run(brittle(place.store, 5));
  rightOf(await runner.caughtUp(await headOf(place.log), 25_000)());
  expect(await fingerprint(runner.generation())).toBe(await expected());
});

/** A store of which every third commit takes its time. */
function slow(store: ViewStore, ms: number): ViewStore {
  let commits = 0;
  return {
    ...store,
    open: (id, collections) => async () => {
      const opened = await store.open(id, collections)();
      if (opened._tag === 'Left') return opened;
      const generation = opened.right;
      const commit: Generation['commit'] = (changes, from, to) => async () => {
        if (++commits % 3 === 0) await sleep(ms);
        return generation.commit(changes, from, to)();
      };
      return { ...opened, right: { ...generation, commit } };
    },
  };
}

it('makes its commits smaller where they are slow, and leaves out and repeats nothing', async () => {
  await append(place.log, first);
  const runner = run(slow(place.store, 1_500), 60, 400);
  rightOf(await runner.caughtUp(half - 1, 25_000)());
  await append(place.log, second);
  rightOf(await runner.caughtUp(events.length - 1, 25_000)());
  expect(await fingerprint(runner.generation())).toBe(await expected());
});

it('has one process advance a view while another shows the same and stands by', async () => {
  await append(place.log, first);
  const [one, other] = [run(place.store), run(await place.another())];
  rightOf(await one.caughtUp(half - 1, 20_000)());
  rightOf(await other.caughtUp(half - 1, 20_000)());
  await append(place.log, second);
  rightOf(await one.caughtUp(events.length - 1, 20_000)());
  rightOf(await other.caughtUp(events.length - 1, 20_000)());
  expect(await fingerprint(other.generation())).toBe(await expected());
});

it('is taken over within five seconds when the one that advanced it is gone', async () => {
  await append(place.log, first);
  const [one, other] = [run(place.store), run(await place.another())];
  rightOf(await other.caughtUp(half - 1, 20_000)());
  await one.close();
  await append(place.log, second);
  rightOf(await other.caughtUp(events.length - 1, 5_000)());
  expect(await fingerprint(other.generation())).toBe(await expected());
});

it('comes to the same views when both believe to be alone and are broken off again and again', async () => {
  await append(place.log, first);
  const [one, other] = [run(brittle(place.store, 1), 13), run(brittle(await place.another(), 2), 29)];
  await append(place.log, second);
  rightOf(await one.caughtUp(events.length - 1, 25_000)());
  rightOf(await other.caughtUp(events.length - 1, 25_000)());
  expect(await fingerprint(one.generation())).toBe(await expected());
});

it('is shown by one that only reads, up to what was asked for', async () => {
  const reader = read(await place.another());
  expect(reader.status().generation).toBeUndefined();
  run(place.store);
  await append(place.log, events);
  rightOf(await reader.caughtUp(await headOf(place.log), 20_000)());
  expect(reader.status()).toMatchObject({ state: 'live', lagging: 0 });
  expect(await fingerprint(reader.generation())).toBe(await expected());
  expect(await reader.rebuild()()).toMatchObject({ left: { kind: 'refused' } });
});

it('tells one that only reads of a rebuild, which then reads the new views', async () => {
  await append(place.log, first);
  const runner = run(place.store);
  const reader = read(await place.another());
  rightOf(await reader.caughtUp(half - 1, 20_000)());
  const before = reader.generation()?.id;
  const id = rightOf(await runner.rebuild()());
  await sleep(100);
  expect([before === id, reader.generation()?.id]).toEqual([false, id]);
});
