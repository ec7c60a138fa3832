import { DOCUMENT, decided, draft, item, published } from './support/documents';
import { openPlace, type Place, problemOf, receiptOf } from './support/place';
import { keyOf } from './support/people';
import { cloudEvent, type Happened, recordOf } from './support/tell';
import { amended, fromAbove, issued, reported, REQUIREMENT, told, world } from './support/world';

let place: Place;
beforeEach(async () => {
  place = await openPlace();
  await place.tell(...world);
});
afterEach(() => place.dispose());

const STREAM = `requirement-${REQUIREMENT}`;
const received = (id: string): Happened => told('received', { note: id }, { id });
const countOf = async (): Promise<number> => (await place.records()).length;

describe('an accepted event', () => {
  test('is a record with what it was decided on', async () => {
    const receipt = receiptOf(await place.send(issued({}, { id: 'e1' })));
    const [record] = await place.records(STREAM);
    expect(receipt).toMatchObject({ id: record?.meta.id, stream: STREAM, revision: 0, again: false });
    expect(record?.event).toEqual(cloudEvent(issued({}, { id: 'e1' })));
    expect(record?.meta).toMatchObject({
      id: recordOf(issued({}, { id: 'e1' })),
      stream: STREAM,
      revision: 0,
      recordedAt: '2033-01-01T10:00:00.000Z',
      actor: 'local-operator',
      credential: 'local',
      facts: {
        now: '2033-01-01T10:00:00.000Z',
        streams: [
          { stream: 'organisations', revision: 5 },
          { stream: 'log', revision: 0 },
        ],
      },
    });
  });

  test('is in the log, and a refused one leaves no trace', async () => {
    const before = await countOf();
    problemOf(await place.send(reported()));
    problemOf(await place.send({ ...cloudEvent(issued()), colour: 'red' }));
    expect(await countOf()).toBe(before);
    await place.tell(issued(), reported());
    expect(await countOf()).toBe(before + 2);
  });
});

describe('the same event again', () => {
  const event = (): Happened => issued({}, { id: 'once' });

  test('gives the first answer again, and is stored once', async () => {
    const [first] = await place.tell(event(), received('r1'));
    const again = receiptOf(await place.send(event()));
    expect(again).toEqual({ ...first, again: true });
    expect(await place.records(STREAM)).toHaveLength(2);
  });

  test('is known whatever its traceparent, the order of its keys, and the time since', async () => {
    const [first] = await place.tell(event());
    place.setClock('2034-01-01T00:00:00Z');
    const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
    const turned = Object.fromEntries(Object.entries(cloudEvent(event())).reverse());
    for (const body of [{ ...cloudEvent(event()), traceparent, tracestate: 'a=1' }, turned])
      expect(receiptOf(await place.send(body))).toEqual({ ...first, again: true });
  });

  test('is known before any If-Match is looked at', async () => {
    const [first] = await place.tell(event(), received('r1'));
    expect(receiptOf(await place.send(event(), { ifMatch: 77 }))).toEqual({ ...first, again: true });
  });

  test('with another body is refused with what differs', async () => {
    await place.tell(event());
    const other = { ...event(), data: { ...event().data, text: 'Noe annet.' } };
    expect(problemOf(await place.send(other))).toMatchObject({
      problem: 'id-reused',
      extra: {
        record: recordOf(event()),
        differs: [
          {
            pointer: '/data/text',
            a: '"Øve beredskapsplanen med kommunene i opptaksområdet."',
            b: '"Noe annet."',
          },
        ],
      },
    });
    expect(await place.records(STREAM)).toHaveLength(1);
  });

  test('is another event from another source, or in another stream', async () => {
    await place.tell(event());
    expect(
      problemOf(await place.send({ ...cloudEvent(event()), source: 'https://other.example' })),
    ).toMatchObject({
      rule: 'I111',
    });
    receiptOf(await place.send(issued({}, { id: 'once' }, 'fjordheim.k1')));
  });

  test('is told to nobody who may not know the stream', async () => {
    await place.tell(event());
    const stranger = keyOf('fjordheim', 'issuer');
    expect(problemOf(await place.send(event(), { as: stranger }))).toMatchObject({ problem: 'not-found' });
  });
});

