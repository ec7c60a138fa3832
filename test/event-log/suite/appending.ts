import { randomUUID } from 'node:crypto';
import { appended, countOf, type Current, entries, entry, idsOf, only, readOne, refused } from './support';

/** Revisions, conflicts and ids: what an append answers, and that a refused one leaves nothing behind. */
export function appending({ log }: Current): void {
  test('the first event of a stream has revision 0', async () => {
    const done = await appended(log(), 'a', 'none', entry());
    expect(done).toMatchObject({ stream: 'a', firstRevision: 0 });
    expect(done.positions).toHaveLength(1);
  });

  test('the events of one append get revisions one after the other', async () => {
    await appended(log(), 'a', 'none', entry());
    const done = await appended(log(), 'a', 0, ...entries(3));
    expect(done.firstRevision).toBe(1);
    expect(done.positions).toHaveLength(3);
    expect((await readOne(log(), 'a')).map(one => one.revision)).toEqual([0, 1, 2, 3]);
  });

  test('the positions answered are those found when reading', async () => {
    const done = await appended(log(), 'a', 'none', ...entries(4));
    expect((await readOne(log(), 'a')).map(one => one.position)).toEqual(done.positions);
  });

  test('`none` is refused for a stream that exists, with the actual revision', async () => {
    await appended(log(), 'a', 'none', ...entries(3));
    expect(await refused(log(), 'a', 'none', entry())).toEqual({
      kind: 'wrong-revision',
      stream: 'a',
      expected: 'none',
      actual: 2,
    });
  });

  test('revision 0 is not none', async () => {
    await appended(log(), 'a', 'none', entry());
    expect(await refused(log(), 'a', 'none', entry())).toMatchObject({ actual: 0 });
    expect((await appended(log(), 'a', 0, entry())).firstRevision).toBe(1);
  });

  test.each([0, 1, 7])(
    'revision %i is refused for a missing stream: the actual one is none',
    async expected => {
      expect(await refused(log(), 'missing', expected, entry())).toEqual({
        kind: 'wrong-revision',
        stream: 'missing',
        expected,
        actual: 'none',
      });
    },
  );

  test.each([0, 1, 3, 9])('revision %i is refused where the stream stands at 2', async expected => {
    await appended(log(), 'a', 'none', ...entries(3));
    expect(await refused(log(), 'a', expected, entry())).toMatchObject({
      kind: 'wrong-revision',
      expected,
      actual: 2,
    });
  });

  test('a refused append stores nothing', async () => {
    await appended(log(), 'a', 'none', entry());
    await refused(log(), 'a', 'none', ...entries(5));
    await refused(log(), 'b', 3, ...entries(5));
    expect(await countOf(log())).toBe(1);
    expect(await readOne(log(), 'b')).toEqual([]);
  });

  test('an append that is not run stores nothing', async () => {
    log().append('a', 'none', [entry()]);
    await appended(log(), 'b', 'none', entry());
    expect(await countOf(log())).toBe(1);
  });

  test('the same append run again stores nothing more', async () => {
    const append = log().append('a', 'none', [entry()]);
    await append();
    await append();
    expect(await countOf(log())).toBe(1);
  });

  test('an id that is in the stream is refused', async () => {
    const first = entry();
    await appended(log(), 'a', 'none', first, entry());
    expect(await refused(log(), 'a', 1, entry(first.id, '{"other":"body"}'))).toEqual({
      kind: 'id-reused',
      stream: 'a',
      id: first.id,
    });
    expect(await countOf(log())).toBe(2);
  });

  test.each([0, 1, 2])('an id reused at place %i of an append refuses the whole of it', async place => {
    const first = entry();
    await appended(log(), 'a', 'none', first);
    const wanted = entries(3).map((one, index) => (index === place ? entry(first.id) : one));
    expect(await refused(log(), 'a', 0, ...wanted)).toMatchObject({ kind: 'id-reused', id: first.id });
    expect(idsOf(await readOne(log(), 'a'))).toEqual([first.id]);
    expect((await appended(log(), 'a', 0, entry())).firstRevision).toBe(1);
  });

  test('an id twice in one append is refused, and the new stream stays missing', async () => {
    const twice = entry();
    expect(await refused(log(), 'a', 'none', twice, entry(), twice)).toMatchObject({
      kind: 'id-reused',
      id: twice.id,
    });
    expect(await countOf(log())).toBe(0);
    expect((await appended(log(), 'a', 'none', twice)).firstRevision).toBe(0);
  });

  test('the same id may be used in another stream', async () => {
    const id = randomUUID();
    await appended(log(), 'a', 'none', entry(id));
    await appended(log(), 'b', 'none', entry(id));
    expect(only(await readOne(log(), 'b')).id).toBe(id);
  });

  test('an empty append to a missing stream succeeds without making it', async () => {
    expect(await appended(log(), 'a', 'none')).toEqual({ stream: 'a', firstRevision: 0, positions: [] });
    expect(await countOf(log())).toBe(0);
    expect((await appended(log(), 'a', 'none', entry())).firstRevision).toBe(0);
  });

  test('an empty append at the right revision succeeds', async () => {
    await appended(log(), 'a', 'none', ...entries(2));
    expect(await appended(log(), 'a', 1)).toEqual({ stream: 'a', firstRevision: 2, positions: [] });
    expect(await countOf(log())).toBe(2);
  });

  test('an empty append at the wrong revision is refused', async () => {
    await appended(log(), 'a', 'none', ...entries(2));
    expect(await refused(log(), 'a', 'none')).toMatchObject({ kind: 'wrong-revision', actual: 1 });
    expect(await refused(log(), 'missing', 1)).toMatchObject({ kind: 'wrong-revision', actual: 'none' });
  });
}
