import { setTimeout as sleep } from 'node:timers/promises';
import { openViewStore, type Generation, type ViewStore } from '../../projections/stores';
import { startChild, type Child } from '../event-log/child/start';
import { rightOf } from '../projections/support';
import { describeWithMongo, newDatabase, type TestDatabase } from '../support/mongodb';
import { oneUpdateAtATime } from '../support/one-update-at-a-time';
import { at, behind, changesOf, SPECS, strayFrom } from './steps';

const MOMENTS = ['first', 'documents', 'step'] as const;

describeWithMongo('A commit to MongoDB that is held up or broken off', () => {
  let database: TestDatabase;
  let store: ViewStore;
  let generation: Generation;
  const children: Child[] = [];

  beforeEach(async () => {
    database = newDatabase();
    store = rightOf(await openViewStore(database.uri)());
    generation = rightOf(await store.open('v1', SPECS)());
    await step(undefined, 7);
    // With indexes, as views are that are read; documents are then written by updates.
    rightOf(await store.promote('v1')());
    generation = rightOf(await store.open('v1', SPECS)());
  });
  afterEach(async () => {
    for (const child of children.splice(0)) await child.kill();
    await store.close();
    await database.drop();
  });

  async function step(from: number | undefined, to: number): Promise<void> {
    const changes = changesOf(from ?? 0, to);
    const outcome = await generation.commit(changes, from === undefined ? undefined : at(from), at(to))();
    expect(rightOf(outcome)).toBe('committed');
  }

  const child = (from: number, to: number, moment: string, signal: string): Child => {
    const started = startChild(
      '../../view-store/child/committer.ts',
      database.uri,
      String(from),
      String(to),
      moment,
      signal,
    );
    children.push(started);
    return started;
  };

  it.each(MOMENTS)('is healed by folding again when its process is killed (after %s)', async moment => {
    const killed = child(7, 20, moment, 'SIGKILL');
    await killed.line('halts');
    await expect(killed.line('ended')).rejects.toThrow();
    const standing = moment === 'step' ? 20 : 7;
    expect(await generation.checkpoint()).toEqual(at(standing));
    expect(await behind(generation, standing)).toEqual([]);
    await step(standing, 23);
    expect(await generation.checkpoint()).toEqual(at(23));
    expect(await strayFrom(generation, 23)).toEqual([]);
  });

  it.each(['first', 'documents'])(
    'is fenced and does no harm when it goes on late (after %s)',
    async moment => {
      const stopped = child(7, 17, moment, 'SIGSTOP');
      await stopped.line('halts');
      await step(7, 12);
      expect(await behind(generation, 12)).toEqual([]);
      await step(12, 21);
      await step(21, 34);
      expect(await strayFrom(generation, 34)).toEqual([]);
      await sleep(100);
      stopped.process.kill('SIGCONT');
      expect(await stopped.line('ended')).toBe('ended fenced');
      expect(await generation.checkpoint()).toEqual(at(34));
      expect(await strayFrom(generation, 34)).toEqual([]);
      await step(34, 40);
      expect(await strayFrom(generation, 40)).toEqual([]);
    },
  );

  it('is fenced though the step it would take was taken and forgotten long ago', async () => {
    const stopped = child(7, 20, 'documents', 'SIGSTOP');
    await stopped.line('halts');
    for (let seq = 7; seq < 107; seq++) await step(seq, seq + 1);
    stopped.process.kill('SIGCONT');
    expect(await stopped.line('ended')).toBe('ended fenced');
    expect(await generation.checkpoint()).toEqual(at(107));
    expect(await strayFrom(generation, 107)).toEqual([]);
    await step(107, 108);
  });

  it('leaves nothing behind when its generation was dropped meanwhile', async () => {
    const stopped = child(7, 20, 'first', 'SIGSTOP');
    await stopped.line('halts');
    rightOf(await store.open('v2', SPECS)());
    rightOf(await store.promote('v2')());
    stopped.process.kill('SIGCONT');
    // It tries again for ever, and is told each time.
    expect(await stopped.line('again')).toContain('have been replaced');
    await stopped.kill();
    const next = rightOf(await store.open('v3', SPECS)());
    rightOf(await store.promote('v3')());
    expect(await next.checkpoint()).toBeUndefined();
    expect(await store.current()).toBe('v3');
  });

  it('comes to the same views when several race, whatever their steps are', async () => {
    const free = oneUpdateAtATime();
    const racers = await Promise.all(
      [3, 4, 7].map(async stride => {
        const own = rightOf(await openViewStore(database.uri)());
        return { own, stride, of: rightOf(await own.open('v1', SPECS)()) };
      }),
    );
    const outcomes = new Set<string>();
    await Promise.all(
      racers.map(async ({ of, stride }) => {
        for (;;) {
          const from = (await of.checkpoint())?.seq ?? 0;
          if (from >= 60) return;
          const done = await of.commit(changesOf(from, from + stride), at(from), at(from + stride))();
          outcomes.add(rightOf(done));
        }
      }),
    );
    const { seq } = (await generation.checkpoint()) ?? at(0);
    // What a fenced one wrote may be ahead of the checkpoint, by no more than its stride; the next step evens it out.
    expect(await behind(generation, seq)).toEqual([]);
    await step(seq, seq + 7);
    expect(await strayFrom(generation, seq + 7)).toEqual([]);
    expect([...outcomes].sort()).toEqual(['committed', 'fenced']);
    for (const { own } of racers) await own.close();
    free();
  });
});