describe('If-Match', () => {
  test('is honoured wherever it is given, and a conflict tells both revisions', async () => {
    await place.tell(issued());
    expect(problemOf(await place.send(received('r1'), { ifMatch: 3 }))).toMatchObject({
      problem: 'revision-conflict',
      extra: { expectedRevision: 3, actualRevision: 0 },
    });
    expect(receiptOf(await place.send(received('r1'), { ifMatch: 0 })).revision).toBe(1);
    expect(problemOf(await place.send(received('r2'), { ifMatch: 0 }))).toMatchObject({
      extra: { expectedRevision: 0, actualRevision: 1 },
    });
  });

  test('is required for decisions on drafts, and is then that of the item', async () => {
    await place.tell(...draft(item('i1'), item('i2')));
    const first = decided('item-promoted', { kind: 'task' }, 'i1');
    expect(problemOf(await place.send(first))).toMatchObject({
      problem: 'precondition-required',
      extra: { actualRevision: 1 },
    });
    expect(receiptOf(await place.send(first, { ifMatch: 1 })).revision).toBe(4);
    const second = decided('item-promoted', { kind: 'task' }, 'i2');
    expect(receiptOf(await place.send(second, { ifMatch: 2 })).revision).toBe(5);
    expect(problemOf(await place.send(decided('item-demoted', {}, 'i1'), { ifMatch: 1 }))).toMatchObject({
      problem: 'revision-conflict',
      extra: { expectedRevision: 1, actualRevision: 4 },
    });
  });

  test('is required for a publication, and is then that of the document', async () => {
    await place.tell(...draft(item('i1')));
    expect(problemOf(await place.send(published()))).toMatchObject({ problem: 'precondition-required' });
    expect(problemOf(await place.send(published(), { ifMatch: 1 }))).toMatchObject({
      problem: 'revision-conflict',
    });
    expect(receiptOf(await place.send(published(), { ifMatch: 2 })).stream).toBe(`document-${DOCUMENT}`);
  });

  test('of a stream that is not there matches nothing', async () => {
    expect(problemOf(await place.send(issued(), { ifMatch: 0 }))).toMatchObject({
      extra: { expectedRevision: 0, actualRevision: null },
    });
  });
});

describe('two doors before one log', () => {
  test('decide anew when the other was first', async () => {
    const other = place.anotherDoor();
    await place.tell(issued());
    await other.read('requirement', STREAM);
    await place.tell(received('r1'));
    expect(receiptOf(await place.send(received('r2'), { through: other })).revision).toBe(2);
    expect(receiptOf(await place.send(received('r3'))).revision).toBe(3);
  });

  test('refuse nothing on what they only remember', async () => {
    const other = place.anotherDoor();
    expect(problemOf(await place.send(reported(), { through: other }))).toMatchObject({ rule: 'I103' });
    await place.tell(issued());
    receiptOf(await place.send(reported(), { through: other }));
    const fresh = fromAbove('amended', amended().data, { on: '2031-05-01' });
    await place.tell(fresh);
    receiptOf(await place.send(told('accepted', { version: 2 }, { on: '2031-06-01' }), { through: other }));
  });

  test('refuse nothing on a register they only remember', async () => {
    const other = place.anotherDoor();
    const late = issued({}, {}, 'breidal.k1');
    expect(problemOf(await place.send(late, { through: other }))).toMatchObject({ rule: 'I104' });
    const breidal = { name: 'Breidal sykehus HF', kind: 'trust', parent: 'helse-solheim' };
    const registered = { ...world[0], subject: 'breidal', data: breidal, id: 'breidal' };
    receiptOf(await place.send(registered));
    receiptOf(await place.send(late, { through: other }));
  });

  test('know what the other took, whatever If-Match says', async () => {
    const other = place.anotherDoor();
    await place.tell(issued());
    await other.read('requirement', STREAM);
    const [first] = await place.tell(received('r1'));
    expect(receiptOf(await place.send(received('r1'), { through: other, ifMatch: 0 }))).toEqual({
      ...first,
      again: true,
    });
    expect(problemOf(await place.send(received('r2'), { through: other, ifMatch: 0 }))).toMatchObject({
      problem: 'revision-conflict',
      extra: { expectedRevision: 0, actualRevision: 1 },
    });
  });

  test('store everything once when both write at once', async () => {
    const other = place.anotherDoor();
    await place.tell(issued());
    const outcomes = await Promise.all(
      Array.from({ length: 40 }, (_, i) =>
        place.send(received(`r${i % 20}`), { through: i < 20 ? place.door : other }),
      ),
    );
    const stored = outcomes.map(receiptOf);
    expect(new Set(stored.map(r => r.id)).size).toBe(20);
    const records = await place.records(STREAM);
    expect(records.map(r => r.meta.revision)).toEqual(Array.from({ length: 21 }, (_, i) => i));
  });
});

test('a stream whose bytes are not what was written is decided on by nobody', async () => {
  await place.tell(issued());
  const stranger = { id: recordOf(received('x')), type: 'x', data: '{}', metadata: '{}' };
  await place.log.append(STREAM, 0, [stranger])();
  await expect(place.send(received('r1'), { through: place.anotherDoor() })).rejects.toThrow(STREAM);
});
