import { isLeft } from 'fp-ts/Either';
import type { AppendError, EventLog } from '../../services/event-log';
import { openDoor, localOperator, systemClock } from '../../services/lifecycle';
import { draft, decided, item, published } from './support/documents';
import { openPlace, type Place, receiptOf, said, scanning } from './support/place';
import { at, cloudEvent, type Happened, tell } from './support/tell';
import { amended, fromAbove, issued, KEY, reported, REQUIREMENT, told, world } from './support/world';

const PARENT = 'helse-solheim.departementet-od-2031-i1';
const parent = tell(
  'requirement',
  PARENT,
  'issued',
  { ...issued().data, issuer: 'departementet' },
  { on: '2031-01-10', by: 'departementet' },
);

let place: Place;
beforeEach(async () => {
  place = await openPlace();
  await place.tell(...world);
});
afterEach(() => place.dispose());

const STREAM = `requirement-${REQUIREMENT}`;
const received = (id: string): Happened => told('received', { note: id }, { id });
const countOf = async (): Promise<number> => (await place.records()).length;

test('a batch with one malformed event is refused whole, with every place', async () => {
  const before = await countOf();
  const outcome = await place.sendAll([
    issued(),
    { ...cloudEvent(received('r1')), colour: 'red' },
    received('r2'),
    { ...cloudEvent(received('r3')), data: { note: 7 } },
  ]);
  expect(said(outcome)).toBe('invalid-event');
  expect(isLeft(outcome) && outcome.left.detail).toMatch(/^2 of the events/);
  expect(isLeft(outcome) && outcome.left.errors?.map(e => e.pointer)).toEqual(['/1/colour', '/3/data/note']);
  expect(await countOf()).toBe(before);
});

test('an empty batch stores nothing', async () => {
  expect(said(await place.sendAll([]))).toEqual([]);
});

describe('the items of a batch', () => {
  test('are stored in their order, each decided on those before it', async () => {
    expect(
      said(
        await place.sendAll([
          issued(),
          received('r1'),
          amended(),
          told('accepted', { version: 2 }, { on: '2031-06-01' }),
        ]),
      ),
    ).toEqual(['stored', 'stored', 'stored', 'stored']);
    const records = await place.records(STREAM);
    expect(records.map(r => r.event.type.split('.').at(-2))).toEqual([
      'issued',
      'received',
      'amended',
      'accepted',
    ]);
    expect(records.map(r => r.meta.revision)).toEqual([0, 1, 2, 3]);
  });

  test('have each its own outcome, and after a refused one the later ones of its stream have none', async () => {
    const other = issued({}, {}, `fjordheim.${KEY}`);
    expect(
      said(
        await place.sendAll([
          issued(),
          amended({ version: 7 }),
          received('r1'),
          other,
          received('r2'),
          { ...received('r3'), subject: other.subject, by: 'fjordheim' },
        ]),
      ),
    ).toEqual([
      'stored',
      'invalid-event',
      'earlier-item-refused',
      'stored',
      'earlier-item-refused',
      'stored',
    ]);
    expect(await place.records(STREAM)).toHaveLength(1);
  });

  test('may ask for nothing that needs If-Match', async () => {
    expect(said(await place.sendAll([...draft(item('i1')), published()]))).toEqual([
      'stored',
      'stored',
      'stored',
      'precondition-required',
    ]);
  });

  test('may rest on what an earlier item has told in another stream', async () => {
    const breidal = tell(
      'organisations',
      'breidal',
      'registered',
      { name: 'Breidal sykehus HF', kind: 'trust', parent: 'helse-solheim' },
      { by: 'departementet' },
    );
    const child = issued({ parent: { requirement: PARENT, cascade: 'verbatim' } }, {}, `breidal.${KEY}`);
    expect(said(await place.sendAll([breidal, parent, child]))).toEqual(['stored', 'stored', 'stored']);
    const [record] = await place.records(`requirement-${child.subject}`);
    expect(record?.meta.facts.streams).toEqual([
      { stream: 'organisations', revision: 6 },
      { stream: 'log', revision: 0 },
      { stream: `requirement-${PARENT}`, revision: 0 },
    ]);
  });

  test('may rest on which streams an earlier item has made', async () => {
    await place.tell(...draft(item('i1')));
    const effect = { kind: 'withdraws', key: KEY };
    const merged = tell(
      'organisations',
      'fjordheim',
      'merged',
      { into: 'granvik', from: '2032-01-01', reason: 'Vedtak' },
      { by: 'departementet' },
    );
    const laid = issued({}, {}, `fjordheim.${KEY}`);
    expect(said(await place.sendAll([laid, merged]))).toEqual(['stored', 'stored']);
    const facts = (await place.records('organisations')).at(-1)?.meta.facts.streams;
    expect(facts).toContainEqual({ stream: `requirement-${laid.subject}`, revision: 0 });
    const directed = await place.send(decided('item-directed', { effect }), { ifMatch: 1 });
    expect(receiptOf(directed).revision).toBe(3);
  });

  test('may say the same twice, and it is stored once', async () => {
    const outcome = await place.sendAll([issued(), received('same'), received('same'), received('r2')]);
    expect(said(outcome)).toEqual(['stored', 'stored', 'stored', 'stored']);
    if (isLeft(outcome)) throw new Error();
    const receipts = outcome.right.map(receiptOf);
    expect(receipts[2]).toEqual({ ...receipts[1], again: true });
    expect(receipts.map(r => r.revision)).toEqual([0, 1, 1, 2]);
    expect(await place.records(STREAM)).toHaveLength(3);
  });

  test('may not say two things under one id', async () => {
    const other = { ...received('same'), data: { note: 'noe annet' } };
    expect(said(await place.sendAll([issued(), received('same'), other]))).toEqual([
      'stored',
      'stored',
      'id-reused',
    ]);
  });

  test('sent again, whole or in part, are known', async () => {
    const items = [issued({}, { id: 'i' }), received('r1'), received('r2')];
    await place.sendAll(items.slice(0, 2));
    const again = await place.sendAll(items);
    if (isLeft(again)) throw new Error();
    expect(again.right.map(receiptOf).map(r => r.again)).toEqual([true, true, false]);
    expect(await place.records(STREAM)).toHaveLength(3);
  });
});

