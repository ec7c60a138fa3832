import { setTimeout as sleep } from 'node:timers/promises';
import { left } from 'fp-ts/Either';
import {
  type Change,
  type Generation,
  type Runner,
  startReadingRunner,
  startRunner,
  StoreFailure,
  type ViewStore,
} from '../../projections';
import { chance } from './chance';
import { realisticLog } from './realistic-log';
import { append, elsewhere, fingerprint, headOf, openPlace, type Place, rightOf, teller } from './support';
import { requirement } from './tales';

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
    rightOf(await runner.caughtUp(await headOf(place.log), 60_000)());
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

/** The store with some of what its generations do put in another way. */
function whenever(store: ViewStore, otherwise: (generation: Generation) => Partial<Generation>): ViewStore {
  return {
    ...store,
    open: (id, collections) => async () => {
      const opened = await store.open(id, collections)();
      if (opened._tag === 'Left') return opened;
      return { ...opened, right: { ...opened.right, ...otherwise(opened.right) } };
    },
  };
}

const brokenOff = left({ kind: 'unavailable', detail: 'broken off' } as const);

/** Commits are broken off every now and then, after some of their documents, as a crash would. */
function brittle(store: ViewStore, seed: number): ViewStore {
  const random = chance(seed);
  return whenever(store, generation => ({
    commit: (changes, from, to) => async () => {
      if (random.below(3) > 0) return generation.commit(changes, from, to)();
      const some: Change[] = [...changes].filter(() => random.below(2) === 0);
      if (from !== undefined) await generation.commit(some, from, from)();
      return brokenOff;
    },
  }));
}

/** Of the second commit all documents are written, but not the step; then there is no more. */
function cutOff(store: ViewStore): ViewStore {
  let commits = 0;
  return whenever(store, generation => ({
    commit: (changes, from, to) => async () => {
      if (from === undefined) return generation.commit(changes, from, to)();
      if (++commits === 1) await generation.commit([...changes], from, from)();
      return brokenOff;
    },
  }));
}

/** Every third commit takes its time. */
function slow(store: ViewStore, ms: number): ViewStore {
  let commits = 0;
  return whenever(store, generation => ({
    commit: (changes, from, to) => async () => {
      if (++commits % 3 === 0) await sleep(ms);
      return generation.commit(changes, from, to)();
    },
  }));
}

it('comes to the same views when commits are broken off after some of their documents', async () => {
  await append(place.log, events);
  const runner = run(brittle(place.store, 5));
  rightOf(await runner.caughtUp(await headOf(place.log), 60_000)());
  expect(await fingerprint(runner.generation())).toBe(await expected());
});

it('makes its commits smaller where they are slow, and leaves out and repeats nothing', async () => {
  await append(place.log, first);
  const runner = run(slow(place.store, 1_500), 60, 400);
  rightOf(await runner.caughtUp(half - 1, 60_000)());
  await append(place.log, second);
  rightOf(await runner.caughtUp(events.length - 1, 60_000)());
  expect(await fingerprint(runner.generation())).toBe(await expected());
});

it('has one process advance a view while another shows the same and stands by', async () => {
  await append(place.log, first);
  const [one, other] = [run(place.store), run(await place.another())];
  rightOf(await one.caughtUp(half - 1, 60_000)());
  rightOf(await other.caughtUp(half - 1, 60_000)());
  await append(place.log, second);
  rightOf(await one.caughtUp(events.length - 1, 60_000)());
  rightOf(await other.caughtUp(events.length - 1, 60_000)());
  expect(await fingerprint(other.generation())).toBe(await expected());
});

it('is taken over when the one that advanced it is gone', async () => {
  await append(place.log, first);
  const [one, other] = [run(place.store), run(await place.another())];
  rightOf(await other.caughtUp(half - 1, 60_000)());
  await one.close();
  await append(place.log, second);
  rightOf(await other.caughtUp(events.length - 1, 60_000)());
  expect(await fingerprint(other.generation())).toBe(await expected());
});

