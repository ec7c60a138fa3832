import { statSync } from 'node:fs';
import { openReadLog, type ReadQuery } from '../../services/read-log';
import { openDatabase } from '../../services/sqlite';
import { entry, numbers, openPlace, type Place } from './support';

describe('the log of reads in a file', () => {
  let place: Place;
  beforeEach(() => {
    place = openPlace();
  });
  afterEach(() => place.remove());

  const found = async (query: Partial<ReadQuery>) => {
    const page = await place.log.list({ order: 'oldest-first', limit: 100, ...query })();
    if (page._tag === 'Left') throw new Error(page.left.detail);
    return { numbers: page.right.items.map(i => i.number), total: page.right.total };
  };

  it('gives back what was written, also after a restart, and is its owner’s alone to read', async () => {
    const told = [entry(), entry({ organisation: null, thing: null, mediaType: null, kind: 'export' })];
    await place.log.append(told)();
    await place.reopen();
    const page = await place.log.list({ order: 'oldest-first', limit: 10 })();
    expect(page).toEqual({
      _tag: 'Right',
      right: { items: told.map((t, i) => ({ number: i + 1, ...t })), total: 2 },
    });
    expect(statSync(place.path).mode & 0o777).toBe(0o600);
  });

  it('finds by everything it tells, and any of several values', async () => {
    await place.log.append([
      entry(),
      entry({ actor: 'p-2', at: '2031-03-02T10:00:00.000Z', status: 404 }),
      entry({ kind: 'export', organisation: 'elvestad', credential: 'k-2', thing: null }),
    ])();
    expect((await found({ actor: ['p-2'] })).numbers).toEqual([2]);
    expect((await found({ actor: ['p-2', 'p-7f3a'] })).numbers).toEqual([1, 2, 3]);
    expect((await found({ kind: ['export'] })).numbers).toEqual([3]);
    expect((await found({ organisation: ['elvestad'], credential: ['k-2'] })).numbers).toEqual([3]);
    expect((await found({ thing: ['granvik.k1'], status: 404 })).numbers).toEqual([2]);
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
  });

  it('refuses to change an entry, whoever opens the file', async () => {
    await place.log.append([entry()])();
    const database = openDatabase(place.path);
    expect(() => database.exec("UPDATE reads SET actor = 'p-other'")).toThrow('never changed');
    database.close();
  });

  it('says that it is busy instead of waiting for who has the file', async () => {
    const database = openDatabase(place.path);
    database.exec('BEGIN IMMEDIATE');
    expect(await place.log.append([entry()])()).toMatchObject({ left: { kind: 'unavailable' } });
    database.exec('ROLLBACK');
    database.close();
    expect(await place.log.append([entry()])()).toMatchObject({ _tag: 'Right' });
  });

  it('takes no other file and no other engine for its own', () => {
    const other = `${place.folder}/other.db`;
    const database = openDatabase(other);
    database.exec('CREATE TABLE t (a)');
    database.close();
    expect(openReadLog(`file:${other}`)).toMatchObject({ left: { kind: 'not-ours' } });
    expect(openReadLog('syslog://somewhere')).toMatchObject({ left: { kind: 'unsupported' } });
  });
});
