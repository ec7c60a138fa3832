import { folds } from '../../contracts/states';
import { foldStream } from '../../contracts/states/fold';
import type { RequirementState } from '../../contracts/states/requirement';
import { acceptanceStatus, currentText, flagsOf } from '../../contracts/states/requirement-status';
import { toldBy } from '../../contracts/states/told';
import { carryOutAll, completions, followUpsAmong, happenings } from './support/acts';
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
import { openPlace, type Place, receiptOf } from './support/place';
import { type Happened, tell } from './support/tell';
import { fromAbove, INDICATOR, issued, scale, register } from './support/world';

let place: Place;
beforeEach(async () => {
  place = await openPlace();
  await place.tell(...register, scale);
});
afterEach(() => place.dispose());

const OD = 'departementet.od-2031';
const PARENT = 'helse-solheim.departementet-od-2031-i1';
const TILLEGG = 'helse-solheim.tillegg';
const requirement = (who: string, id: string, document = 'helse-solheim-sr-2031'): string =>
  `${who}.${document}-${id}`;

/** Sends events, giving If-Match where a decision asks for it, and carries out what they cause. */
async function happen(...events: readonly Happened[]): Promise<void> {
  for (const event of events) {
    const { records, state } = await place.door.read('document', `document-${event.subject}`);
    const { item: of } = event.data as { readonly item?: string };
    const revision = state.items.find(i => i.item === of)?.revision ?? records.length - 1;
    const guarded = event.family === 'document' && /^(item-(?!read)|indicator-|published)/.test(event.what);
    receiptOf(await place.send(event, guarded ? { ifMatch: revision } : {}));
  }
  await carryOutAll(place.log, place.door);
}

async function stateOf(subject: string): Promise<RequirementState> {
  const records = await place.records(`requirement-${subject}`);
  return foldStream(
    folds.requirement,
    records.flatMap(r => toldBy(r) ?? []),
  );
}

const commission = [
  registered({}, OD),
  item('i1', { addressees: [] }, OD),
  readThrough(1, OD),
  published(OD, '2031-01-10'),
];
const supplement = (...directions: readonly object[]): readonly Happened[] => {
  const say = documentCalled(TILLEGG);
  const items = directions.map((_, i) =>
    item(`i${i + 1}`, { addressees: [], text: `Tillegg ${i + 1}.` }, TILLEGG),
  );
  return [
    registered({ supplements: DOCUMENT, year: 2032 }, TILLEGG),
    ...items,
    readThrough(items.length, TILLEGG),
    ...directions.map((effect, i) =>
      say('item-directed', { item: `i${i + 1}`, effect, reason: `Grunn ${i + 1}` }),
    ),
    published(TILLEGG, '2031-05-01'),
  ];
};

