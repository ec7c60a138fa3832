import { latestAcceptance } from '../../contracts/states/requirement-status';
import { accepted, invalidAt, refused, turnedAway } from './support/expectations';
import { DOCUMENT, documentCalled, draft, item, published } from './support/documents';
import { keyOf } from './support/people';
import { given, stateOf } from './support/story';
import { correction, recordOf, tell } from './support/tell';
import {
  amended,
  fromAbove,
  issued,
  issuedIndicator,
  red,
  reported,
  REQUIREMENT,
  SCALE,
  told,
  world,
} from './support/world';

const answer = reported({}, { on: '2031-06-01' });
const replacement = { ...answer.data, status: red };
const story = [...world, issued(), answer];

describe('who may correct', () => {
  test('is whoever may send the corrected event (I104)', () => {
    given(...story)
      .when(correction(answer, { replacement }))
      .then(accepted);
    given(...story)
      .when(correction(answer, 'annulled'))
      .then(accepted);
    for (const by of ['helse-solheim', 'fjordheim'])
      given(...story)
        .when(correction(answer, { replacement }, { by }))
        .then(refused('I104'));
    const extended = fromAbove('deadline-extended', { due: '2031-12-01', reason: 'Forsinket' });
    given(...story, extended)
      .when(correction(extended, 'annulled'))
      .then(accepted);
    given(...story, extended)
      .when(correction(extended, 'annulled', { by: 'granvik' }))
      .then(refused('I104'));
  });

  test('has the role that the corrected event asks for', () => {
    given(...story)
      .when(correction(answer, { replacement }), { as: keyOf('granvik', 'recipient') })
      .then(turnedAway('not-allowed', { expected: 'reporter' }));
    given(...story)
      .when(correction(answer, { replacement }), { as: keyOf('granvik', 'reporter') })
      .then(accepted);
  });

  test('is, of a document, the organisation whose word it was (I104)', () => {
    const data = {
      boardCase: { number: '1', title: 'Sak', date: '2031-02-20' },
      wording: 'Tatt til etterretning',
      requirements: [{ requirement: REQUIREMENT, version: 1 }],
    };
    const taken = documentCalled(DOCUMENT)('accepted', data, { by: 'granvik', on: '2031-02-20' });
    const all = [...world, ...draft(item('i1')), published(), issued(), taken];
    given(...all)
      .when(correction(taken, 'annulled'))
      .then(accepted);
    for (const by of ['helse-solheim', 'fjordheim'])
      given(...all)
        .when(correction(taken, 'annulled', { by }))
        .then(refused('I104', { expected: 'granvik' }));
  });
});

describe('what may be corrected', () => {
  test('lies in the same stream', () => {
    given(...story)
      .when(correction({ ...answer, id: 'unknown' }, 'annulled'))
      .then(invalidAt('/data/corrects', { expected: REQUIREMENT }));
  });

  test('has no word of its own for being wrong (I111)', () => {
    given(...story)
      .when(correction(issued(), 'annulled'))
      .then(invalidAt('/data/corrects'));
    const first = issued();
    given(...world, first)
      .when(correction(first, 'annulled'))
      .then(refused('I111', { detail: 'issued' }));
    const second = amended();
    given(...world, first, second)
      .when(correction(second, { replacement: second.data }))
      .then(refused('I111'));
  });
});

describe('a replacement', () => {
  test('has the whole data of the type it corrects, else each flaw has its place', () => {
    given(...story)
      .when(correction(answer, { replacement: { text: 'Bare teksten', colour: 'red' } }))
      .then(invalidAt('/data/replacement/period'));
    given(...story)
      .when(correction(answer, { replacement: { ...replacement, colour: 'red' } }))
      .then(invalidAt('/data/replacement/colour'));
  });

  test('is decided as the event itself would be, with its place told', () => {
    given(...story)
      .when(correction(answer, { replacement: { ...replacement, status: { ...SCALE, value: 'purple' } } }))
      .then(invalidAt('/data/replacement/status', { detail: '/data/replacement/status' }));
  });

  test('is decided with the corrected record taken out', () => {
    const asked = told('clarification-asked', { question: 'q1', text: 'Gjelder det?' });
    given(...story, asked)
      .when(correction(asked, { replacement: { question: 'q1', text: 'Gjelder det alle?' } }))
      .then(accepted);
    const taken = told('accepted', { version: 1 }, { on: '2031-03-01' });
    given(...story, taken)
      .when(correction(taken, { replacement: { version: 1, reservation: 'Forutsatt midler' } }))
      .then(accepted);
    given(...story, taken)
      .when(correction(taken, { replacement: { version: 2 } }))
      .then(refused('text-version-not-current', { at: '/data/replacement/version' }));
  });

  test('is held against the text that stood at its own time', () => {
    const taken = told('accepted', { version: 1 }, { on: '2031-03-01' });
    const all = [...story, taken, amended()];
    given(...all)
      .when(correction(taken, { replacement: { version: 1, wording: 'Enstemmig' } }))
      .then(accepted);
    given(...all)
      .when(correction(taken, { replacement: { version: 1 }, time: '2031-06-01T10:00:00Z' }))
      .then(refused('text-version-not-current'));
    given(...all)
      .when(correction(taken, { replacement: { version: 2 }, time: '2031-06-01T10:00:00Z' }))
      .then(accepted);
    given(...all)
      .when(correction(taken, { replacement: { version: 1 }, time: '2031-01-01T10:00:00Z' }))
      .then(refused('I103'));
  });

  test('is not held against what happened after it', () => {
    const first = fromAbove(
      'deadline-extended',
      { due: '2031-10-01', reason: 'Forsinket' },
      { on: '2031-04-01' },
    );
    const second = fromAbove(
      'deadline-extended',
      { due: '2031-12-01', reason: 'Enda mer' },
      { on: '2031-09-01' },
    );
    given(...story, first, second)
      .when(correction(first, { replacement: { due: '2031-10-15', reason: 'Forsinket' } }))
      .then(accepted);
    const d1 = { deviation: 'd1' };
    const life = [
      told(
        'deviation-raised',
        { ...d1, about: 'actual', period: { year: 2031, months: [1] }, description: 'Ikke i mål' },
        { on: '2031-02-02' },
      ),
      told('measure-planned', { ...d1, measure: 'm1', text: 'Øve', due: '2031-05-01' }, { on: '2031-02-03' }),
      told('measure-completed', { ...d1, measure: 'm1' }, { on: '2031-02-05' }),
      told('effect-verified', { ...d1, effective: true, text: 'Virket' }, { on: '2031-02-06' }),
      told('deviation-closed', { ...d1, text: 'Ferdig' }, { on: '2031-02-07' }),
    ];
    for (const event of life)
      given(...story, ...life)
        .when(correction(event, { replacement: event.data }))
        .then(accepted);
  });
});

