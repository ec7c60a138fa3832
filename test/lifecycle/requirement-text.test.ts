import { currentText } from '../../contracts/states/requirement-status';
import { accepted, invalidAt, refused } from './support/expectations';
import { given, stateOf } from './support/story';
import { tell } from './support/tell';
import {
  amended,
  fromAbove,
  INDICATOR,
  issued,
  issuedIndicator,
  REQUIREMENT,
  told,
  world,
} from './support/world';

const PARENT = 'helse-solheim.departementet-od-2031-i1';
const parentIssued = tell(
  'requirement',
  PARENT,
  'issued',
  { ...issued().data, issuer: 'departementet' },
  { on: '2031-01-10', by: 'departementet' },
);
const withdrawn = fromAbove('withdrawn', { reason: 'Overført til staten' }, { on: '2031-06-01' });
const closed = fromAbove('closed', { reason: 'Styringsåret er over' }, { on: '2031-12-31' });
const fulfilled = fromAbove('fulfilled', { text: 'Oppfylt' }, { on: '2031-09-01' });

describe('issuing a requirement', () => {
  test('lays it on an organisation of the register that stands below the issuer', () => {
    given(...world)
      .when(issued())
      .then(accepted);
  });

  test('is refused where the requirement was issued before (I111)', () => {
    given(...world, issued())
      .when(issued())
      .then(refused('I111', { expected: 'not there yet' }));
  });

  test('is refused for an addressee that nobody has registered (I104)', () => {
    given(...world)
      .when(issued({}, {}, 'ukjent.helse-solheim-sr-2031-i1'))
      .then(refused('I104'));
  });

  test('is refused for an addressee that is retired by that day, as days are in Norway (I104)', () => {
    const retired = tell(
      'organisations',
      'granvik',
      'retired',
      { from: '2031-02-02', reason: 'Avviklet' },
      { by: 'departementet' },
    );
    given(...world, retired)
      .when(issued({}, { on: '2031-02-01T22:59:00Z' }))
      .then(accepted);
    given(...world, retired)
      .when(issued({}, { on: '2031-02-01T23:00:00Z' }))
      .then(refused('I104', { detail: '2031-02-02' }));
  });

  test('is refused from an organisation that is not above the addressee (I104)', () => {
    given(...world)
      .when(issued({ issuer: 'helse-nordre' }, { by: 'helse-nordre' }))
      .then(refused('I104', { expected: 'above granvik' }));
    given(...world)
      .when(issued({ issuer: 'granvik' }, { by: 'granvik' }))
      .then(refused('I104'));
  });

  test('is not valid where it names another issuer than the sender', () => {
    given(...world)
      .when(issued({ issuer: 'departementet' }))
      .then(invalidAt('/data/issuer', { expected: 'helse-solheim' }));
  });

  test('asks an exemption from public access for its legal basis', () => {
    given(...world)
      .when(issued({ classification: { access: 'exempt' } }))
      .then(invalidAt('/data/classification/legalBasis'));
    given(...world)
      .when(issued({ classification: { access: 'exempt', legalBasis: 'offl. § 14' } }))
      .then(accepted);
  });

  test('asks an indicator for its direction and unit', () => {
    given(...world)
      .when(issued({ kind: 'indicator' }))
      .then(refused('indicator-without-direction'));
    given(...world)
      .when(issuedIndicator())
      .then(accepted);
  });

  test('names only a parent that is laid on the issuer and has been issued (I103)', () => {
    const parent = { requirement: PARENT, cascade: 'adapted' };
    given(...world, parentIssued)
      .when(issued({ parent }))
      .then(accepted);
    given(...world)
      .when(issued({ parent }))
      .then(refused('I103', { detail: PARENT }));
    given(...world, issued())
      .when(issued({ parent: { ...parent, requirement: REQUIREMENT } }, {}, 'fjordheim.k2'))
      .then(refused('lifecycle', { expected: 'helse-solheim' }));
  });
});

describe('before it is issued', () => {
  const answers = [
    told('received'),
    told('accepted', { version: 1 }),
    told('responsible-assigned', { unit: 'klinikk' }),
    told('clarification-asked', { question: 'q1', text: 'Gjelder det?' }),
    fromAbove('amended', amended().data),
    fromAbove('withdrawn', { reason: 'Feil' }),
    told('deviation-raised', {
      deviation: 'd1',
      about: 'actual',
      period: { year: 2031, months: [1] },
      description: 'Ikke i mål.',
    }),
  ];

  test.each(answers.map(event => [event.what, event] as const))(
    'nothing is taken: %s (I103)',
    (_what, event) => {
      given(...world)
        .when(event)
        .then(refused('I103'));
    },
  );

  test('by the time it is said to have happened, no acceptance is taken (I103)', () => {
    given(...world, issued())
      .when(told('accepted', { version: 1 }, { on: '2031-01-31' }))
      .then(refused('I103', { detail: '2031-02-01' }));
    given(...world, issued({}, { on: '2031-02-01T10:00:00Z' }))
      .when(told('accepted', { version: 1 }, { on: '2031-02-01T10:00:00.500Z' }))
      .then(accepted);
  });
});

