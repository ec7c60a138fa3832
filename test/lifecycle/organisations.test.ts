import { accepted, invalidAt, refused } from './support/expectations';
import { given } from './support/story';
import { type Happened, tell } from './support/tell';
import { register } from './support/world';

const say = (subject: string, what: string, data: object): Happened =>
  tell('organisations', subject, what, data, { by: 'departementet' });
const registers = (subject: string, data: object = {}): Happened =>
  say(subject, 'registered', { name: 'Breidal sykehus HF', kind: 'trust', parent: 'helse-solheim', ...data });
const alias = (subject: string, word: string): Happened => say(subject, 'alias-added', { alias: word });
const merged = (subject: string, into: string, from = '2032-01-01'): Happened =>
  say(subject, 'merged', { into, from, reason: 'Vedtak' });
const retired = (subject: string, from = '2031-01-01'): Happened =>
  say(subject, 'retired', { from, reason: 'Avviklet' });

describe('registering', () => {
  test('takes an id and a name that nobody has', () => {
    given(...register)
      .when(registers('breidal'))
      .then(accepted);
    given(...register)
      .when(registers('granvik'))
      .then(refused('lifecycle', { detail: 'registered already' }));
    given(...register)
      .when(registers('breidal', { name: 'GRANVIK sykehus HF' }))
      .then(refused('lifecycle', { at: '/data/name', detail: 'granvik goes by that name' }));
    given(...register, alias('granvik', 'Breidal sykehus HF'))
      .when(registers('breidal'))
      .then(refused('lifecycle', { at: '/data/name' }));
  });

  test('stands below a registered organisation, or below none', () => {
    given(...register)
      .when(registers('breidal', { parent: 'ukjent' }))
      .then(invalidAt('/data/parent'));
    given()
      .when(tell('organisations', 'departementet', 'registered', { name: 'Departementet', kind: 'ministry' }))
      .then(accepted);
  });

  test('lets a forgotten name be used again once its record is annulled', () => {
    const wrong = alias('fjordheim', 'Breidal sykehus HF');
    const annulled = say('fjordheim', 'corrected', {
      outcome: 'annulled',
      corrects: '5f0c8d6e-6d0b-5a53-8f7e-0d6f2a1b9c3d',
      reason: 'Feil',
    });
    given(...register, wrong)
      .when(registers('breidal'))
      .then(refused('lifecycle'));
    given(...register, wrong)
      .when(annulled)
      .then(invalidAt('/data/corrects'));
  });
});

test.each(
  [
    alias('ukjent', 'Ukjent'),
    say('ukjent', 'joined-group', { group: 'alle-hf', from: '2031-01-01' }),
    merged('ukjent', 'granvik'),
    retired('ukjent'),
    say('ukjent', 'body-registered', { body: 'board', name: 'Styret' }),
  ].map(e => [e.what, e] as const),
)('%s speaks of a registered organisation', (_what, event) => {
  given(...register)
    .when(event)
    .then(invalidAt('/subject'));
  given(...register)
    .when({ ...event, subject: 'granvik' })
    .then(event.what === 'merged' ? invalidAt('/data/into') : accepted);
});

test('a unit belongs to a registered organisation', () => {
  const unit = (of: string) =>
    tell('organisations', of, 'unit-registered', { unit: 'klinikk', name: 'Klinikk' });
  given(...register)
    .when(unit('granvik'))
    .then(accepted);
  given(...register)
    .when(unit('ukjent'))
    .then(invalidAt('/subject'));
});

describe('an alias', () => {
  test('belongs to one organisation, whatever the case of its letters', () => {
    given(...register)
      .when(alias('granvik', 'Granvik'))
      .then(accepted);
    given(...register, alias('granvik', 'Granvik'))
      .when(alias('granvik', 'granvik'))
      .then(accepted);
    given(...register, alias('granvik', 'Granvik'))
      .when(alias('fjordheim', 'granvik'))
      .then(refused('lifecycle', { at: '/data/alias' }));
    given(...register)
      .when(alias('fjordheim', 'Helse Solheim RHF'))
      .then(refused('lifecycle', { at: '/data/alias' }));
  });

  test('is not the id of another', () => {
    given(...register)
      .when(alias('fjordheim', 'Granvik'))
      .then(refused('lifecycle', { at: '/data/alias' }));
  });
});

test('a membership of a group ends after it begins', () => {
  const joined = (to: string) => say('granvik', 'joined-group', { group: 'alle-hf', from: '2031-01-01', to });
  given(...register)
    .when(joined('2031-01-01'))
    .then(accepted);
  given(...register)
    .when(joined('2030-12-31'))
    .then(invalidAt('/data/to'));
});

describe('merging', () => {
  test('goes into another organisation that is there then, and not below it', () => {
    given(...register)
      .when(merged('fjordheim', 'granvik'))
      .then(accepted);
    given(...register)
      .when(merged('fjordheim', 'ukjent'))
      .then(invalidAt('/data/into'));
    given(...register)
      .when(merged('fjordheim', 'fjordheim'))
      .then(invalidAt('/data/into'));
    given(...register)
      .when(merged('helse-solheim', 'granvik'))
      .then(invalidAt('/data/into'));
    given(...register, retired('granvik'))
      .when(merged('fjordheim', 'granvik'))
      .then(invalidAt('/data/into'));
  });

  test('and retiring happen once', () => {
    for (const end of [merged('fjordheim', 'granvik'), retired('fjordheim')])
      for (const again of [merged('fjordheim', 'granvik'), retired('fjordheim', '2032-01-01')])
        given(...register, end)
          .when(again)
          .then(refused('lifecycle', { detail: 'fjordheim' }));
  });
});
