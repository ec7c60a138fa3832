import { isLeft, isRight } from 'fp-ts/Either';
import { describeCatalogue } from '../../contracts/catalogue/catalogue';
import { canonicalJson } from '../../contracts/json/canonical';
import { receive } from '../../services/lifecycle/receive';
import { cloudEvent, tell } from './support/tell';
import { issued, reported } from './support/world';

const sound = cloudEvent(reported());
const problemOf = (value: unknown, at?: string) => {
  const received = receive(value, at);
  if (isLeft(received)) return received.left;
  throw new Error('it was taken');
};
const pointersOf = (value: unknown, at?: string) => problemOf(value, at).errors?.map(e => e.pointer);

test('every example of the catalogue is well-formed for a subject of its family', () => {
  const subjects: Readonly<Record<string, string>> = {
    log: 'log',
    organisations: 'granvik',
    access: 'k1',
    document: 'helse-solheim.sr-2031',
    requirement: 'granvik.k1',
    report: 'granvik.annual.2031.1',
    calendar: 'helse-solheim.2031',
    'follow-ups': '5f0c8d6e-6d0b-5a53-8f7e-0d6f2a1b9c3d',
  };
  for (const { family, what, type, example } of describeCatalogue()) {
    const subject = subjects[family] ?? '';
    const received = receive({
      ...cloudEvent(tell(family, subject, what, {}, { by: 'granvik' })),
      data: example,
    });
    expect([type, isRight(received)]).toEqual([type, true]);
    expect(
      receive({
        ...cloudEvent(tell(family, 'No.Such.Subject.At.All', what, {}, { by: 'granvik' })),
        data: example,
      }),
    ).toMatchObject({
      left: { problem: 'invalid-event', errors: [{ pointer: '/subject' }] },
    });
  }
});

test('the bytes are the event in canonical form, and the id comes of stream, source and id', () => {
  const received = receive(sound);
  const again = receive({ ...sound, time: '2031-01-01T00:00:00Z' });
  const elsewhere = receive(cloudEvent({ ...reported(), subject: 'fjordheim.k1', id: 'same' }));
  if (isLeft(received) || isLeft(again) || isLeft(elsewhere)) throw new Error('refused');
  expect(received.right.bytes).toBe(canonicalJson(sound));
  expect(again.right.id).toBe(received.right.id);
  expect(elsewhere.right.id).not.toBe(received.right.id);
});

describe('what is malformed is told with its place', () => {
  test('in the envelope', () => {
    expect(pointersOf({ ...sound, colour: 'red' })).toEqual(['/colour']);
    expect(pointersOf({ ...sound, time: '2031-02-30T10:00:00Z' }, '/7')).toEqual(['/7/time']);
    const { organisation: _, ...nobodys } = { organisation: '', ...sound };
    expect(pointersOf(nobodys)).toEqual(['/organisation']);
    expect(pointersOf('text')).toEqual(['']);
    expect(pointersOf({ ...sound, data: undefined })).toContain('/data');
  });

  test('in the data, every flaw', () => {
    const problem = problemOf(
      { ...sound, data: { period: { year: 31, months: [13] }, colour: 'red' } },
      '/2',
    );
    expect(problem).toMatchObject({ problem: 'invalid-event', detail: expect.stringContaining('reported') });
    expect(problem.errors?.map(e => e.pointer).sort()).toEqual([
      '/2/data/colour',
      '/2/data/period/months/0',
      '/2/data/period/year',
      '/2/data/status',
      '/2/data/text',
    ]);
  });

  test('an unknown type or version, with those that are known', () => {
    for (const type of ['no.kravspor.requirement.reported.v2', 'no.kravspor.requirement.celebrated.v1'])
      expect(problemOf({ ...sound, type }, '/1')).toMatchObject({
        problem: 'unknown-event-type',
        expected: expect.stringContaining('no.kravspor.requirement.reported.v1'),
        errors: [{ pointer: '/1/type' }],
      });
    expect(problemOf({ ...sound, type: 'no.kravspor.party.held.v1' })).toMatchObject({
      problem: 'unknown-event-type',
      expected: expect.stringContaining('GET /v1/catalogue'),
    });
  });
});

test('an event is at most 64 KiB in canonical form', () => {
  const attachment = { sha256: '12'.repeat(32), bytes: 1, mediaType: 'text/plain', title: 'Vedlegg' };
  const event = (address: number) =>
    cloudEvent(
      reported(
        {
          text: 'å'.repeat(20_000),
          evidence: Array.from({ length: 20 }, () => ({ ...attachment, address: 'x'.repeat(address) })),
        },
        { id: 'long' },
      ),
    );
  const spare = 64 * 1024 - Buffer.byteLength(canonicalJson(event(1)));
  const most = 1 + Math.floor(spare / 20);
  expect(isRight(receive(event(most)))).toBe(true);
  expect(problemOf(event(most + 1))).toMatchObject({ problem: 'too-large', expected: 'at most 65536 bytes' });
});

describe('graded content (I110)', () => {
  const secret = 'BEGRENSET\nPlanen for strømforsyningen';

  test('is refused wherever it stands, and never quoted', () => {
    const places: readonly (readonly [string, unknown])[] = [
      ['/data/text', { ...sound, data: { text: secret } }],
      ['/reason', { ...sound, reason: secret }],
      ['/3/data/deep/0/er', { data: { deep: [{ er: secret }] } }],
    ];
    for (const [pointer, value] of places) {
      const problem = problemOf(value, pointer.startsWith('/3') ? '/3' : '');
      expect(problem).toMatchObject({ problem: 'graded-content', rule: 'I110', errors: [{ pointer }] });
      expect(JSON.stringify(problem)).not.toContain('strømforsyning');
    }
  });

  test('is refused by its classification', () => {
    const problem = problemOf(cloudEvent(issued({ classification: { access: 'fortrolig' } })));
    expect(problem).toMatchObject({ rule: 'I110', errors: [{ pointer: '/data/classification/access' }] });
  });

  test('may be spoken of', () => {
    expect(
      isRight(receive(cloudEvent(reported({ text: 'Vi følger reglene for begrenset informasjon.' })))),
    ).toBe(true);
  });
});

test('a national id in any text is refused, and never quoted', () => {
  const problem = problemOf(cloudEvent(reported({ text: 'Pasienten 01010750160 ble hørt.' })));
  expect(problem).toMatchObject({ problem: 'national-id', errors: [{ pointer: '/data/text' }] });
  expect(JSON.stringify(problem)).not.toContain('0101075');
});
