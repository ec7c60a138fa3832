import { Collection, type CommandStartedEvent, MongoNetworkError } from 'mongodb';
import { openReadLog } from '../../services/read-log';
import { connectMongo, type MongoConnection } from '../../services/mongodb';
import { aroundMethod } from '../support/around-method';
import { commandsInto } from '../support/commands';
import { describeWithMongo } from '../support/mongodb';
import { startTcpProxy } from '../support/tcp-proxy';
import { readLogSuite } from './read-log-suite';
import { entry, numbers, opened, openMongoPlace, type Place } from './support';

const portOf = (uri: string): number => Number(/:(\d+)\//.exec(uri)?.[1]);

/** Over the proxy, and without the driver's own second try. */
const through = (uri: string, port: number): string => {
  const [server = '', options = ''] = uri.replace(/:\d+\//, `:${port}/`).split('?');
  const others = options.split('&').filter(option => option !== '' && !option.startsWith('replicaSet='));
  return `${server}?${[...others, 'directConnection=true', 'retryWrites=false'].join('&')}`;
};

describeWithMongo('the log of reads in MongoDB', () => {
  readLogSuite(openMongoPlace);

  describe('beside what the suite asks', () => {
    let place: Place;
    let connection: MongoConnection;
    beforeEach(async () => {
      place = await openMongoPlace();
      const connected = await connectMongo(place.uri)();
      if (connected._tag === 'Left') throw new Error(connected.left.detail);
      connection = connected.right;
    });
    afterEach(async () => {
      await connection.close();
      await place.remove();
    });

    it('writes once what arrived although its acknowledgement did not', async () => {
      const proxy = await startTcpProxy(portOf(place.uri));
      const far = await opened(through(place.uri, proxy.port));
      const entries = [entry({ thing: 't1' }), entry({ thing: 't2' })];
      proxy.delay(500);
      const failing = far.append(entries)();
      while ((await numbers(place.log)).length === 0) await new Promise(resolve => setTimeout(resolve, 10));
      proxy.mute();
      proxy.cut();
      expect(await failing).toMatchObject({ left: { kind: 'unavailable' } });
      proxy.pass();
      // With what has come since, as whoever writes tries again.
      expect(await far.append([...entries, entry({ thing: 't3' })])()).toMatchObject({ _tag: 'Right' });
      const page = await place.log.list({ order: 'oldest-first', limit: 10 })();
      expect(page._tag === 'Right' && page.right.items.map(i => [i.number, i.thing])).toEqual([
        [1, 't1'],
        [2, 't2'],
        [3, 't3'],
      ]);
      await far.close();
      await proxy.close();
    });

    describe('an insert whose answer is lost', () => {
      const entries = [entry({ thing: 'one' }), entry({ thing: 'two' })];
      const lost = (): never => {
        throw new MongoNetworkError('the connection is gone');
      };
      const frees: (() => void)[] = [];
      const around = (method: string, wrap: Parameters<typeof aroundMethod>[2]): void =>
        void frees.push(aroundMethod(Collection.prototype, method, wrap));
      beforeEach(() => place.log.append([entry({ thing: 'zero' })])());
      afterEach(() => frees.splice(0).forEach(free => free()));

      const failed = async (): Promise<void> =>
        expect(await place.log.append(entries)()).toMatchObject({ left: { kind: 'unavailable' } });
      const written = async (): Promise<readonly string[]> => {
        const page = await place.log.list({ order: 'oldest-first', limit: 100 })();
        return page._tag === 'Right' ? page.right.items.map(i => `${i.number} ${i.thing ?? ''}`) : [];
      };

      it.each(['before', 'after'])(
        'is written once, also when it arrives just %s the next try',
        async when => {
          const calls: (() => Promise<unknown>)[] = [];
          around('insertOne', async call => {
            const [late] = calls;
            calls.push(call);
            if (late === undefined) return lost();
            if (calls.length > 2) return call();
            if (when === 'before') await late();
            const result = await call();
            if (when === 'after') await late().catch(() => undefined);
            return result;
          });
          await failed();
          expect(await place.log.append([...entries, entry({ thing: 'three' })])()).toMatchObject({
            _tag: 'Right',
          });
          expect(await written()).toEqual(['1 zero', '2 one', '3 two', '4 three']);
        },
      );

      it('is written once, also when no majority shows it for a while', async () => {
        let inserts = 0;
        around('insertOne', async call => {
          const result = await call();
          return inserts++ === 0 ? lost() : result;
        });
        let hidden = 4;
        around('findOne', call => (hidden-- > 0 ? Promise.resolve(null) : call()));
        await failed();
        expect(await place.log.append(entries)()).toMatchObject({ _tag: 'Right' });
        expect(await written()).toEqual(['1 zero', '2 one', '3 two']);
        expect(hidden).toBeLessThan(0);
      });

      it('gets another number where another process took its own, and may be written again by intent', async () => {
        const other = await opened(place.uri);
        let inserts = 0;
        around('insertOne', call => (inserts++ === 0 ? lost() : call()));
        await failed();
        await other.append([entry({ thing: 'theirs' })])();
        expect(await place.log.append(entries)()).toMatchObject({ _tag: 'Right' });
        expect(await place.log.append(entries)()).toMatchObject({ _tag: 'Right' });
        expect(await written()).toEqual(['1 zero', '2 theirs', '3 one', '4 two', '5 one', '6 two']);
        await other.close();
      });
    });

    it('begins a page where the one before ended, in either order, whatever was appended together and forgotten', async () => {
      for (const [i, many] of [3, 1, 4, 2, 5, 1].entries())
        await place.log.append(
          Array.from({ length: many }, (_, j) =>
            entry({ at: `203${(i + j) % 3}-03-01T00:00:00.000Z`, status: j % 2 === 0 ? 200 : 404 }),
          ),
        )();
      await place.log.forget('2031-01-01T00:00:00.000Z')();
      const all = await numbers(place.log);
      const sent: CommandStartedEvent[] = [];
      const free = commandsInto(sent);
      const log = await opened(place.uri);
      free();
      for (const [limit, after] of [1, 2, 7].flatMap(most =>
        Array.from({ length: 18 }, (_, n) => [most, n] as const),
      )) {
        const page = await log.list({ order: 'oldest-first', after, limit })();
        const back = await log.list({ order: 'newest-first', after, limit })();
        const shown = [page, back].map(each => each._tag === 'Right' && each.right.items.map(i => i.number));
        expect(shown).toEqual([
          all.filter(n => n > after).slice(0, limit),
          all
            .filter(n => n < after)
            .reverse()
            .slice(0, limit),
        ]);
        expect(page).toMatchObject({ right: { total: all.length } });
      }
      sent.length = 0;
      await log.list({ order: 'oldest-first', after: 13, limit: 2 })();
      // The fifth append holds it.
      expect(sent.map(({ command }): unknown => command['filter'])).toContainEqual({ _id: { $gte: 11 } });
      await log.close();
    });

    it('forgets much, some of it at a call, and leaves one document that tells which numbers were given', async () => {
      for (let i = 0; i < 60; i++) await place.log.append([entry(), entry()])();
      let calls = 0;
      for (let more = true; more; calls++) {
        const forgotten = await place.log.forget('2032-01-01T00:00:00.000Z')();
        more = forgotten._tag === 'Right' && forgotten.right > 0;
      }
      expect(calls).toBeGreaterThan(2);
      expect(await numbers(place.log)).toEqual([]);
      expect(await connection.db.collection('kravspor.reads').countDocuments({})).toBe(1);
      await place.log.append([entry()])();
      expect(await numbers(place.log)).toEqual([121]);
      await place.log.forget('2030-01-01T00:00:00.000Z')();
      expect(await connection.db.collection('kravspor.reads').countDocuments({})).toBe(1);
    });
  });
});

it('refuses an address of MongoDB without a database', async () => {
  expect(await openReadLog('mongodb://127.0.0.1:27017')()).toMatchObject({ left: { kind: 'refused' } });
});