describe('a thousand items', () => {
  test('go to one stream', async () => {
    await place.tell(issued());
    const outcome = await place.sendAll(Array.from({ length: 1_000 }, (_, i) => received(`r${i}`)));
    if (isLeft(outcome)) throw new Error();
    expect(outcome.right.map(receiptOf).map(r => r.revision)).toEqual(
      Array.from({ length: 1_000 }, (_, i) => i + 1),
    );
  });

  test('go to a thousand streams', async () => {
    const items = Array.from({ length: 1_000 }, (_, i) => issued({}, {}, `granvik.k${i}`));
    expect(new Set(said(await place.sendAll(items)) as readonly string[])).toEqual(new Set(['stored']));
    expect(await countOf()).toBe(world.length + 1_000);
  });

  test('are parted into as many appends as their size asks for', async () => {
    await place.tell(issued());
    const items = Array.from({ length: 60 }, (_, i) =>
      reported({ text: 'å'.repeat(20_000) }, { id: `big${i}` }),
    );
    const outcome = await place.sendAll(items);
    if (isLeft(outcome)) throw new Error();
    expect(outcome.right.map(receiptOf).map(r => r.revision)).toEqual(
      Array.from({ length: 60 }, (_, i) => i + 1),
    );
  });
});

describe('where the log fails', () => {
  /** The same log, whose appends to one stream first do something else. */
  const failing = (stream: string, fail: (n: number) => AppendError | undefined): EventLog => {
    let n = 0;
    return Object.assign(Object.create(place.log) as EventLog, {
      append: (...[to, expected, entries]: Parameters<EventLog['append']>) => {
        const error = to === stream ? fail(n++) : undefined;
        return error === undefined
          ? place.log.append(to, expected, entries)
          : () => Promise.resolve({ _tag: 'Left', left: error });
      },
    });
  };
  const doorOf = (log: EventLog) =>
    openDoor({ log, clock: systemClock(() => Date.parse(at('2033-01-01'))), directory: scanning(log) });
  const sendThrough = (log: EventLog, events: readonly Happened[]) =>
    doorOf(log).submitBatch(events.map(cloudEvent), localOperator)();

  test('all items of the failed append are told so, and those after it in the stream are held back', async () => {
    const full: AppendError = { kind: 'no-space', detail: 'full' };
    const log = failing(`requirement-${PARENT}`, () => full);
    const by = 'helse-solheim';
    const child = issued({ parent: { requirement: PARENT, cascade: 'verbatim' } });
    const receivedAbove = (id: string): Happened => tell('requirement', PARENT, 'received', {}, { by, id });
    const other = issued({}, {}, 'fjordheim.k1');
    expect(
      said(await sendThrough(log, [parent, receivedAbove('r1'), child, receivedAbove('r2'), other])),
    ).toEqual(['no-space', 'no-space', 'I103', 'earlier-item-refused', 'stored']);
    expect(await countOf()).toBe(world.length + 1);
  });

  test('a conflict has each item decided anew, and after a refused one the later ones are held back', async () => {
    const meanwhile: AppendError = { kind: 'wrong-revision', stream: STREAM, expected: 'none', actual: 0 };
    await place.tell(issued());
    const log = failing(STREAM, n => (n === 0 ? meanwhile : undefined));
    expect(said(await sendThrough(log, [received('r1'), received('r2')]))).toEqual(['stored', 'stored']);
    const withdrawn = fromAbove('withdrawn', { reason: 'Feil' }, { on: '2031-02-02' });
    const door = place.anotherDoor();
    await door.read('requirement', STREAM);
    await place.tell(withdrawn);
    const items = [
      told('received', {}, { on: '2031-02-01', id: 'before' }),
      received('after'),
      received('held-back'),
    ];
    expect(said(await door.submitBatch(items.map(cloudEvent), localOperator)())).toEqual([
      'stored',
      'lifecycle',
      'earlier-item-refused',
    ]);
  });
});
