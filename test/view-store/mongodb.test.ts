import { isLeft, type Either } from 'fp-ts/Either';
import { Binary, type CommandStartedEvent } from 'mongodb';
import { discardViewStore, openViewStore, type StoreError, type ViewStore } from '../../projections/stores';
import { FORMAT } from '../../projections/stores/mongodb/names';
import { connectMongo, type MongoConnection } from '../../services/mongodb';
import { rightOf } from '../projections/support';
import { commandsInto } from '../support/commands';
import { describeWithMongo, newDatabase, type TestDatabase } from '../support/mongodb';
import { digest, noise } from './large';
import { viewStoreSuite, type StoreUnderTest } from './port-suite';
import { at, changesOf, documentOf, SPECS, strayFrom } from './steps';

const open = async (uri: string): Promise<ViewStore> => rightOf(await openViewStore(uri)());

function kindOf(result: Either<StoreError, unknown>): string {
  return isLeft(result) ? result.left.kind : 'none';
}

describeWithMongo('MongoDB', () => {
  const makeStore = (): Promise<StoreUnderTest> => {
    const { uri, drop } = newDatabase();
    return Promise.resolve({ open: () => open(uri), remove: drop });
  };
  viewStoreSuite('MongoDB', makeStore, 20);

  describe('A database of views', () => {
    let database: TestDatabase;
    let bare: MongoConnection;
    beforeEach(async () => {
      database = newDatabase();
      bare = rightOf(await connectMongo(database.uri)());
    });
    afterEach(async () => {
      await bare.close();
      await database.drop();
    });

    const names = async (): Promise<readonly string[]> =>
      (await bare.db.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name).sort();

    async function filled(): Promise<ViewStore> {
      const store = await open(database.uri);
      const generation = rightOf(await store.open('v1', SPECS)());
      rightOf(await generation.commit(changesOf(0, 9), undefined, at(9))());
      rightOf(await store.promote('v1')());
      return store;
    }

    async function ofFormat(format: number): Promise<string> {
      const register = bare.db.collection<{ _id: string }>('kravspor.views');
      await register.updateOne({ _id: 'store' }, { $set: { format } });
      const opened = await openViewStore(database.uri)();
      if (!isLeft(opened)) await opened.right.close();
      return kindOf(opened);
    }

    it('is refused where somebody else’s data lies in it, and never touched', async () => {
      await bare.db.collection<{ _id: string }>('customers').insertOne({ _id: 'a' });
      const opened = await openViewStore(database.uri)();
      expect(opened).toMatchObject({
        left: { kind: 'foreign', detail: expect.stringContaining('customers') },
      });
      expect(kindOf(await discardViewStore(database.uri)())).toBe('foreign');
      expect(await names()).toEqual(['customers']);
    });

    it('may be shared with other parts of the program, which a discard leaves alone', async () => {
      await bare.db.collection<{ _id: string }>('kravspor.persons').insertOne({ _id: 'a' });
      await (await filled()).close();
      rightOf(await discardViewStore(database.uri)());
      expect(await names()).toEqual(['kravspor.persons']);
      const anew = await open(database.uri);
      expect(await anew.current()).toBeUndefined();
      await anew.close();
    });

    it('holds the collections of the generations there are, and no others', async () => {
      const store = await filled();
      const before = await names();
      const next = rightOf(await store.open('v2', SPECS)());
      rightOf(await next.commit(changesOf(0, 9), undefined, at(9))());
      expect((await names()).length).toBeGreaterThan(before.length);
      rightOf(await store.promote('v2')());
      expect((await names()).length).toBe(before.length);
      await store.close();
    });

    it('is damaged where its format is another or a document is none, and can be built anew', async () => {
      const store = await filled();
      const generation = rightOf(await store.open('v1', SPECS)());
      const [documents = ''] = (await names()).filter(name => name.endsWith('.0'));
      const stored = bare.db.collection<{ _id: string }>(documents);
      await stored.updateOne({ _id: 'k1' }, { $set: { 'd.j': '{"cut' } });
      await expect(generation.get('things', 'k1')).rejects.toMatchObject({ failure: { kind: 'damaged' } });
      await store.close();
      expect(await ofFormat(0)).toBe('damaged');
      rightOf(await discardViewStore(database.uri)());
      const anew = await filled();
      const again = rightOf(await anew.open('v1', SPECS)());
      expect(await strayFrom(again, 9)).toEqual([]);
      await anew.close();
    });

    it('is refused where a newer program made the views, which it leaves as they are', async () => {
      await (await filled()).close();
      expect(await ofFormat(99)).toBe('refused');
      expect(await ofFormat(FORMAT)).toBe('none');
    });

    it('holds decimals as texts, and a document as its JSON, byte by byte', async () => {
      const store = await filled();
      const document = { as: '10.50', nested: { $where: '1', 'a.b': [[1], [2, [3]]] } };
      const generation = rightOf(await store.open('v1', SPECS)());
      const changes = [{ collection: 'things', key: 'decimal', document }];
      rightOf(await generation.commit(changes, at(9), at(10))());
      const [documents = ''] = (await names()).filter(name => name.endsWith('.0'));
      const found = await bare.db.collection<{ _id: string }>(documents).findOne({ _id: 'decimal' });
      expect(found).toMatchObject({ d: { s: 10, c0: 's10.50', j: JSON.stringify(document) } });
      await store.close();
    });

    it('refuses a document that MongoDB cannot hold before it sends it, says which one, and goes on without it', async () => {
      const store = await filled();
      const generation = rightOf(await store.open('v1', SPECS)());
      const commit = (mebibytes: number) =>
        generation.commit(
          [{ collection: 'things', key: 'noise', document: { text: noise(mebibytes * 1024 ** 2) } }],
          at(9),
          at(10),
        )();
      for (const mebibytes of [16, 16.5, 17.5])
        expect(await commit(mebibytes)).toMatchObject({
          left: {
            kind: 'refused',
            detail: expect.stringMatching(/"noise" of things .* 1\d\.\d MiB .* 16 MiB/),
          },
        });
      expect(await strayFrom(generation, 9)).toEqual([]);
      expect(await generation.get('things', 'noise')).toBeUndefined();
      expect(rightOf(await commit(15.9))).toBe('committed');
      await store.close();
    }, 60_000);

    it('takes several large documents at once', async () => {
      const store = await open(database.uri);
      const generation = rightOf(await store.open('v1', SPECS)());
      const documents = [2, 3, 4, 3].map(mebibytes => ({ text: noise(mebibytes * 1024 ** 2) }));
      const changes = documents.map((document, i) => ({ collection: 'things', key: `large ${i}`, document }));
      expect(rightOf(await generation.commit(changes, undefined, at(1))())).toBe('committed');
      const found: string[] = [];
      for await (const { document } of generation.scan('things')) found.push(digest(document));
      expect(found).toEqual(documents.map(digest));
      await store.close();
    }, 60_000);

    it('is damaged where a compressed document is cut', async () => {
      const store = await open(database.uri);
      const generation = rightOf(await store.open('v1', SPECS)());
      const changes = [{ collection: 'things', key: 'k', document: { text: 'krav '.repeat(300_000) } }];
      expect(rightOf(await generation.commit(changes, undefined, at(1))())).toBe('committed');
      const [documents = ''] = (await names()).filter(name => name.endsWith('.0'));
      const stored = bare.db.collection<{ _id: string; d: { j: Binary } }>(documents);
      const whole = (await stored.findOne({ _id: 'k' }))?.d.j;
      expect(whole?.length()).toBeLessThan(100_000);
      await stored.updateOne({ _id: 'k' }, { $set: { 'd.j': new Binary(whole?.value().subarray(0, 50)) } });
      await expect(generation.get('things', 'k')).rejects.toMatchObject({ failure: { kind: 'damaged' } });
      await store.close();
    });

    it('has an index for every declared field once it is read, and not before', async () => {
      const store = await open(database.uri);
      const generation = rightOf(await store.open('v1', SPECS)());
      rightOf(await generation.commit(changesOf(0, 9), undefined, at(9))());
      const [documents = ''] = (await names()).filter(name => name.endsWith('.0'));
      const indexed = async (): Promise<readonly unknown[]> =>
        (await bare.db.collection(documents).indexes()).map(({ key }): unknown => key);
      expect(await indexed()).toEqual([{ _id: 1 }]);
      rightOf(await generation.find('things', { limit: 1 })());
      expect(await indexed()).toEqual(
        expect.arrayContaining([{ _id: 1 }, { 'd.c0': 1, _id: 1 }, { 'd.v': 1, _id: 1 }]),
      );
      await store.close();
    });

    it('is allowed its disk wherever it has to sort', async () => {
      const sent: CommandStartedEvent[] = [];
      const free = commandsInto(sent);
      const store = await filled();
      free();
      const generation = rightOf(await store.open('v1', SPECS)());
      rightOf(await generation.find('things', { limit: 5, order: [{ path: 'as', descending: true }] })());
      rightOf(await generation.find('things', { limit: 5 })());
      const sorted = sent.filter(({ command }) => command['sort'] !== undefined && command['limit'] > 1);
      expect(sorted.length).toBeGreaterThan(1);
      for (const { command } of sorted) expect(command).toMatchObject({ allowDiskUse: true });
      await store.close();
    });

    it('begins a new epoch where a document is written anew at the same seq', async () => {
      const store = await filled();
      const generation = rightOf(await store.open('v1', SPECS)());
      const changes = [{ collection: 'things', key: 'k1', document: { as: 'parked' } }];
      expect(rightOf(await generation.commit(changes, at(9), at(9))())).toBe('committed');
      expect(await generation.get('things', 'k1')).toEqual({ as: 'parked' });
      expect(rightOf(await generation.commit(changesOf(9, 10), at(9), at(10))())).toBe('committed');
      expect(await generation.get('things', 'k1')).toEqual(documentOf(1, 10));
      await store.close();
    });
  });
});
