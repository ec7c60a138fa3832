import { isRight } from 'fp-ts/Either';
import {
  appended,
  contentOf,
  countOf,
  type Current,
  defined,
  entries,
  entry,
  idsOf,
  readEverything,
  readOne,
  refused,
} from './support';

/** Closing, opening again, and backups. */
export function lifetime({ log, place }: Current): void {
  test('all is there when the log is opened again, and writing goes on where it was', async () => {
    await appended(log(), 'a', 'none', ...entries(3));
    const before = await readEverything(log());
    await log().close();
    const again = await place().open();
    expect(await readEverything(again)).toEqual(before);
    const done = await appended(again, 'a', 2, entry());
    expect(done.firstRevision).toBe(3);
    const [after, newest] = [done.positions.at(-1), before.at(-1)?.position];
    expect(again.comparePositions(defined(after), defined(newest))).toBeGreaterThan(0);
  });

  test('an empty log is still empty when it is opened again', async () => {
    await log().close();
    expect(await (await place().open()).head()).toBeUndefined();
  });

  test('conflicts and reused ids are known after opening again', async () => {
    const one = entry();
    await appended(log(), 'a', 'none', one);
    await log().close();
    const again = await place().open();
    expect(await refused(again, 'a', 'none', entry())).toMatchObject({ kind: 'wrong-revision', actual: 0 });
    expect(await refused(again, 'a', 0, entry(one.id))).toMatchObject({ kind: 'id-reused', id: one.id });
  });

  test('closing while appends wait answers each of them, truthfully', async () => {
    const wanted = entries(50);
    const answers = wanted.map((one, n) => log().append(`s-${n}`, 'none', [one])());
    await log().close();
    const outcomes = await Promise.all(answers);
    const again = await place().open();
    const stored = new Set(idsOf(await readEverything(again)));
    wanted.forEach((one, n) => {
      const outcome = outcomes[n];
      expect(outcome !== undefined && isRight(outcome)).toBe(stored.has(one.id));
    });
  });

  test('after closing an append is answered with unavailable', async () => {
    await log().close();
    expect(await refused(log(), 'a', 'none', entry())).toMatchObject({ kind: 'unavailable' });
  });

  test('closing twice is closing once', async () => {
    await appended(log(), 'a', 'none', entry());
    await Promise.all([log().close(), log().close()]);
    await log().close();
    expect(await countOf(await place().open())).toBe(1);
  });

  test('a backup is equal to the log', async () => {
    await appended(log(), 'a', 'none', ...entries(3));
    await appended(log(), 'b', 'none', ...entries(2));
    const target = place().backupTarget();
    await log().backup(target);
    const copy = await place().openBackup(target);
    expect(contentOf(await readEverything(copy))).toEqual(contentOf(await readEverything(log())));
    expect(contentOf(await readOne(copy, 'b'))).toEqual(contentOf(await readOne(log(), 'b')));
  });

  test('a backup of an empty log is an empty log', async () => {
    const target = place().backupTarget();
    await log().backup(target);
    expect(await (await place().openBackup(target)).head()).toBeUndefined();
  });

  test('a backup can be written on', async () => {
    const one = entry();
    await appended(log(), 'a', 'none', one);
    const target = place().backupTarget();
    await log().backup(target);
    const copy = await place().openBackup(target);
    expect(await refused(copy, 'a', 0, entry(one.id))).toMatchObject({ kind: 'id-reused' });
    expect((await appended(copy, 'a', 0, entry())).firstRevision).toBe(1);
    expect(await countOf(log())).toBe(1);
  });

  test('a backup taken while others write holds what had been written at one moment', async () => {
    await appended(log(), 'many', 'none', ...entries(3_000));
    const going = { on: true };
    const writing = (async () => {
      let n = 0;
      for (; going.on; n += 1) await appended(log(), `s-${n}`, 'none', ...entries(2));
      return n;
    })();
    const target = place().backupTarget();
    await log().backup(target);
    going.on = false;
    expect(await writing).toBeGreaterThan(0);
    const copied = await readEverything(await place().openBackup(target));
    const source = await readEverything(log());
    expect(copied.length).toBeGreaterThanOrEqual(3_000);
    expect(contentOf(copied)).toEqual(contentOf(source.slice(0, copied.length)));
    expect(copied.length % 2).toBe(0);
  });

  test('a backup tells how far it has come', async () => {
    await appended(log(), 'many', 'none', ...entries(2_500));
    const told: (readonly [number, number])[] = [];
    await log().backup(place().backupTarget(), (done, total) => told.push([done, total]));
    expect(told.at(-1)).toEqual([2_500, 2_500]);
    expect(told.map(([done]) => done)).toEqual(told.map(([done]) => done).sort((a, b) => a - b));
  });

  test('a backup never overwrites', async () => {
    await appended(log(), 'a', 'none', entry());
    const target = place().backupTarget();
    await log().backup(target);
    await appended(log(), 'a', 0, entry());
    await expect(log().backup(target)).rejects.toThrow(/exists/);
    expect(await countOf(await place().openBackup(target))).toBe(1);
  });
}
