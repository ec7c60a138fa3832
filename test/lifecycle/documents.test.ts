import { accepted, invalidAt, refused } from './support/expectations';
import {
  decided,
  DOCUMENT,
  documentCalled,
  draft,
  item,
  published,
  readThrough,
  registered,
} from './support/documents';
import { given } from './support/story';
import { type Happened, tell } from './support/tell';
import { INDICATOR, issued, KEY, world } from './support/world';

const PARENT = 'helse-solheim.departementet-od-2031-i1';
const parent = tell(
  'requirement',
  PARENT,
  'issued',
  { ...issued().data, issuer: 'departementet' },
  { on: '2031-01-10', by: 'departementet' },
);
const document = documentCalled(DOCUMENT);
const dropped = decided('item-dropped', {});

describe('registering', () => {
  test('is for the issuer itself, once', () => {
    given(...world)
      .when(registered())
      .then(accepted);
    given(...world)
      .when({ ...registered(), by: 'granvik' })
      .then(refused('I104'));
    given(...world, registered())
      .when(registered())
      .then(refused('lifecycle', { detail: 'registered before' }));
  });

  test('asks for an issuer of the register (I104)', () => {
    given(...world)
      .when(registered({}, 'helse-ukjent.sr-2031'))
      .then(refused('I104', { detail: 'helse-ukjent' }));
  });

  test('asks an exemption for its legal basis', () => {
    given(...world)
      .when(registered({ classification: { access: 'exempt' } }))
      .then(invalidAt('/data/classification/legalBasis'));
  });

  test('directs it at organisations of the register below the issuer (I104)', () => {
    given(...world)
      .when(registered({ addressees: ['granvik'] }))
      .then(accepted);
    for (const stranger of ['ukjent', 'havnes', 'departementet'])
      given(...world)
        .when(registered({ addressees: ['granvik', stranger] }))
        .then(refused('I104', { at: '/data/addressees/1' }));
  });

  test('of a supplement names a published document of the same issuer', () => {
    const supplement = registered({ supplements: DOCUMENT }, 'helse-solheim.tillegg');
    given(...world, ...draft(item('i1')), published())
      .when(supplement)
      .then(accepted);
    given(...world, ...draft(item('i1')))
      .when(supplement)
      .then(invalidAt('/data/supplements'));
    given(...world, ...draft(item('i1')), published())
      .when(registered({ supplements: DOCUMENT }, 'helse-nordre.tillegg'))
      .then(invalidAt('/data/supplements', { expected: 'helse-nordre' }));
  });
});

test.each(
  [
    item('i1'),
    readThrough(0),
    decided('item-demoted', {}),
    published(),
    document('superseded', { by: 'helse-solheim.ny', reason: 'Ny versjon' }),
    document('graded-assignment-noted', { channel: 'Sak 1', date: '2031-01-01', addressees: ['granvik'] }),
  ].map(e => [e.what, e] as const),
)('%s asks for a registered document', (_what, event) => {
  given(...world)
    .when(event)
    .then(refused('lifecycle', { expected: 'a registered document' }));
});

describe('reading', () => {
  test('takes each item once', () => {
    given(...world, registered())
      .when(item('i1'))
      .then(accepted);
    given(...world, registered(), item('i1'))
      .when(item('i1'))
      .then(invalidAt('/data/item'));
  });

  test('is completed with the number of items read, once, and nothing is read after it', () => {
    given(...world, registered(), item('i1'))
      .when(readThrough(1))
      .then(accepted);
    given(...world, registered(), item('i1'))
      .when(readThrough(2))
      .then(invalidAt('/data/items', { expected: '1, the items read' }));
    given(...world, ...draft(item('i1')))
      .when(readThrough(1))
      .then(refused('lifecycle'));
    given(...world, ...draft(item('i1')))
      .when(item('i2'))
      .then(refused('lifecycle', { detail: 'completed' }));
  });
});