it('comes to the same views when both believe to be alone and are broken off again and again', async () => {
  await append(place.log, first);
  const [one, other] = [run(brittle(place.store, 1), 13), run(brittle(await place.another(), 2), 29)];
  await append(place.log, second);
  rightOf(await one.caughtUp(events.length - 1, 60_000)());
  rightOf(await other.caughtUp(events.length - 1, 60_000)());
  expect(await fingerprint(one.generation())).toBe(await expected());
});

it('is shown by one that only reads, up to what was asked for', async () => {
  const reader = read(await place.another());
  expect(reader.status().generation).toBeUndefined();
  run(place.store);
  await append(place.log, events);
  rightOf(await reader.caughtUp(await headOf(place.log), 60_000)());
  expect(reader.status()).toMatchObject({ state: 'live', lagging: 0 });
  expect(await fingerprint(reader.generation())).toBe(await expected());
  expect(await reader.rebuild()()).toMatchObject({ left: { kind: 'refused' } });
});

it('tells one that only reads of a rebuild, which then reads the new views', async () => {
  await append(place.log, first);
  const runner = run(place.store);
  const reader = read(await place.another());
  rightOf(await reader.caughtUp(half - 1, 60_000)());
  const before = reader.generation()?.id;
  const id = rightOf(await runner.rebuild()());
  await sleep(100);
  expect([before === id, reader.generation()?.id]).toEqual([false, id]);
});

it('leaves no document of a commit that was broken off before a correction took away what it told', async () => {
  const tell = teller(place.log);
  await tell(requirement('issued'), requirement('received'));
  const one = run(cutOff(place.store));
  rightOf(await one.caughtUp(1, 60_000)());
  const [raised] = await tell(requirement('deviation-raised'));
  await sleep(300);
  await one.close();
  const data = { outcome: 'annulled', corrects: raised, reason: 'Feil' };
  await tell(requirement('corrected', { data }));
  const other = run(await place.another());
  rightOf(await other.caughtUp(3, 60_000)());
  expect(await fingerprint(other.generation())).toBe(await expected());
});

it('tells how far it is after an outage while it stood by', async () => {
  await append(place.log, first);
  const one = run(place.store);
  let isAway = false;
  const other = run(
    whenever(await place.another(), generation => ({
      checkpoint: () =>
        isAway
          ? Promise.reject(new StoreFailure({ kind: 'unavailable', detail: 'away' }))
          : generation.checkpoint(),
    })),
  );
  rightOf(await one.caughtUp(half - 1, 60_000)());
  rightOf(await other.caughtUp(half - 1, 60_000)());
  await append(place.log, second.slice(0, 20));
  await sleep(500);
  isAway = true;
  await sleep(600);
  isAway = false;
  await one.close();
  await append(place.log, second.slice(20));
  rightOf(await other.caughtUp(events.length - 1, 60_000)());
  expect(await fingerprint(other.generation())).toBe(await expected());
});

it('agrees with the other on new views where those that are there are of another log', async () => {
  const otherLog = await openPlace();
  await append(otherLog.log, [...realisticLog({ requirements: 8, open: 3, seed: 3 })]);
  const before = startRunner({ log: otherLog.log, store: place.store });
  rightOf(await before.caughtUp(await headOf(otherLog.log), 60_000)());
  await before.close();
  await otherLog.remove();
  await append(place.log, events);
  const reader = read(await place.another());
  await sleep(100);
  expect(reader.generation()).toBeUndefined();
  const [one, other] = [run(place.store), run(await place.another())];
  rightOf(await one.caughtUp(events.length - 1, 60_000)());
  rightOf(await other.caughtUp(events.length - 1, 60_000)());
  rightOf(await reader.caughtUp(events.length - 1, 60_000)());
  expect(await fingerprint(reader.generation())).toBe(await expected());
});
