import fc from 'fast-check';
import { canonicalJson } from '../../contracts/json/canonical';
import type { EventLog, NewEntry } from '../../services/event-log';
import { openEventStoreLog } from '../../services/event-log/eventstoredb';
import { addressOf } from '../../services/event-log/eventstoredb/address';
import { Door } from '../../services/event-log/eventstoredb/door';
import { type EventStorePlace, eventStorePlace, ownNode, type Server } from './eventstoredb-place';
import {
  appended,
  defined,
  entries,
  entry,
  idsOf,
  only,
  readEverything,
  readOne,
  refused,
} from './suite/support';

let node: Server;
beforeAll(async () => {
  node = await ownNode();
});
afterAll(() => node.close());

let place: EventStorePlace;
let log: EventLog;
beforeEach(async () => {
  place = eventStorePlace(node.uri);
  log = await place.open();
});
afterEach(() => place.dispose());

/** As lifecycle writes them: canonical JSON, metadata that carries the id. */
const record = (id: string, data: unknown, more: object = {}): NewEntry => ({
  id,
  type: 'no.kravspor.test.happened.v1',
  data: canonicalJson(data),
  metadata: canonicalJson({ id, ...more }),
});

/** A key that a machine could take for an index has no canonical place, and is refused at the door. */
function isCanonical(value: unknown): boolean {
  try {
    canonicalJson(value);
    return true;
  } catch {
    return false;
  }
}

const ID = '3b0f8c0a-6a55-4b6f-9c62-0d5f0a4f6f01';

describe('what lies on the server', () => {
  /** All that the official client's own reads see of a stream of this place. */
  async function seenByClient(stream: string) {
    const client = new Door(addressOf(node.uri), { interval: 10_000, timeout: 5_000 });
    try {
      const found = [];
      for await (const { event } of client.readAll()) {
        if (event?.streamId.endsWith(`.${stream}`) === true) found.push(event);
      }
      return found;
    } finally {
      await client.shut();
    }
  }

  test('a record is JSON in data and metadata, under its own type', async () => {
    await appended(log, 'seen', 'none', record(ID, { sum: '12.50' }, { actor: 'x' }));
    expect(only(await seenByClient('seen'))).toMatchObject({
      isJson: true,
      type: 'no.kravspor.test.happened.v1',
      data: { sum: '12.50' },
      metadata: { id: ID, actor: 'x' },
    });
  });

  test('what is not JSON is told to be something else', async () => {
    await appended(log, 'plain', 'none', entry(ID, 'not JSON'));
    const { isJson, metadata } = only(await seenByClient('plain'));
    expect(isJson).toBe(false);
    expect(metadata).toMatchObject({ id: ID });
  });

  test('the server is never given the same id twice, be it for another body or the same once more', async () => {
    const one = record(ID, {});
    await appended(log, 'x', 'none', one);
    await appended(log, 'y', 'none', one);
    await appended(log, 'z', 'none', record(ID, { other: true }));
    const seen = (await Promise.all(['x', 'y', 'z'].map(seenByClient))).flat().map(event => event.id);
    expect(new Set(seen).size).toBe(3);
    expect(seen).not.toContain(ID);
  });
});

describe('bytes', () => {
  const same = async (one: NewEntry, stream: string): Promise<void> => {
    await appended(log, stream, 'none', one);
    expect(only(await readOne(log, stream))).toMatchObject(one);
  };

  test('canonical JSON comes back byte for byte, as data and as metadata', async () => {
    let n = 0;
    await fc.assert(
      fc.asyncProperty(fc.jsonValue().filter(isCanonical), fc.uuid(), async (value, id) => {
        await same(record(id, value, { value }), `s-${(n += 1)}`);
      }),
      { numRuns: 60 },
    );
  });

  test('so does any storable text, whatever it looks like', async () => {
    let n = 0;
    const text = fc.string({ unit: 'grapheme' }).filter(one => !one.includes('\0'));
    await fc.assert(
      fc.asyncProperty(text, text, fc.uuid(), async (data, metadata, id) => {
        await same({ id, type: 'x', data, metadata }, `t-${(n += 1)}`);
      }),
      { numRuns: 60 },
    );
  });

  test.each([
    '[1e+21,0.1,5e-324,0,9007199254740993]',
    '{"1":1,"10":10,"2":2}',
    '-0',
    '"\u2028\u2029 æøå 👩🏽‍⚕️"',
    '{"__proto__":1,"id":null}',
    '',
  ])('%j', async text => {
    await same({ id: ID, type: 'x', data: text, metadata: text }, 'one');
  });

  test('metadata that looks like what the adapter wraps others in comes back as it was', async () => {
    const metadata = JSON.stringify({ id: ID, kravsporMetadata: 'inner' });
    await same({ id: ID, type: 'x', data: '{}', metadata }, 'one');
    await same({ id: ID, type: 'x', data: '{}', metadata: `{"id":"another"}` }, 'two');
  });
});