describe('publication', () => {
  test('lays each item on each of its addressees, in the order of the document', async () => {
    const items = [
      item('i1', { addressees: [] }),
      item('i2', { addressees: ['Granvik sykehus HF'], order: 1 }),
      item('i3', { kind: 'framing', reportable: false, addressees: [] }),
    ];
    await happen(...draft(...items), published());
    expect(happenings(await place.records())).toEqual(
      [
        ['granvik', 'i1'],
        ['fjordheim', 'i1'],
        ['granvik', 'i2'],
        ['granvik', 'i3'],
        ['fjordheim', 'i3'],
      ].map(([who = '', id = '']) => `${requirement(who, id)} issued`),
    );
    const act = (await place.records(`document-${DOCUMENT}`)).at(-1)?.meta.id;
    expect(completions(await place.records())).toEqual([{ act, rules: 1, total: 5, declined: 0 }]);
  });

  test('tells each addressee all that the document says of the item', async () => {
    const indicator = item('i1', {
      kind: 'indicator',
      addressees: ['Granvik sykehus HF', 'Fjordheim sykehus HF'],
    });
    await happen(
      ...draft(indicator),
      decided('indicator-specified', { indicator: INDICATOR }),
      decided('item-corrected', { classification: { access: 'exempt', legalBasis: 'offl. § 14' } }),
      published(),
    );
    const [record] = await place.records(`requirement-${requirement('granvik', 'i1')}`);
    expect(record?.event).toMatchObject({
      source: 'urn:kravspor:follow-ups',
      time: '2031-01-31T10:00:00Z',
      organisation: 'helse-solheim',
      causationid: expect.any(String),
      data: {
        issuer: 'helse-solheim',
        addresseePhrase: 'Granvik sykehus HF; Fjordheim sykehus HF',
        registerRevision: 5,
        text: 'Punkt i1.',
        kind: 'indicator',
        modality: 'skal',
        reporting: { mode: 'through-year+annual', source: 'kap. 1.1' },
        classification: { access: 'exempt', legalBasis: 'offl. § 14' },
        steeringYear: 2031,
        origin: {
          document: DOCUMENT,
          item: 'i1',
          revision: 4,
          place: { section: '3.2' },
          sha256: '12'.repeat(32),
        },
        indicator: INDICATOR,
      },
    });
  });

  test('an item demoted to framing is no indicator any more, and its reporting is that of framing', async () => {
    await happen(
      ...draft(item('i1', { kind: 'indicator' })),
      decided('indicator-specified', { indicator: INDICATOR }),
      decided('item-demoted', {}),
      published(),
    );
    const state = await stateOf(requirement('granvik', 'i1'));
    expect(state).toMatchObject({ issued: { kind: 'framing' }, reporting: { mode: 'none' } });
    expect(state.indicator).toBeUndefined();
  });

  test('resolves addressees by the register as it was decided on, and leaves what came later alone', async () => {
    await place.tell(...draft(item('i1', { addressees: [] })));
    receiptOf(await place.send(published(), { ifMatch: 2 }));
    await place.tell(
      tell(
        'organisations',
        'breidal',
        'registered',
        { name: 'Breidal HF', kind: 'trust', parent: 'helse-solheim' },
        { by: 'departementet' },
      ),
    );
    await carryOutAll(place.log, place.door);
    expect(happenings(await place.records())).toHaveLength(2);
  });

  test('links children to their parent, both ways, with the kind and the parent’s revision and version', async () => {
    await happen(...commission);
    await happen(tell('requirement', PARENT, 'received', {}, { by: 'helse-solheim' }));
    await happen(
      ...draft(item('i1', { addressees: [] }), item('i2', { addressees: [] })),
      decided('item-linked', { cascade: 'adapted', parent: PARENT }, 'i1'),
      decided('item-linked', { cascade: 'verbatim', parent: PARENT }, 'i2'),
      published(),
    );
    const [child] = await place.records(`requirement-${requirement('granvik', 'i1')}`);
    expect(child?.event.data).toMatchObject({
      parent: { requirement: PARENT, cascade: 'adapted', revision: 1, version: 1 },
    });
    expect((await stateOf(requirement('granvik', 'i1'))).parent).toMatchObject({ revision: 1, version: 1 });
    expect((await stateOf(PARENT)).children.map(c => [c.requirement, c.cascade])).toEqual([
      [requirement('granvik', 'i1'), 'adapted'],
      [requirement('fjordheim', 'i1'), 'adapted'],
      [requirement('granvik', 'i2'), 'verbatim'],
      [requirement('fjordheim', 'i2'), 'verbatim'],
    ]);
  });

  test('tells a parent of all its children, however many', async () => {
    await happen(...commission);
    const ids = Array.from({ length: 130 }, (_, i) => `i${i + 1}`);
    await happen(
      ...draft(...ids.map(id => item(id, { addressees: [] }))),
      ...ids.map(id => decided('item-linked', { cascade: 'verbatim', parent: PARENT }, id)),
      published(),
    );
    expect((await stateOf(PARENT)).children).toHaveLength(260);
    expect(completions(await place.records())).toMatchObject([{}, { total: 262, declined: 0 }]);
  });
});

