import { setTimeout as sleep } from 'node:timers/promises';
import { isLeft, type Either } from 'fp-ts/Either';
import { StoreFailure, type Generation, type StoreError, type ViewStore } from '../../projections/stores';
import { openMongoViewStore } from '../../projections/stores/mongodb';
import { rightOf } from '../projections/support';
import { describeWithMongo, newDatabase, type TestDatabase } from '../support/mongodb';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy';
import { at, changesOf, SPECS, strayFrom } from './steps';

const PATIENCE = { connect: 700, answer: 1_500 };

describeWithMongo('A MongoDB server that fails', () => {
  let database: TestDatabase;
  let proxy: TcpProxy;
  let through: string;
  let store: ViewStore;
  let generation: Generation;

  beforeEach(async () => {
    database = newDatabase();
    const { hostname, port, pathname } = new URL(database.uri);
    expect(hostname).toBe('127.0.0.1');
    proxy = await startTcpProxy(Number(port));
    through = `mongodb://127.0.0.1:${proxy.port}${pathname}?directConnection=true`;
    store = rightOf(await openMongoViewStore(through, PATIENCE)());
    generation = rightOf(await store.open('v1', SPECS)());
    expect(rightOf(await generation.commit(changesOf(0, 5), undefined, at(5))())).toBe('committed');
  });
  afterEach(async () => {
    await proxy.accept();
    proxy.pass();
    await store.close();
    await proxy.close();
    await database.drop();
  });

  const kindOf = (result: Either<StoreError, unknown>): string =>
    isLeft(result) ? result.left.kind : 'none';

  it('is told of where it is gone at the start', async () => {
    await proxy.refuse();
    const opened = await openMongoViewStore(through, PATIENCE)();
    expect(kindOf(opened)).toBe('unavailable');
    await proxy.accept();
    await rightOf(await openMongoViewStore(through, PATIENCE)()).close();
  });

  it.each([
    ['ends its connections and takes no new ones', (): Promise<void> => proxy.refuse()],
    ['takes connections, but says nothing', (): Promise<void> => Promise.resolve(proxy.freeze())],
    ['listens, but its answers do not arrive', (): Promise<void> => Promise.resolve(proxy.mute())],
  ])('makes no call wait for ever, and is used again by itself, after it %s', async (_, fail) => {
    await fail();
    await expect(generation.get('things', 'k1')).rejects.toBeInstanceOf(StoreFailure);
    await expect(generation.checkpoint()).rejects.toMatchObject({ failure: { kind: 'unavailable' } });
    await expect(generation.find('things', { limit: 5 })()).rejects.toMatchObject({
      failure: { kind: 'unavailable' },
    });
    expect(kindOf(await generation.commit(changesOf(5, 9), at(5), at(9))())).toBe('unavailable');
    expect(kindOf(await store.open('v1', SPECS)())).toBe('unavailable');
    await proxy.accept();
    proxy.pass();
    await committedInTheEnd(5, 9);
    expect(await generation.checkpoint()).toEqual(at(9));
    expect(await strayFrom(generation, 9)).toEqual([]);
  });

  it('makes no call wait for ever where open connections are dead and new ones are not', async () => {
    proxy.freezeOpen();
    await committedInTheEnd(5, 9);
    expect(await strayFrom(generation, 9)).toEqual([]);
  });

  it('loses nothing and does nothing twice when it goes and comes under load', async () => {
    const end = 90;
    const weather = (async () => {
      for (let spell = 0; spell < 8; spell++) {
        await sleep(150);
        proxy.cut();
        await sleep(250);
        await proxy.refuse();
        await sleep(100);
        await proxy.accept();
      }
    })();
    for (let seq = 5; seq < end; seq += 5) await committedInTheEnd(seq, seq + 5);
    await weather;
    expect(await generation.checkpoint()).toEqual(at(end));
    expect(await strayFrom(generation, end)).toEqual([]);
  });

  /** As a projector does: tries again until it is done, or finds that its answer alone was lost. */
  async function committedInTheEnd(from: number, to: number): Promise<void> {
    for (;;) {
      const outcome = await generation.commit(changesOf(from, to), at(from), at(to))();
      if (outcome._tag === 'Left') {
        expect(outcome.left.kind).toBe('unavailable');
        await sleep(50);
      } else if (outcome.right === 'committed') return;
      else {
        expect(await generation.checkpoint()).toEqual(at(to));
        return;
      }
    }
  }
});
