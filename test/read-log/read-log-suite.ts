import type { ReadQuery } from '../../services/read-log';
import { entry, numbers, opened, type Place } from './support';

/** What every log of reads must do. */
export function readLogSuite(makePlace: () => Promise<Place>): void {
  let place: Place;
  beforeEach(async () => {
    place = await makePlace();
  });
  afterEach(() => place.remove());

  const found = async (query: Partial<ReadQuery>) => {
    const page = await place.log.list({ order: 'oldest-first', limit: 100, ...query })();
    if (page._tag === 'Left') throw new Error(page.left.detail);
    return { numbers: page.right.items.map(i => i.number), total: page.right.total };
  };

  it('gives back what was written, also after a restart', async () => {
    const told = [entry(), entry({ organisation: null, thing: null, mediaType: null, kind: 'export' })];
    await place.log.append(told)();
    await place.reopen();
    const page = await place.log.list({ order: 'oldest-first', limit: 10 })();
    expect(page).toEqual({
      _tag: 'Right',
      right: { items: told.map((t, i) => ({ number: i + 1, ...t })), total: 2 },
    });
  });

  it('finds by everything it tells, and any of several values', async () => {
    await place.log.append([
      entry(),
      entry({ actor: 'p-2', at: '2031-03-02T10:00:00.000Z', status: 404 }),
      entry({ kind: 'export', organisation: 'elvestad', credential: 'k-2', thing: null }),
    ])();
    expect(await found({ actor: ['p-2'] })).toEqual({ numbers: [2], total: 1 });
    expect(await found({ actor: ['p-2', 'p-7f3a'] })).toEqual({ numbers: [1, 2, 3], total: 3 });
    expect(await found({ actor: [] })).toEqual({ numbers: [], total: 0 });
    expect((await found({ kind: ['export'] })).numbers).toEqual([3]);
    expect((await found({ organisation: ['elvestad'], credential: ['k-2'] })).numbers).toEqual([3]);
    expect((await found({ thing: ['granvik.k1'], status: 404 })).numbers).toEqual([2]);
    expect((await found({ thing: ['granvik.k1'], credential: ['k-2'] })).numbers).toEqual([]);
    expect((await found({ from: '2031-03-02T00:00:00.000Z' })).numbers).toEqual([2]);
    expect((await found({ before: '2031-03-02T00:00:00.000Z' })).numbers).toEqual([1, 3]);
    expect((await found({ actor: ["' OR 1=1 --"] })).numbers).toEqual([]);
  });

  it('goes on behind a page in either order, while more is written', async () => {
    await place.log.append([entry(), entry(), entry()])();
    expect(await found({ limit: 2 })).toEqual({ numbers: [1, 2], total: 3 });
    expect(await found({ limit: 2, order: 'newest-first' })).toEqual({ numbers: [3, 2], total: 3 });
    await place.log.append([entry()])();
    expect(await found({ limit: 2, after: 2 })).toEqual({ numbers: [3, 4], total: 4 });
    expect(await found({ limit: 2, after: 2, order: 'newest-first' })).toEqual({ numbers: [1], total: 4 });
  });

  it('forgets what is old enough, and never gives a number twice', async () => {
    const old = { at: '2029-01-01T00:00:00.000Z' };
    await place.log.append([entry(old), entry(), entry(old)])();
    expect(await place.log.forget('2030-01-01T00:00:00.000Z')()).toEqual({ _tag: 'Right', right: 2 });
    expect(await place.log.forget('2030-01-01T00:00:00.000Z')()).toEqual({ _tag: 'Right', right: 0 });
    await place.log.append([entry()])();
    expect(await numbers(place.log)).toEqual([2, 4]);
    expect(await place.log.forget('2032-01-01T00:00:00.000Z')()).toEqual({ _tag: 'Right', right: 2 });
    await place.reopen();
    await place.log.append([entry()])();
    expect(await found({})).toEqual({ numbers: [5], total: 1 });
  });

  it('writes nothing for nothing', async () => {
    expect(await place.log.append([])()).toMatchObject({ _tag: 'Right' });
    expect(await found({})).toEqual({ numbers: [], total: 0 });
  });

  it('numbers what several processes write at once, each append in a row of its own', async () => {
    const others = [place.log, await opened(place.uri), await opened(place.uri)];
    const appends = Array.from({ length: 15 }, (_, i) => {
      const log = others[i % others.length] ?? place.log;
      // A file may be busy for a moment: whoever writes tries again.
      const written = async (): Promise<void> => {
        const done = await log.append([entry({ thing: `t${i}` }), entry({ thing: `t${i}` })])();
        if (done._tag === 'Left') await written();
      };
      return written();
    });
    await Promise.all(appends);
    const page = await place.log.list({ order: 'oldest-first', limit: 100 })();
    const items = page._tag === 'Right' ? page.right.items : [];
    expect(items.map(i => i.number)).toEqual(Array.from({ length: 30 }, (_, i) => i + 1));
    for (let i = 0; i < 30; i += 2) expect(items[i]?.thing).toBe(items[i + 1]?.thing);
    expect(new Set(items.map(i => i.thing)).size).toBe(15);
    for (const log of others.slice(1)) await log.close();
  });
}
