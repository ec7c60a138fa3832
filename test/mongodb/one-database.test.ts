import { createHash } from 'node:crypto';
import { isLeft } from 'fp-ts/Either';
import type { Sha256 } from '../../contracts/primitives';
import { discardViewStore, openViewStore } from '../../projections';
import { openContent } from '../../services/content';
import { connectMongo } from '../../services/mongodb';
import { openReadLog } from '../../services/read-log';
import { openPersonRegister } from '../../services/vault';
import { rightOf } from '../projections/support';
import { describeWithMongo, newDatabase, type TestDatabase } from '../support/mongodb';
import { opened as openedContent } from '../content/content-suite';
import { entry } from '../read-log/support';
import { opened as openedRegister, person } from '../vault/persons-suite';

const BYTES = Buffer.from('Krav til helseforetaket');
const HASH = createHash('sha256').update(BYTES).digest('hex') as Sha256;

type Part = 'views' | 'originals' | 'persons' | 'reads';

/** Opens a part and writes something to it. */
async function begin(part: Part, uri: string): Promise<void> {
  switch (part) {
    case 'views':
      return rightOf(await openViewStore(uri)()).close();
    case 'originals': {
      const content = await openedContent(uri);
      rightOf(await content.put(BYTES)());
      return content.close();
    }
    case 'persons': {
      const register = await openedRegister(uri);
      rightOf(await register.put(person('p-1', 'Kari Nordmann'))());
      return register.close();
    }
    case 'reads': {
      const log = rightOf(await openReadLog(uri)());
      rightOf(await log.append([entry()])());
      return log.close();
    }
  }
}

describeWithMongo('one database for views, originals, persons and reads', () => {
  let database: TestDatabase;
  beforeEach(() => {
    database = newDatabase();
  });
  afterEach(() => database.drop());

  async function names(): Promise<readonly string[]> {
    const connection = rightOf(await connectMongo(database.uri)());
    const found = await connection.db.listCollections({}, { nameOnly: true }).toArray();
    await connection.close();
    return found.map(({ name }) => name).sort();
  }

  it.each<readonly [string, readonly Part[]]>([
    ['views first', ['views', 'originals', 'persons', 'reads']],
    ['views last', ['reads', 'persons', 'originals', 'views']],
    ['views in between', ['originals', 'reads', 'views', 'persons']],
  ])('is shared, %s, and shared again', async (_, parts) => {
    for (const part of [...parts, ...parts]) await begin(part, database.uri);
    expect((await names()).filter(name => !name.startsWith('kravspor.'))).toEqual([]);
  });

  it('keeps the others when the views are discarded', async () => {
    const { uri } = database;
    for (const part of ['originals', 'persons', 'reads'] as const) await begin(part, uri);
    const before = await names();
    await begin('views', uri);
    rightOf(await discardViewStore(uri)());
    expect(await names()).toEqual(before);
    const content = rightOf(await openContent(uri)());
    expect(Buffer.from(rightOf(await content.get(HASH)()) ?? [])).toEqual(BYTES);
    await content.close();
    const register = rightOf(await openPersonRegister(uri)());
    expect(isLeft(await register.get(['p-1'])())).toBe(false);
    expect(rightOf(await register.get(['p-1'])()).get('p-1')).toMatchObject({ name: 'Kari Nordmann' });
    await register.close();
    await begin('views', uri);
  });
});
