import { acceptanceStatus } from '../../contracts/states/requirement-status';
import { accepted, invalidAt, refused } from './support/expectations';
import { given, stateOf } from './support/story';
import { correction, type Happened, recordOf } from './support/tell';
import {
  ALL_YEAR,
  amended,
  fromAbove,
  green,
  issued,
  issuedIndicator,
  reported,
  REQUIREMENT,
  SCALE,
  told,
  world,
} from './support/world';

const accepts = (version: number, on = '2031-03-10'): Happened => told('accepted', { version }, { on });

describe('accepting', () => {
  test('is for the addressee alone (I104)', () => {
    given(...world, issued())
      .when(accepts(1))
      .then(accepted);
    for (const by of ['helse-solheim', 'fjordheim', 'departementet'])
      given(...world, issued())
        .when(told('accepted', { version: 1 }, { by }))
        .then(refused('I104', { expected: 'granvik, to which it is addressed' }));
  });

  test('names the text that stands, else both texts are shown', () => {
    given(...world, issued(), amended())
      .when(accepts(2, '2031-05-02'))
      .then(accepted);
    given(...world, issued(), amended())
      .when(accepts(1, '2031-05-02'))
      .then(
        refused('text-version-not-current', {
          at: '/data/version',
          expected: 'version 2',
          extra: {
            named: { version: 1, text: 'Øve beredskapsplanen med kommunene i opptaksområdet.' },
            current: { version: 2, text: 'Øve beredskapsplanen med alle kommunene.' },
          },
        }),
      );
  });

  test('of a text before it was amended is taken late, and superseded already', () => {
    given(...world, issued(), amended())
      .when(accepts(1, '2031-04-30'))
      .then(accepted);
    const state = stateOf('requirement', REQUIREMENT, [issued(), amended(), accepts(1, '2031-04-30')]);
    expect(acceptanceStatus(state)).toBe('superseded');
  });

  test('of a text that was not there yet is refused', () => {
    given(...world, issued())
      .when(accepts(2))
      .then(refused('text-version-not-current', { extra: { named: null } }));
    given(...world, issued(), amended())
      .when(accepts(2, '2031-04-30'))
      .then(refused('text-version-not-current', { detail: 'stood at version 1' }));
  });
});

describe('saying who is responsible', () => {
  test('names a unit, a person, or both', () => {
    given(...world, issued())
      .when(told('responsible-assigned', { unit: 'klinikk', person: 'p-1a' }))
      .then(accepted);
    given(...world, issued())
      .when(told('responsible-assigned'))
      .then(invalidAt('/data'));
  });
});

describe('questions and answers', () => {
  const answer = reported();
  const pairs = [
    [
      told('clarification-asked', { question: 'q1', text: 'Gjelder det?' }),
      fromAbove('clarification-given', { question: 'q1', text: 'Ja.' }),
    ],
    [
      fromAbove('status-asked', { question: 'q1', text: 'Hvordan går det?' }),
      told('status-given', { question: 'q1', text: 'Bra.', status: green }),
    ],
    [
      fromAbove('report-question-asked', { question: 'q1', answer: recordOf(answer), text: 'Hvilke?' }),
      told('report-question-answered', { question: 'q1', text: 'To.' }),
    ],
  ] as const;

  test.each(pairs.map(([asked, given]) => [asked.what, given.what, asked, given] as const))(
    '%s comes before %s, once',
    (_asked, _given, question, reply) => {
      given(...world, issued(), answer)
        .when(question)
        .then(accepted);
      given(...world, issued(), answer, question)
        .when(reply)
        .then(accepted);
      given(...world, issued(), answer)
        .when(reply)
        .then(invalidAt('/data/question'));
      given(...world, issued(), answer, question)
        .when({ ...question, id: 'again' })
        .then(invalidAt('/data/question', { expected: 'of its own' }));
    },
  );

  test('a question of one kind is not answered by another', () => {
    given(...world, issued(), pairs[0][0])
      .when(told('status-given', { question: 'q1', text: 'Bra.' }))
      .then(invalidAt('/data/question'));
  });

  test('a question on a report names an answer that stands', () => {
    const about = (record: string) =>
      fromAbove('report-question-asked', { question: 'r1', answer: record, text: 'Hvilke?' });
    given(...world, issued(), answer)
      .when(about(recordOf(issued())))
      .then(invalidAt('/data/answer'));
    const mended = correction(answer, { replacement: { ...answer.data, text: 'Planen er øvd to ganger.' } });
    given(...world, issued(), answer, mended)
      .when(about(recordOf(mended)))
      .then(accepted);
    given(...world, issued(), answer, correction(answer, 'annulled'))
      .when(about(recordOf(answer)))
      .then(invalidAt('/data/answer'));
  });

  test('a status that is given lies on a published scale', () => {
    given(...world, issued(), pairs[1][0])
      .when(told('status-given', { question: 'q1', text: 'Bra.', status: { ...green, version: 2 } }))
      .then(invalidAt('/data/status', { expected: 'published' }));
  });
});

describe('reporting', () => {
  test('is for the addressee alone (I104)', () => {
    given(...world, issued())
      .when(reported())
      .then(accepted);
    given(...world, issued())
      .when(reported({}, { by: 'helse-solheim' }))
      .then(refused('I104'));
  });

  test('uses a step of a published scale', () => {
    given(...world, issued())
      .when(reported({ status: { ...SCALE, value: 'purple' } }))
      .then(invalidAt('/data/status', { expected: 'one of green, yellow, red' }));
    given(...world, issued())
      .when(reported({ status: { scale: 'stars', version: 1, value: 'five' } }))
      .then(invalidAt('/data/status', { expected: 'a published status scale' }));
    given(...world, issued())
      .when(reported({ forecast: { status: { ...SCALE, value: 'purple' }, text: 'Usikkert' } }))
      .then(invalidAt('/data/forecast/status'));
    given(...world, issued())
      .when(reported({ forecast: { status: green, text: 'I mål' } }))
      .then(accepted);
  });

  test.each(['measured', 'baseline-set'])('%s is for indicators', what => {
    const value = { state: 'set', value: '12' };
    const event = told(what, what === 'measured' ? { period: ALL_YEAR, value } : { year: 2030, value });
    given(...world, issuedIndicator())
      .when(event)
      .then(accepted);
    given(...world, issued())
      .when(event)
      .then(refused('lifecycle', { expected: 'an indicator' }));
  });
});
