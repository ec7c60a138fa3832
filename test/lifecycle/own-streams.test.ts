import { accepted, invalidAt, refused } from './support/expectations';
import { systemPrincipal } from '../../services/lifecycle/principal';
import { given } from './support/story';
import { type Happened, tell } from './support/tell';
import { register, SCALE, scale } from './support/world';

const log = (what: string, data: object): Happened => tell('log', 'log', what, data, { by: 'departementet' });

describe('the log of itself', () => {
  test('is opened once', () => {
    const opened = log('opened', { format: 'kravspor-log/v1', origin: 'test/log', clock: 'system' });
    const system = { as: systemPrincipal };
    given().when(opened, system).then(accepted);
    given(opened)
      .when({ ...opened, id: 'again' }, system)
      .then(refused('lifecycle'));
  });

  test('counts the versions of a status scale up by one', () => {
    given().when(scale).then(accepted);
    given(scale)
      .when(scale)
      .then(invalidAt('/data/version', { expected: 'version 2' }));
    given(scale)
      .when(log('status-scale-published', { ...scale.data, version: 2 }))
      .then(accepted);
    given(scale)
      .when(log('status-scale-published', { ...scale.data, scale: 'other' }))
      .then(accepted);
  });

  test('gives each step of a scale a value of its own', () => {
    const step = { value: 'green', labels: { nb: 'a', nn: 'a', en: 'a' }, judgement: 'met' };
    given()
      .when(log('status-scale-published', { ...SCALE, steps: [step, step] }))
      .then(invalidAt('/data/steps'));
  });

  test('counts the versions of a rule set up by one', () => {
    const rules = (version: number) =>
      log('rule-set-registered', { ruleSet: 'r', version, sha256: 'ab'.repeat(32), description: 'Regler' });
    given().when(rules(1)).then(accepted);
    given(rules(1)).when(rules(2)).then(accepted);
    given(rules(1)).when(rules(1)).then(invalidAt('/data/version'));
  });

  test('erases a person, and an original, once', () => {
    const why = { legalBasis: 'GDPR art. 17', reason: 'Krav' };
    for (const event of [
      log('person-erased', { person: 'p-1a', ...why }),
      log('original-erased', { sha256: 'cd'.repeat(32), ...why }),
    ]) {
      given().when(event).then(accepted);
      given(event).when(event).then(refused('lifecycle'));
    }
  });

  test('takes a new signing key', () => {
    given()
      .when(
        log('signing-key-changed', {
          publicKey: `kravspor.example/log+2b1f7c9a+${'A'.repeat(44)}`,
          previousPublicKey: `kravspor.example/log+77d03e51+${'B'.repeat(44)}`,
          reason: 'Bytte',
        }),
      )
      .then(accepted);
  });
});

describe('keys', () => {
  const key = (id: string, data: object = {}): Happened =>
    tell(
      'access',
      id,
      'key-issued',
      {
        hash: 'ef'.repeat(32),
        holder: 'svc-portal',
        organisation: 'granvik',
        roles: ['reporter'],
        sources: ['https://portal.example'],
        expires: '2034-01-01T00:00:00Z',
        ...data,
      },
      { by: 'departementet' },
    );
  const withdrawn = tell('access', 'k1', 'key-withdrawn', { reason: 'Byttet' }, { by: 'departementet' });
  const changed = tell(
    'access',
    'k1',
    'roles-changed',
    { roles: ['board'], reason: 'Ny' },
    { by: 'departementet' },
  );

  test('are issued once, each with an id and a secret of its own', () => {
    given().when(key('k1')).then(accepted);
    given(key('k1'))
      .when(key('k1', { hash: 'aa'.repeat(32) }))
      .then(refused('lifecycle'));
    given(key('k1')).when(key('k2')).then(refused('lifecycle'));
    given(key('k1'))
      .when(key('k2', { hash: 'aa'.repeat(32) }))
      .then(accepted);
  });

  test('expire after now', () => {
    given()
      .when(key('k1', { expires: '2033-01-01T10:00:00Z' }))
      .then(invalidAt('/data/expires'));
    given()
      .when(key('k1', { expires: '2033-01-01T10:00:00.001Z' }))
      .then(accepted);
  });

  test('are withdrawn or changed while they are in use', () => {
    for (const event of [withdrawn, changed]) {
      given(key('k1')).when(event).then(accepted);
      given().when(event).then(invalidAt('/subject'));
      given(key('k1'), withdrawn).when(event).then(refused('lifecycle'));
    }
  });
});

describe('a calendar', () => {
  const say = (what: string, data: object, by = 'helse-solheim'): Happened =>
    tell('calendar', `${by}.2032`, what, data);
  const set = (by?: string): Happened =>
    say(
      'deadline-set',
      {
        deadline: 'd1',
        for: { what: 'annual-report', step: 'board' },
        date: '2032-02-15',
        title: 'Årlig melding',
      },
      by,
    );
  const moved = say('deadline-moved', { deadline: 'd1', date: '2032-02-17', reason: 'Søndag' });

  test('belongs to a registered organisation (I104)', () => {
    given(...register)
      .when(set())
      .then(accepted);
    given(...register)
      .when(set('ukjent'))
      .then(refused('I104'));
    given(...register)
      .when({ ...set(), by: 'granvik' })
      .then(refused('I104'));
  });

  test('sets a deadline once, and moves one that is set', () => {
    given(...register, set())
      .when(set())
      .then(refused('lifecycle', { detail: 'd1' }));
    given(...register, set())
      .when(moved)
      .then(accepted);
    given(...register)
      .when(moved)
      .then(invalidAt('/data/deadline'));
  });

  test('takes a template and a rule for weekends', () => {
    given(...register)
      .when(say('template-published', { template: 't1', report: 'annual', title: 'Mal' }))
      .then(accepted);
    given(...register)
      .when(say('weekend-rule-chosen', { rule: 'none', source: 'Brev' }))
      .then(accepted);
  });
});
