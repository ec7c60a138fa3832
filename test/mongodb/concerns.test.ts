import { BSON, type CommandStartedEvent, Db } from 'mongodb';
import { discardViewStore, openViewStore } from '../../projections';
import { connectMongo } from '../../services/mongodb';
import { hash, opened as openedContent } from '../content/content-suite';
import { rightOf } from '../projections/support';
import { entry, opened as openedReads } from '../read-log/support';
import { aroundMethod } from '../support/around-method';
import { commandsInto } from '../support/commands';
import { describeWithMongo, newDatabase, type TestDatabase } from '../support/mongodb';
import { opened as openedRegister, person } from '../vault/persons-suite';
import { at, changesOf, SPECS } from '../view-store/steps';

/** Adds, changes, reads and takes away, by every way there is. */
const STORES = {
  async views(uri: string) {
    const store = rightOf(await openViewStore(uri)());
    const generation = rightOf(await store.open('v1', SPECS)());
    rightOf(await generation.commit(changesOf(0, 8), undefined, at(8))());
    rightOf(await store.promote('v1')());
    rightOf(await generation.commit(changesOf(8, 16), at(8), at(16))());
    rightOf(await generation.find('things', { limit: 1 })());
    await generation.get('things', 'k1');
    rightOf(await store.open('v2', SPECS)());
    rightOf(await store.drop('v2')());
    await store.close();
    rightOf(await discardViewStore(uri)());
  },
  async originals(uri: string) {
    const content = await openedContent(uri);
    const bytes = Buffer.from('Krav til helseforetaket');
    rightOf(await content.put(bytes)());
    rightOf(await content.get(hash(bytes))());
    rightOf(await content.erase(hash(bytes))());
    await content.close();
  },
  async persons(uri: string) {
    const register = await openedRegister(uri);
    rightOf(await register.put(person('p-1', 'Kari Nordmann'))());
    rightOf(await register.put(person('p-1', 'Kari Holm'))());
    rightOf(await register.get(['p-1'])());
    rightOf(await register.list({ limit: 1 })());
    await register.erase([person('p-1', 'Kari Holm').id])();
    await register.close();
  },
  async reads(uri: string) {
    const log = await openedReads(uri);
    for (const read of [entry(), entry()]) rightOf(await log.append([read])());
    rightOf(await log.list({ order: 'newest-first', limit: 1, status: 200 })());
    rightOf(await log.forget('2040-01-01T00:00:00.000Z')());
    await log.close();
  },
};

const WRITES = ['insert', 'update', 'delete', 'findAndModify', 'create', 'createIndexes', 'drop'];
const READS = ['find', 'aggregate', 'count', 'distinct'];
/** Those that change and read nothing of ours, and those that go on with a read. */
const OTHERS = [
  'hello',
  'buildinfo',
  'listCollections',
  'listIndexes',
  'getMore',
  'killCursors',
  'endSessions',
];

const LOOSE = 'w=1&journal=false&readPreference=secondaryPreferred&readConcernLevel=local';

describeWithMongo('What the stores in MongoDB demand of it', () => {
  let database: TestDatabase;
  let free: (() => void)[];
  const sent: CommandStartedEvent[] = [];
  beforeEach(() => {
    database = newDatabase();
    free = [commandsInto(sent)];
  });
  afterEach(async () => {
    free.forEach(each => each());
    sent.length = 0;
    await database.drop();
  });

  /** What the server says of itself; whatever it does say, and to us alone. */
  const calledBy = (said: object): void =>
    void free.push(
      aroundMethod(Db.prototype, 'command', async call => {
        const answer = BSON.EJSON.serialize(await call());
        return { ...answer, setName: undefined, msg: undefined, ...said };
      }),
    );
  const loose = (): string => `${database.uri}${database.uri.includes('?') ? '&' : '?'}${LOOSE}`;
  const commands = (names: readonly string[]): CommandStartedEvent[] =>
    sent.filter(({ commandName }) => names.includes(commandName));

  it.each(Object.entries(STORES))('is that a majority has every write on disk (%s)', async (_, use) => {
    await use(loose());
    const writes = commands(WRITES);
    expect(writes.map(each => each.commandName)).toEqual(expect.arrayContaining(['insert', 'update']));
    for (const { command } of writes)
      expect(command).toMatchObject({ writeConcern: { w: 'majority', j: true } });
    const known = [...WRITES, ...READS, ...OTHERS];
    expect(sent.map(each => each.commandName).filter(name => !known.includes(name))).toEqual([]);
  });

  it.each(Object.entries(STORES))('is to read what a majority has, from the leader (%s)', async (_, use) => {
    calledBy({ setName: 'rs0' });
    await use(loose());
    const reads = commands(READS);
    expect(reads.length).toBeGreaterThan(1);
    for (const { command } of reads) expect(command).toMatchObject({ readConcern: { level: 'majority' } });
    for (const { command } of sent) expect(command).not.toHaveProperty('$readPreference');
  });

  it.each([
    ['member of a replica set', { setName: 'rs0' }, 'majority'],
    ['router of a sharded cluster', { msg: 'isdbgrid' }, 'majority'],
    ['single server', {}, 'local'],
  ])('fits a %s', async (_, said, level) => {
    calledBy(said);
    const connection = rightOf(await connectMongo(loose())());
    const { readPreference, readConcern } = connection.db.collection('any');
    expect([readPreference?.mode, readConcern?.level]).toEqual(['primary', level]);
    await connection.close();
  });
});