describe('amending the text', () => {
  test('counts the versions up by one', () => {
    given(...world, issued())
      .when(amended())
      .then(accepted);
    given(...world, issued())
      .when(amended({ version: 3 }))
      .then(invalidAt('/data/version', { expected: 'version 2' }));
    given(...world, issued(), amended())
      .when(amended())
      .then(invalidAt('/data/version', { expected: 'version 3' }));
  });

  test('is for those above the addressee (I104)', () => {
    given(...world, issued())
      .when(amended({}, { by: 'granvik' }))
      .then(refused('I104'));
    given(...world, issued())
      .when(amended({}, { by: 'departementet' }))
      .then(accepted);
  });

  test('leaves the new text as the current one', () => {
    expect(currentText(stateOf('requirement', REQUIREMENT, [issued(), amended()]))?.version).toBe(2);
  });
});

describe('carrying forward', () => {
  const carried = (year: number) =>
    fromAbove('carried-forward', {
      year,
      reporting: { mode: 'annual', source: 'kap. 1' },
      reason: 'Står ved lag',
    });

  test('lays the requirement for a later year', () => {
    given(...world, issued())
      .when(carried(2032))
      .then(accepted);
    given(...world, issued(), carried(2032))
      .when(carried(2033))
      .then(accepted);
  });

  test('is not valid for a year it is laid for already, or an earlier one', () => {
    given(...world, issued())
      .when(carried(2031))
      .then(invalidAt('/data/year', { expected: '2031' }));
    given(...world, issued(), carried(2033))
      .when(carried(2032))
      .then(invalidAt('/data/year'));
  });
});

describe('extending a deadline', () => {
  const extended = (due: string) => fromAbove('deadline-extended', { due, reason: 'Forsinket' });

  test('moves it to a later date', () => {
    given(...world, issued({ due: '2031-10-01' }))
      .when(extended('2031-12-15'))
      .then(accepted);
    given(...world, issued())
      .when(extended('2031-12-15'))
      .then(accepted);
  });

  test('is refused where the date is not later', () => {
    given(...world, issued({ due: '2031-10-01' }))
      .when(extended('2031-10-01'))
      .then(refused('lifecycle', { expected: 'later' }));
  });
});

describe('superseding', () => {
  test('names another requirement', () => {
    const superseded = (by: string) => fromAbove('superseded', { by, reason: 'Ny ordlyd' });
    given(...world, issued())
      .when(superseded('granvik.k2'))
      .then(accepted);
    given(...world, issued())
      .when(superseded(REQUIREMENT))
      .then(invalidAt('/data/by'));
  });
});

describe('after the end', () => {
  test('nothing happens to a requirement that is withdrawn, superseded or closed (I111: it is never deleted)', () => {
    const superseded = fromAbove(
      'superseded',
      { by: 'granvik.k2', reason: 'Ny ordlyd' },
      { on: '2031-06-01' },
    );
    for (const end of [withdrawn, superseded, closed]) {
      given(...world, issued(), end)
        .when(told('received', {}, { on: '2032-01-15' }))
        .then(refused('lifecycle', { expected: 'open requirement' }));
      given(...world, issued(), end)
        .when(fromAbove('withdrawn', { reason: 'En gang til' }, { on: '2032-01-15' }))
        .then(refused('lifecycle', { expected: 'not ended' }));
    }
  });

  test('what happened before the end may still be told, with its own time', () => {
    given(...world, issued(), withdrawn)
      .when(told('received', {}, { on: '2031-05-31' }))
      .then(accepted);
    given(...world, issued(), fromAbove('withdrawn', { reason: 'Feil' }, { on: '2031-06-01T10:00:00.500Z' }))
      .when(told('received', {}, { on: '2031-06-01T10:00:00Z' }))
      .then(accepted);
  });

  test('a year is answered for after it, unless the requirement was withdrawn', () => {
    const answer = told(
      'reported',
      {
        period: { year: 2031, months: [12] },
        status: { scale: 'traffic-light', version: 1, value: 'green' },
        text: 'I mål.',
      },
      { on: '2032-01-15' },
    );
    given(...world, issued(), closed)
      .when(answer)
      .then(accepted);
    given(...world, issued(), withdrawn)
      .when(answer)
      .then(refused('lifecycle', { detail: 'withdrawn on 2031-06-01' }));
  });

  test('a fulfilled requirement lives on until it is closed, but is not fulfilled twice', () => {
    given(...world, issued(), fulfilled)
      .when(closed)
      .then(accepted);
    given(...world, issued(), fulfilled)
      .when(fromAbove('fulfilled', { text: 'Igjen' }, { on: '2031-10-01' }))
      .then(refused('lifecycle'));
  });

  test('questions on a report are still asked and answered', () => {
    const answer = told(
      'reported',
      {
        period: { year: 2031, months: [12] },
        status: { scale: 'traffic-light', version: 1, value: 'green' },
        text: 'I mål.',
      },
      { on: '2031-12-20' },
    );
    const asked = fromAbove('status-asked', { question: 's1', text: 'Status?' }, { on: '2032-01-20' });
    given(...world, issued(), answer, closed)
      .when(asked)
      .then(refused('lifecycle'));
  });
});

test('an indicator keeps its facts when it is amended without new ones', () => {
  const state = stateOf('requirement', REQUIREMENT, [issuedIndicator(), amended()]);
  expect(state.indicator).toEqual(INDICATOR);
});
