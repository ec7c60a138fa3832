import { accepted, refused, turnedAway } from './support/expectations';
import { isLeft } from 'fp-ts/Either';
import { mayRead } from '../../services/lifecycle';
import { mayClaim } from '../../services/lifecycle/authorise';
import { localOperator, systemPrincipal } from '../../services/lifecycle/principal';
import { receive } from '../../services/lifecycle/receive';
import { keyOf } from './support/people';
import { given, registerOf } from './support/story';
import { cloudEvent, tell } from './support/tell';
import { amended, issued, register, reported, REQUIREMENT, world } from './support/world';

const story = [...world, issued()];
const organisations = registerOf(register);

describe('a key', () => {
  test('writes for its own organisation', () => {
    given(...story)
      .when(reported(), { as: keyOf('granvik', 'reporter') })
      .then(accepted);
    given(...story)
      .when(reported({}, { by: 'fjordheim' }), { as: keyOf('granvik', 'reporter') })
      .then(turnedAway('not-allowed', { expected: 'organisation granvik' }));
  });

  test('is not told of streams that are none of its business', () => {
    given(...story)
      .when(reported({}, { by: 'fjordheim' }), { as: keyOf('fjordheim', 'reporter') })
      .then(turnedAway('not-found'));
    given(...story)
      .when(amended({}, { by: 'helse-solheim' }), { as: keyOf('helse-solheim', 'issuer') })
      .then(accepted);
  });

  test('needs the role that the catalogue asks for', () => {
    given(...story)
      .when(reported(), { as: keyOf('granvik', 'recipient', 'controller') })
      .then(turnedAway('not-allowed', { expected: 'one of the roles reporter' }));
  });

  test('registers units of its own organisation only (I104)', () => {
    const unit = (by: string) =>
      tell('organisations', 'granvik', 'unit-registered', { unit: 'klinikk', name: 'Klinikk' }, { by });
    given(...story)
      .when(unit('granvik'), { as: keyOf('granvik', 'recipient') })
      .then(accepted);
    given(...story)
      .when(unit('fjordheim'), { as: keyOf('fjordheim', 'recipient') })
      .then(turnedAway('not-found'));
    given(...story)
      .when(unit('fjordheim'))
      .then(refused('I104'));
    given(...story)
      .when(unit('departementet'))
      .then(accepted);
  });

  test('of one body does not speak for another', () => {
    const administration = { ...keyOf('granvik', 'reporter'), body: 'administration' } as const;
    given(...story)
      .when(reported(), { as: administration })
      .then(accepted);
    given(...story)
      .when({ ...reported(), body: 'board' }, { as: administration })
      .then(turnedAway('not-allowed', { expected: 'body administration' }));
  });

  test('uses the sources it was issued for, and what lies below them', () => {
    const of = (...sources: readonly string[]) => ({ as: { ...keyOf('granvik', 'reporter'), sources } });
    given(...story)
      .when(reported(), of('https://portal.example'))
      .then(accepted);
    given(...story)
      .when(reported(), of('https://other.example', 'https://portal.example'))
      .then(accepted);
    given(...story)
      .when(reported(), of('https://portal.example/a'))
      .then(turnedAway('not-allowed'));
    given(...story)
      .when(reported(), of('https://portal.exam'))
      .then(turnedAway('not-allowed'));
    given(...story)
      .when(reported(), of('https:'))
      .then(accepted);
    given(...story)
      .when(reported(), of())
      .then(turnedAway('not-allowed'));
  });
});

describe('the program itself', () => {
  test('alone says what follows from an act', () => {
    const declined = tell('requirement', REQUIREMENT, 'follow-up-declined', {
      act: '5f0c8d6e-6d0b-5a53-8f7e-0d6f2a1b9c3d',
      type: 'accepted',
      why: 'Trukket',
    });
    given(...story)
      .when(declined)
      .then(turnedAway('not-allowed', { detail: 'by the program itself' }));
    given(...story)
      .when(declined, { as: systemPrincipal })
      .then(accepted);
  });

  test('alone uses its reserved sources', () => {
    const received = receive({ ...cloudEvent(reported()), source: 'urn:kravspor:follow-ups' });
    if (isLeft(received)) throw new Error(received.left.detail);
    expect(mayClaim(localOperator, received.right, organisations)).toMatchObject({ problem: 'not-allowed' });
    expect(mayClaim(systemPrincipal, received.right, organisations)).toBeUndefined();
  });

  test('still speaks for organisations that stand as the catalogue says (I104)', () => {
    given(...story)
      .when(reported({}, { by: 'fjordheim' }), { as: systemPrincipal })
      .then(refused('I104'));
  });
});

test('a reader sees its own streams and those of the ones directly below; an auditor all', () => {
  const sees = (organisation: string) =>
    ['departementet', 'helse-solheim', 'granvik', 'havnes'].filter(owner =>
      mayRead(keyOf(organisation, 'controller'), owner, organisations),
    );
  expect(sees('granvik')).toEqual(['granvik']);
  expect(sees('helse-solheim')).toEqual(['helse-solheim', 'granvik']);
  expect(sees('departementet')).toEqual(['departementet', 'helse-solheim']);
  expect(mayRead({ ...keyOf('granvik', 'auditor'), scope: 'whole-log' }, 'havnes', organisations)).toBe(true);
  expect(mayRead(localOperator, 'havnes', organisations)).toBe(true);
});