describe('a supplement', () => {
  const key = 'helse-solheim-sr-2031-i1';
  const one = requirement('granvik', 'i1');

  beforeEach(() => happen(...draft(item('i1', { addressees: [] })), published()));

  test('amends the text for every addressee', async () => {
    await happen(...supplement({ kind: 'amends', key, renewAcceptance: true }));
    for (const who of ['granvik', 'fjordheim']) {
      const state = await stateOf(requirement(who, 'i1'));
      expect(currentText(state)).toMatchObject({
        version: 2,
        text: 'Tillegg 1.',
        renewAcceptance: true,
        reason: 'Grunn 1',
      });
    }
    const said = followUpsAmong(await place.records(`document-${DOCUMENT}`));
    expect(said).toEqual([[DOCUMENT, 'supplemented', { by: TILLEGG }]]);
  });

  test('withdraws, and carries forward', async () => {
    await happen(...supplement({ kind: 'carries-forward', key }));
    expect((await stateOf(one)).years.map(y => y.year)).toEqual([2031, 2032]);
    const again = supplement({ kind: 'withdraws', key }).map(e => ({
      ...e,
      subject: 'helse-solheim.tillegg-2',
      id: `${e.id}b`,
    }));
    await happen(...again);
    expect((await stateOf(one)).ended).toMatchObject({ how: 'withdrawn', reason: 'Grunn 1' });
  });

  test('restates under a new key that names its predecessor, for those it addresses', async () => {
    const say = documentCalled(TILLEGG);
    await happen(
      registered({ supplements: DOCUMENT }, TILLEGG),
      item('i1', { addressees: ['Granvik sykehus HF'] }, TILLEGG),
      readThrough(1, TILLEGG),
      say('item-directed', { item: 'i1', effect: { kind: 'restates', key }, reason: 'Ny ordlyd' }),
      published(TILLEGG, '2031-05-01'),
    );
    const restated = requirement('granvik', 'i1', 'helse-solheim-tillegg');
    expect((await stateOf(restated)).issued).toMatchObject({ predecessor: one });
    expect((await stateOf(one)).ended).toMatchObject({ how: 'superseded', by: restated });
    expect((await stateOf(requirement('fjordheim', 'i1'))).ended).toBeUndefined();
  });

  test('touches what its issuer has issued, and nobody else’s under the same key', async () => {
    const others = issued({ issuer: 'departementet' }, { by: 'departementet' }, `havnes.${key}`);
    await happen(others, ...supplement({ kind: 'amends', key, renewAcceptance: false }));
    expect((await stateOf(others.subject)).versions).toHaveLength(1);
    expect(completions(await place.records()).at(-1)).toMatchObject({ declined: 0 });
  });

  test('declines what no longer applies, with why', async () => {
    await place.tell(...supplement({ kind: 'amends', key, renewAcceptance: true }).slice(0, 3));
    receiptOf(
      await place.send(
        documentCalled(TILLEGG)('item-directed', {
          item: 'i1',
          effect: { kind: 'amends', key, renewAcceptance: true },
          reason: 'Skjerpet',
        }),
        { ifMatch: 1 },
      ),
    );
    receiptOf(await place.send(published(TILLEGG, '2031-05-01'), { ifMatch: 3 }));
    await place.tell(fromAbove('withdrawn', { reason: 'Overført' }, { on: '2031-04-01' }));
    await carryOutAll(place.log, place.door);
    const state = await stateOf(one);
    expect(state.versions).toHaveLength(1);
    expect(state.declined).toMatchObject([
      { type: 'no.kravspor.requirement.amended.v1', why: 'The requirement was withdrawn on 2031-04-01.' },
    ]);
    expect(flagsOf(state)).toContain('follow-up-declined');
    expect(currentText(await stateOf(requirement('fjordheim', 'i1')))?.version).toBe(2);
    expect(completions(await place.records())).toContainEqual(
      expect.objectContaining({ total: 3, declined: 1 }),
    );
  });
});