describe('several instances', () => {
  let other: EventLog;
  beforeEach(async () => {
    other = await place.open();
  });

  test('the same append by another is refused by its revision, not taken for a repeat', async () => {
    const one = record(ID, {});
    await appended(log, 'a', 'none', one);
    expect(await refused(other, 'a', 'none', one)).toMatchObject({ kind: 'wrong-revision', actual: 0 });
    expect(await readOne(other, 'a')).toHaveLength(1);
  });

  test('another body under an id that another has used is refused at the right revision', async () => {
    const kind = { kind: 'id-reused', stream: 'a', id: ID };
    await appended(log, 'a', 'none', entry());
    expect(await readOne(other, 'a')).toHaveLength(1);
    await appended(log, 'a', 0, record(ID, { first: true }));
    expect(await refused(other, 'a', 1, record(ID, { second: true }))).toEqual(kind);
    expect(await refused(await place.open(), 'a', 1, record(ID, { third: true }))).toEqual(kind);
  });

  test('of many who append to one revision through several instances one wins', async () => {
    await appended(log, 'a', 'none', entry());
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, n) => (n % 2 === 0 ? log : other).append('a', 0, [entry()])()),
    );
    expect(outcomes.filter(outcome => outcome._tag === 'Right')).toHaveLength(1);
    expect(await readOne(log, 'a')).toHaveLength(2);
  });

  test('what one appends the other hears of', async () => {
    const heard = new Promise(resolve => {
      const listening = other.tail.subscribe(position => {
        listening.unsubscribe();
        resolve(position);
      });
    });
    const done = await appended(log, 'a', 'none', ...entries(3));
    expect(await heard).toBe(done.positions[2]);
  });
});

describe('the count', () => {
  test('goes on from what is known, where an entry lies exactly there', async () => {
    await appended(log, 'a', 'none', ...entries(5));
    const third = defined((await readEverything(log))[2]);
    const known = { count: 103, position: third.position };
    expect((await (await place.openWith({ known })).head())?.count).toBe(105);
  });

  test('starts from the beginning where what is known is of another log', async () => {
    const elsewhere = eventStorePlace(node.uri);
    const strange = await appended(await elsewhere.open(), 'a', 'none', entry());
    await appended(log, 'a', 'none', ...entries(5));
    const known = { count: 103, position: defined(strange.positions[0]) };
    expect((await (await place.openWith({ known })).head())?.count).toBe(5);
    await elsewhere.dispose();
  });

  test('is shared by those who ask together, and right for each', async () => {
    await appended(log, 'a', 'none', ...entries(3));
    const heads = Promise.all(Array.from({ length: 10 }, () => log.head()));
    await appended(log, 'a', 2, entry());
    const after = await log.head();
    expect(after?.count).toBe(4);
    for (const head of await heads) expect([3, 4]).toContain(head?.count);
  });
});

test('streams of the server are none of ours, neither to read nor to write', async () => {
  const whole = await openEventStoreLog(node.uri, { create: true })();
  if (whole._tag === 'Left') throw new Error(whole.left.message);
  try {
    await expect(whole.right.append('$ours', 'none', [entry()])()).rejects.toThrow(/no name of a stream/);
    await expect(whole.right.append('', 'none', [entry()])()).rejects.toThrow(TypeError);
    await appended(log, 'a', 'none', ...entries(2));
    const all = await readEverything(whole.right);
    expect(all.every(one => !one.stream.startsWith('$'))).toBe(true);
    expect(idsOf(all).slice(-2)).toEqual(idsOf(await readEverything(log)));
  } finally {
    await whole.right.close();
  }
});
