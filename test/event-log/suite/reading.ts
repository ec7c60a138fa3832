import type { EventLog } from '../../../services/event-log';
import {
  appended,
  type Current,
  entries,
  entry,
  idsOf,
  readBatches,
  readEverything,
  readOne,
} from './support';

/** Three streams, interleaved; gives the ids in the order of the appends. */
async function interleave(log: EventLog, rounds: number): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const stream of ['a', 'a-b', 'c']) {
      const one = entry();
      await appended(log, stream, round === 0 ? 'none' : round - 1, one);
      ids.push(one.id);
    }
  }
  return ids;
}

/** Order, resuming, batches and back-pressure. */
export function reading({ log }: Current): void {
  test('an empty log has no head and nothing to read', async () => {
    expect(await log().head()).toBeUndefined();
    expect(await readBatches(log())).toEqual([]);
    expect(await readOne(log(), 'a')).toEqual([]);
  });

  test('the head is the position and the number of the newest', async () => {
    await appended(log(), 'a', 'none', ...entries(3));
    const done = await appended(log(), 'b', 'none', entry());
    expect(await log().head()).toEqual({ position: done.positions[0], count: 4 });
  });

  test('the whole log is read in the order of the appends', async () => {
    const ids = await interleave(log(), 5);
    expect(idsOf(await readEverything(log()))).toEqual(ids);
  });

  test('a stream is read alone and in order, also beside one whose name begins alike', async () => {
    const ids = await interleave(log(), 4);
    expect(idsOf(await readOne(log(), 'a'))).toEqual(ids.filter((_, index) => index % 3 === 0));
    expect(idsOf(await readOne(log(), 'a-b'))).toEqual(ids.filter((_, index) => index % 3 === 1));
  });

  test('a stream is read from a revision on, inclusive', async () => {
    const five = entries(5);
    await appended(log(), 'a', 'none', ...five);
    for (let from = 0; from <= 6; from += 1) {
      expect(idsOf(await readOne(log(), 'a', from))).toEqual(idsOf(five.slice(from)));
    }
  });

  test('the log is resumed after each position', async () => {
    const ids = await interleave(log(), 4);
    const all = await readEverything(log());
    for (const [index, one] of all.entries()) {
      expect(idsOf(await readEverything(log(), one.position))).toEqual(ids.slice(index + 1));
    }
  });

  test('positions are ordered as the log is', async () => {
    await interleave(log(), 4);
    const positions = (await readEverything(log())).map(one => one.position);
    for (const [i, a] of positions.entries()) {
      for (const [j, b] of positions.entries()) {
        expect(Math.sign(log().comparePositions(a, b))).toBe(Math.sign(i - j));
      }
    }
  });

  test.each([1, 2, 7, 12, 1000])(
    'batches of %i hold no more, none is empty, and nothing is lost',
    async size => {
      const ids = await interleave(log(), 4);
      const batches = await readBatches(log(), undefined, size);
      expect(batches.every(batch => batch.length > 0 && batch.length <= size)).toBe(true);
      expect(idsOf(batches.flat())).toEqual(ids);
    },
  );

  test('a batch size below one is a mistake', async () => {
    await expect(readBatches(log(), undefined, 0)).rejects.toThrow(RangeError);
  });

  test('more than one page of a stream and of the log comes back whole', async () => {
    const many = entries(2_500);
    await appended(log(), 'long', 'none', ...many);
    expect(idsOf(await readOne(log(), 'long'))).toEqual(idsOf(many));
    expect(idsOf(await readEverything(log()))).toEqual(idsOf(many));
  });

  test('a reader who stops early leaves the log as it was', async () => {
    await interleave(log(), 10);
    for await (const batch of log().readAll(undefined, 2)) {
      if (batch.length > 0) break;
    }
    await appended(log(), 'd', 'none', entry());
    expect(await readEverything(log())).toHaveLength(31);
  });

  test('a reader takes no more than it asks for, and finds what came meanwhile', async () => {
    const ids = await interleave(log(), 2);
    const seen: string[] = [];
    let more: string | undefined;
    for await (const batch of log().readAll(undefined, 2)) {
      seen.push(...idsOf(batch));
      if (more !== undefined) continue;
      const late = entry();
      await appended(log(), 'late', 'none', late);
      more = late.id;
    }
    expect(seen).toEqual([...ids, more]);
  });

  test('two readers go their own ways', async () => {
    const ids = await interleave(log(), 4);
    const one = log().readAll(undefined, 3)[Symbol.asyncIterator]();
    await one.next();
    expect(idsOf(await readEverything(log()))).toEqual(ids);
    const next = await one.next();
    expect(next.done === true ? [] : idsOf(next.value)).toEqual(ids.slice(3, 6));
  });

  test('what was answered can be read at once', async () => {
    for (let count = 1; count <= 20; count += 1) {
      const done = await appended(log(), 'a', count === 1 ? 'none' : count - 2, entry());
      expect((await readEverything(log())).at(-1)?.position).toBe(done.positions[0]);
    }
  });
}