describe('deciding on an item', () => {
  const decisions: readonly Happened[] = [
    decided('item-corrected', { text: 'Punktet, rettet.' }),
    decided('item-promoted', { kind: 'task' }),
    decided('item-demoted', {}),
    decided('item-dropped', {}),
    decided('item-linked', { cascade: 'added' }),
    decided('item-directed', { effect: { kind: 'withdraws', key: KEY } }),
    decided('indicator-specified', { indicator: INDICATOR }),
  ];

  test.each(decisions.map(e => [e.what, e] as const))(
    '%s asks for a standing item of a draft',
    (_what, event) => {
      const story = [...world, issued(), ...draft(item('i1'))];
      given(...story)
        .when(event)
        .then(accepted);
      given(...world, ...draft(item('i2')))
        .when(event)
        .then(invalidAt('/data/item'));
      given(...story, dropped)
        .when(event)
        .then(refused('lifecycle', { detail: 'dropped' }));
      given(...story, published())
        .when(event)
        .then(refused('lifecycle', { detail: 'published' }));
    },
  );

  test('asks an exemption for its legal basis', () => {
    given(...world, ...draft(item('i1')))
      .when(decided('item-corrected', { classification: { access: 'exempt' } }))
      .then(invalidAt('/data/classification/legalBasis'));
  });

  test('links it to a parent laid on the issuer and issued, unless it is added here', () => {
    const linked = (data: object) => decided('item-linked', data);
    for (const cascade of ['verbatim', 'adapted', 'inherited'])
      given(...world, parent, ...draft(item('i1')))
        .when(linked({ cascade, parent: PARENT }))
        .then(accepted);
    given(...world, parent, ...draft(item('i1')))
      .when(linked({ cascade: 'added', parent: PARENT }))
      .then(invalidAt('/data/parent'));
    given(...world, ...draft(item('i1')))
      .when(linked({ cascade: 'adapted' }))
      .then(invalidAt('/data/parent'));
    given(...world, ...draft(item('i1')))
      .when(linked({ cascade: 'adapted', parent: PARENT }))
      .then(refused('I103'));
    given(...world, issued(), ...draft(item('i1')))
      .when(linked({ cascade: 'adapted', parent: `granvik.${KEY}` }))
      .then(refused('lifecycle', { detail: 'not laid on helse-solheim' }));
  });

  test('directs it at requirements that the issuer has issued', () => {
    const effect = { kind: 'amends', key: KEY, renewAcceptance: true };
    const directed = decided('item-directed', { effect });
    given(...world, ...draft(item('i1')))
      .when(directed)
      .then(invalidAt('/data/effect/key'));
    const others = issued({ issuer: 'departementet' }, { by: 'departementet' });
    given(...world, others, ...draft(item('i1')))
      .when(directed)
      .then(invalidAt('/data/effect/key'));
    given(...world, issued(), ...draft(item('i1')))
      .when(directed)
      .then(accepted);
  });
});

describe('publishing', () => {
  test('takes a draft that was read to its end, once', () => {
    given(...world, ...draft(item('i1')))
      .when(published())
      .then(accepted);
    given(...world, registered(), item('i1'))
      .when(published())
      .then(refused('lifecycle', { expected: 'reading-completed' }));
    given(...world, ...draft(item('i1')), published())
      .when(published())
      .then(refused('lifecycle', { detail: 'published before' }));
  });

  test('asks for at least one standing item', () => {
    given(...world, ...draft())
      .when(published())
      .then(refused('lifecycle', { detail: 'no items' }));
    given(...world, ...draft(item('i1')), dropped)
      .when(published())
      .then(refused('lifecycle'));
  });

  test('refuses an indicator without direction, by name', () => {
    const indicator = item('i1', { kind: 'indicator' });
    given(...world, ...draft(indicator, item('i2')))
      .when(published())
      .then(refused('indicator-without-direction', { at: '/items/i1' }));
    given(...world, ...draft(indicator), decided('indicator-specified', { indicator: INDICATOR }))
      .when(published())
      .then(accepted);
    given(...world, ...draft(indicator), decided('item-demoted', {}))
      .when(published())
      .then(accepted);
    for (const kind of ['carries-forward', 'withdraws'])
      given(...world, issued(), ...draft(indicator), decided('item-directed', { effect: { kind, key: KEY } }))
        .when(published())
        .then(accepted);
  });

  test('knows every addressee by the register (I104)', () => {
    given(...world, ...draft(item('i1', { addressees: ['Granvik sykehus HF'] })))
      .when(published())
      .then(accepted);
    given(...world, ...draft(item('i1', { addressees: ['Granvik sykehus HF', 'Ukjent HF'] })))
      .when(published())
      .then(refused('I104', { at: '/items/i1' }));
    given(...world, registered({}, 'havnes.sr'), item('i1', {}, 'havnes.sr'), readThrough(1, 'havnes.sr'))
      .when(published('havnes.sr'))
      .then(refused('I104', { at: '/items/i1' }));
  });

  test('lays items on those below the issuer only (I104)', () => {
    given(...world, ...draft(item('i1', { addressees: ['Havnes sykehus HF'] })))
      .when(published())
      .then(refused('I104', { at: '/items/i1' }));
  });

  test('lays nothing on those who have gone, as days are in Norway (I104)', () => {
    const retired = tell('organisations', 'granvik', 'retired', { from: '2031-02-01', reason: 'Avviklet' });
    const directed = [registered({ addressees: ['granvik'] }), item('i1'), readThrough(1)];
    given(...world, retired, ...directed)
      .when(published(DOCUMENT, '2031-01-31T22:59:59Z'))
      .then(accepted);
    given(...world, retired, ...directed)
      .when(published(DOCUMENT, '2031-01-31T23:00:00Z'))
      .then(refused('I104', { at: '/items/i1' }));
  });

  test('asks no addressee of an item that only speaks of an earlier requirement', () => {
    const amends = decided('item-directed', { effect: { kind: 'amends', key: KEY, renewAcceptance: false } });
    given(...world, issued(), ...draft(item('i1', { addressees: ['de det gjelder'] })), amends)
      .when(published())
      .then(accepted);
  });
});

test('only a published document is superseded (I103)', () => {
  const superseded = document('superseded', { by: 'helse-solheim.ny', reason: 'Ny versjon' });
  given(...world, ...draft(item('i1')), published())
    .when(superseded)
    .then(accepted);
  given(...world, ...draft(item('i1')))
    .when(superseded)
    .then(refused('I103'));
});
