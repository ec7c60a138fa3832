import { flagsOf } from '../../contracts/states/requirement-status';
import { accepted, invalidAt, refused } from './support/expectations';
import { given, stateOf } from './support/story';
import type { Happened } from './support/tell';
import { fromAbove, issued, REQUIREMENT, told, world } from './support/world';

const d1 = { deviation: 'd1' };
const m1 = { ...d1, measure: 'm1' };
const raised = told('deviation-raised', {
  ...d1,
  about: 'actual',
  period: { year: 2031, months: [1, 2, 3, 4] },
  description: 'Bare fire av elleve kommuner er med.',
});
const explained = told('deviation-explained', { ...d1, cause: 'Øvingsleder mangler.' });
const planned = told('measure-planned', { ...m1, text: 'Stille øvingsleder.', due: '2031-09-01' });
const started = told('measure-started', m1);
const completed = told('measure-completed', m1);
const dropped = told('measure-dropped', { ...m1, reason: 'Felles tiltak' });
const verified = (effective: boolean): Happened =>
  told('effect-verified', { ...d1, effective, text: 'Alle deltok.' });
const closed = told('deviation-closed', { ...d1, text: 'Effekten er verifisert.' });
const notified = told('deviation-notified', { ...d1, text: 'Vesentlig.' });
const ownerAccepts = (until: string, on = '2031-06-30T21:59:00Z'): Happened =>
  fromAbove('deviation-accepted', { ...d1, until, reason: 'Nytt bygg' }, { on });

const story = [...world, issued()];

test('a deviation is raised once, without cause or measure (I106 flags it)', () => {
  given(...story)
    .when(raised)
    .then(accepted);
  given(...story, raised)
    .when({ ...raised, id: 'again' })
    .then(refused('lifecycle', { detail: 'd1 was raised before' }));
  const state = stateOf('requirement', REQUIREMENT, [...story, raised]);
  expect(flagsOf(state)).toEqual(['deviation-without-cause', 'deviation-without-measure']);
  const told = stateOf('requirement', REQUIREMENT, [...story, raised, explained, planned]);
  expect(flagsOf(told)).toEqual([]);
  expect(
    flagsOf(stateOf('requirement', REQUIREMENT, [...story, raised, explained, planned, dropped])),
  ).toEqual(['deviation-without-measure']);
});

test.each(
  [
    explained,
    notified,
    planned,
    started,
    completed,
    dropped,
    verified(true),
    ownerAccepts('2032-01-01'),
    closed,
  ].map(e => [e.what, e] as const),
)('%s speaks of a deviation that was raised', (_what, event) => {
  given(...story)
    .when(event)
    .then(invalidAt('/data/deviation'));
});

test.each(
  [explained, notified, planned, verified(true), ownerAccepts('2032-01-01'), closed].map(
    e => [e.what, e] as const,
  ),
)('after it is closed, %s is refused', (_what, event) => {
  given(...story, raised, planned, completed, verified(true), closed)
    .when({ ...event, id: 'later' })
    .then(refused('lifecycle', { detail: 'closed' }));
});

test('it is explained and notified in any order, again and again', () => {
  given(...story, raised, explained)
    .when({ ...explained, id: 'fuller' })
    .then(accepted);
  given(...story, raised)
    .when(notified)
    .then(accepted);
});

describe('a measure', () => {
  test('has an id of its own', () => {
    given(...story, raised)
      .when(planned)
      .then(accepted);
    given(...story, raised, planned)
      .when({ ...planned, id: 'again' })
      .then(refused('lifecycle', { detail: 'm1 is there already' }));
  });

  test('must be planned before anything else', () => {
    for (const event of [started, completed, dropped])
      given(...story, raised)
        .when(event)
        .then(invalidAt('/data/measure'));
  });

  test('is started once, and completed or dropped from there or at once', () => {
    given(...story, raised, planned)
      .when(started)
      .then(accepted);
    given(...story, raised, planned)
      .when(completed)
      .then(accepted);
    given(...story, raised, planned)
      .when(dropped)
      .then(accepted);
    given(...story, raised, planned, started)
      .when(completed)
      .then(accepted);
    given(...story, raised, planned, started)
      .when(dropped)
      .then(accepted);
    given(...story, raised, planned, started)
      .when({ ...started, id: 'again' })
      .then(refused('lifecycle', { detail: 'm1 is started' }));
  });

  test.each([
    ['completed', completed],
    ['dropped', dropped],
  ])('that is %s goes nowhere', (stage, end) => {
    for (const event of [started, completed, dropped])
      given(...story, raised, planned, end)
        .when({ ...event, id: 'later' })
        .then(refused('lifecycle', { detail: `m1 is ${stage}` }));
  });
});

describe('closing', () => {
  test('asks for a verified effect', () => {
    given(...story, raised, planned, completed)
      .when(closed)
      .then(refused('lifecycle', { expected: 'effective true' }));
    given(...story, raised, planned, completed, verified(false))
      .when(closed)
      .then(refused('lifecycle'));
    given(...story, raised, planned, completed, verified(false), verified(true))
      .when(closed)
      .then(accepted);
  });

  test('an effect is verified once a measure is completed', () => {
    given(...story, raised, planned, started)
      .when(verified(true))
      .then(refused('lifecycle', { expected: 'completed measure' }));
    given(...story, raised, planned, completed)
      .when(verified(false))
      .then(accepted);
  });

  test('goes on after the requirement itself is closed, but not after it is withdrawn', () => {
    const end = (what: string) => fromAbove(what, { reason: 'Året er over' }, { on: '2031-12-31' });
    const late = told('deviation-explained', { ...d1, cause: 'Øvingsleder mangler.' }, { on: '2032-01-15' });
    given(...story, raised, end('closed'))
      .when(late)
      .then(accepted);
    given(...story, raised, end('withdrawn'))
      .when(late)
      .then(refused('lifecycle'));
  });
});

describe('the owner accepts a deviation', () => {
  test('until a date to come, as days are in Norway; it stays open', () => {
    given(...story, raised)
      .when(ownerAccepts('2031-07-01'))
      .then(accepted);
    given(...story, raised)
      .when(ownerAccepts('2031-06-30'))
      .then(invalidAt('/data/until'));
    given(...story, raised)
      .when(ownerAccepts('2031-07-01', '2031-06-30T22:00:00Z'))
      .then(invalidAt('/data/until', { expected: 'after 2031-07-01' }));
    given(...story, raised, ownerAccepts('2031-07-01'))
      .when(explained)
      .then(accepted);
  });

  test('only from above (I104)', () => {
    given(...story, raised)
      .when(told('deviation-accepted', { ...d1, until: '2032-01-01', reason: 'Selv' }))
      .then(refused('I104'));
  });
});