describe('a board case', () => {
  const boardCase = { number: '12/31', title: 'Styringskrav 2031', date: '2031-02-20' };
  const taken = (...requirements: readonly object[]): Happened =>
    documentCalled(DOCUMENT)(
      'accepted',
      { boardCase, wording: 'Tatt til etterretning', requirements },
      { by: 'granvik', body: 'board', on: '2031-02-20' },
    );
  const [one, two] = [requirement('granvik', 'i1'), requirement('granvik', 'i2')];

  beforeEach(() =>
    happen(
      ...draft(item('i1'), item('i2')).map(e =>
        e.what === 'item-read' ? { ...e, data: { ...e.data, addressees: [] } } : e,
      ),
      published(),
    ),
  );

  test('accepts each requirement that it names, at its own time, in the name of the board', async () => {
    await happen(
      taken(
        { requirement: one, version: 1 },
        { requirement: two, version: 1, reservation: 'Forutsatt midler' },
      ),
    );
    expect(acceptanceStatus(await stateOf(one))).toBe('accepted');
    expect(acceptanceStatus(await stateOf(two))).toBe('accepted-with-reservation');
    const record = (await place.records(`requirement-${two}`)).at(-1);
    expect(record?.event).toMatchObject({
      time: '2031-02-20T10:00:00Z',
      organisation: 'granvik',
      body: 'board',
      data: { version: 1, boardCase, wording: 'Tatt til etterretning', reservation: 'Forutsatt midler' },
    });
  });

  test('is declined, with why, for what was withdrawn before the board met', async () => {
    await place.tell(taken({ requirement: one, version: 1 }, { requirement: two, version: 1 }));
    await place.tell(
      tell(
        'requirement',
        two,
        'withdrawn',
        { reason: 'Overført' },
        { by: 'helse-solheim', on: '2031-02-10' },
      ),
    );
    await carryOutAll(place.log, place.door);
    expect(acceptanceStatus(await stateOf(one))).toBe('accepted');
    expect((await stateOf(two)).declined).toMatchObject([
      { why: 'The requirement was withdrawn on 2031-02-10.' },
    ]);
    expect(completions(await place.records()).at(-1)).toMatchObject({ total: 2, declined: 1 });
  });
});

describe('an amended parent', () => {
  const amendedParent = (version: number): Happened =>
    tell(
      'requirement',
      PARENT,
      'amended',
      { version, text: `Tekst ${version}.`, renewAcceptance: false, reason: 'Skjerpet' },
      { by: 'departementet', on: '2031-04-01' },
    );
  const child = requirement('granvik', 'i1');
  const linkedDraft = [
    ...draft(item('i1', { addressees: [] })),
    decided('item-linked', { cascade: 'adapted', parent: PARENT }),
  ];

  test('shows in its children, until their own text is amended', async () => {
    await happen(...commission);
    await happen(...linkedDraft, published());
    await happen(amendedParent(2));
    expect((await stateOf(child)).parent?.changed).toMatchObject({ version: 2, text: 'Tekst 2.' });
    expect(flagsOf(await stateOf(child))).toContain('parent-changed');
    await happen(
      tell(
        'requirement',
        child,
        'amended',
        { version: 2, text: 'Ny.', renewAcceptance: true, reason: 'Følger opp' },
        { by: 'helse-solheim', on: '2031-05-01' },
      ),
    );
    expect((await stateOf(child)).parent).toMatchObject({ version: 2 });
    expect(flagsOf(await stateOf(child))).not.toContain('parent-changed');
  });

  test('shows also in children that were only about to be told', async () => {
    await happen(...commission);
    await place.tell(...linkedDraft.slice(0, -1));
    receiptOf(await place.send(linkedDraft.at(-1) ?? amendedParent(2), { ifMatch: 1 }));
    receiptOf(await place.send(published(), { ifMatch: 3 }));
    await place.tell(amendedParent(2));
    await carryOutAll(place.log, place.door);
    expect((await stateOf(child)).parent).toMatchObject({ version: 1, changed: { version: 2 } });
    expect(happenings(await place.records()).filter(h => h.endsWith('parent-changed'))).toHaveLength(2);
  });

  test('does not show in children derived from the new text', async () => {
    await happen(...commission);
    await happen(amendedParent(2));
    await happen(...linkedDraft, published(DOCUMENT, '2031-05-01'));
    const { parent } = await stateOf(child);
    expect(parent?.version).toBe(2);
    expect(parent?.changed).toBeUndefined();
  });
});

test('a merger gives every open requirement of the organisation its successor', async () => {
  const [open, ended] = [issued({}, {}, 'fjordheim.k1'), issued({}, {}, 'fjordheim.k2')];
  await happen(
    open,
    ended,
    issued({}, {}, 'granvik.k1'),
    tell('requirement', 'fjordheim.k2', 'closed', { reason: 'Ferdig' }, { by: 'helse-solheim' }),
    tell(
      'organisations',
      'fjordheim',
      'merged',
      { into: 'granvik', from: '2032-01-01', reason: 'Vedtak' },
      { by: 'departementet', on: '2031-11-01' },
    ),
  );
  expect(happenings(await place.records())).toEqual(['fjordheim.k1 addressee-succeeded']);
  expect((await stateOf('fjordheim.k1')).succeeded).toMatchObject({
    successor: 'granvik',
    from: '2032-01-01',
  });
});