describe('the correction of a correction', () => {
  const first = correction(answer, { replacement });
  const all = [...story, first];

  test('is for whoever may send the record it goes back to (I104)', () => {
    given(...all)
      .when(correction(first, 'annulled'))
      .then(accepted);
    given(...all)
      .when(correction(first, 'annulled', { by: 'helse-solheim' }))
      .then(refused('I104'));
    given(...all)
      .when(correction(first, 'annulled'), { as: keyOf('granvik', 'recipient') })
      .then(turnedAway('not-allowed', { expected: 'reporter' }));
  });

  test('replaces it by another one of the same record, decided to the bottom', () => {
    const inner = (data: object) => ({
      outcome: 'replaced',
      corrects: recordOf(answer),
      reason: 'Rød likevel',
      ...data,
    });
    given(...all)
      .when(correction(first, { replacement: inner({ replacement: { ...replacement, text: 'Nei.' } }) }))
      .then(accepted);
    given(...all)
      .when(correction(first, { replacement: inner({ replacement: { text: 'Nei.' } }) }))
      .then(invalidAt('/data/replacement/replacement/status'));
    given(...all)
      .when(
        correction(first, {
          replacement: inner({ replacement: { ...replacement, status: { ...SCALE, value: 'purple' } } }),
        }),
      )
      .then(invalidAt('/data/replacement/replacement/status'));
    given(...all)
      .when(correction(first, { replacement: inner({ corrects: recordOf(issued()), replacement }) }))
      .then(invalidAt('/data/replacement/corrects'));
    given(...all)
      .when(
        correction(first, {
          replacement: { outcome: 'annulled', corrects: recordOf(answer), reason: 'Likevel ikke' },
        }),
      )
      .then(accepted);
  });

  test('that is annulled gives the first record its word back', () => {
    const back = correction(first, 'annulled', { on: '2031-12-02' });
    expect(stateOf('requirement', REQUIREMENT, all).answers[0]?.status).toEqual(red);
    expect(stateOf('requirement', REQUIREMENT, [...all, back]).answers[0]?.status.value).toBe('green');
  });
});

test('what is annulled may be corrected again, and stands anew', () => {
  const taken = told('accepted', { version: 1 }, { on: '2031-03-01' });
  const gone = correction(taken, 'annulled');
  const again = correction(
    taken,
    { replacement: { version: 1, wording: 'Enstemmig' } },
    { on: '2031-12-02' },
  );
  given(...story, taken, gone)
    .when(again)
    .then(accepted);
  expect(latestAcceptance(stateOf('requirement', REQUIREMENT, [...story, taken, gone]))).toBeUndefined();
  expect(latestAcceptance(stateOf('requirement', REQUIREMENT, [...story, taken, gone, again]))?.wording).toBe(
    'Enstemmig',
  );
});

test('other streams are corrected alike', () => {
  const alias = tell(
    'organisations',
    'granvik',
    'alias-added',
    { alias: 'Granvik' },
    { by: 'departementet' },
  );
  given(...world, alias)
    .when(correction(alias, { replacement: { alias: 'Fjordheim sykehus HF' } }))
    .then(refused('lifecycle', { at: '/data/replacement/alias' }));
  given(...world, alias)
    .when(correction(alias, { replacement: { alias: 'Granviken' } }))
    .then(accepted);
  const measured = told('measured', {
    period: { year: 2031, months: [1] },
    value: { state: 'set', value: '1' },
  });
  given(...world, issuedIndicator(), measured)
    .when(
      correction(measured, {
        replacement: { ...measured.data, value: { state: 'none', reason: 'Ikke målt' } },
      }),
    )
    .then(accepted);
});
