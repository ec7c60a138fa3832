import type {
  CommonView,
  DeviationView,
  DocumentView,
  FollowUpsView,
  OrganisationView,
  ReportView,
  RequirementView,
} from '../../contracts/views';
import {
  directoryOf,
  type Filter,
  fromDocument,
  type Generation,
  type Runner,
  startRunner,
} from '../../projections';
import { headOf, openPlace, type Place, rightOf, teller } from './support';
import { CALENDAR, DOCUMENT, REPORT, REQUIREMENT, requirement, tale, YEAR } from './tales';

let place: Place;
let runner: Runner;
let tell: ReturnType<typeof teller>;

beforeEach(async () => {
  place = await openPlace();
  tell = teller(place.log);
  runner = startRunner({ log: place.log, store: place.store });
});
afterEach(async () => {
  await runner.close();
  await place.remove();
});

async function views(): Promise<Generation> {
  rightOf(await runner.caughtUp(await headOf(place.log), 60_000)());
  const generation = runner.generation();
  if (generation === undefined) throw new Error('no views');
  return generation;
}

async function view<V>(collection: string, key: string): Promise<V> {
  const document = await (await views()).get(collection, key);
  if (document === undefined) throw new Error(`${collection} has no ${key}`);
  return fromDocument<V>(document);
}

async function keys(collection: string, filter: Filter): Promise<readonly string[]> {
  const page = rightOf(await (await views()).find(collection, { filter, limit: 100 })());
  return page.items.map(item => item.key);
}

const idOf = (ids: readonly string[], what: string): string =>
  ids[YEAR.findIndex(t => t.what === what)] ?? '';

describe('the requirements', () => {
  it('tell how each stands, and the record behind it', async () => {
    const ids = await tell(...YEAR);
    const shown = await view<RequirementView>('requirements', REQUIREMENT);
    const accepted = ids[YEAR.findIndex(t => t.family === 'requirement' && t.what === 'accepted')];
    expect(shown).toMatchObject({
      organisation: 'granvik',
      key: 'helse-solheim-sr-2031-i012',
      issuer: 'helse-solheim',
      stage: 'fulfilled',
      open: false,
      version: 2,
      years: [2031, 2032],
      year: 2032,
      acceptance: 'superseded',
      accepted: { record: accepted, version: 1 },
      status: 'green',
      deviations: { total: 1, open: 1, essential: 1 },
      due: { date: '2031-12-15' },
      successor: { organisation: 'fjordheim' },
      revision: YEAR.filter(t => t.family === 'requirement').length - 1,
    });
    expect(shown.because).toMatchObject({
      text: idOf(ids, 'amended'),
      acceptance: idOf(ids, 'amended'),
      accepted,
      status: idOf(ids, 'reported'),
      due: idOf(ids, 'deadline-extended'),
      stage: idOf(ids, 'fulfilled'),
    });
  });

  it('can be found by what a controller asks for', async () => {
    await tell(...YEAR, tale('requirement', 'fjordheim.annet-krav', 'issued'));
    expect(await keys('requirements', { op: 'equals', path: 'years', value: 2032 })).toEqual([REQUIREMENT]);
    expect(
      await keys('requirements', { op: 'equals', path: 'flags', value: 'acceptance-superseded' }),
    ).toEqual([REQUIREMENT]);
    expect(await keys('requirements', { op: 'text', path: 'text', query: 'BEREDSKAP' })).toHaveLength(2);
    expect(await keys('requirements', { op: 'equals', path: 'stage', value: 'issued' })).toEqual([
      'fjordheim.annet-krav',
    ]);
  });
});

it('one text is shown over all its addressees, side by side', async () => {
  const other = 'fjordheim.helse-solheim-sr-2031-i012';
  await tell(
    requirement('issued'),
    tale('requirement', other, 'issued'),
    requirement('amended'),
    tale('requirement', other, 'reported'),
  );
  const shown = await view<CommonView>('common', 'helse-solheim-sr-2031-i012');
  expect(shown).toMatchObject({ issuer: 'helse-solheim', version: 2, sameText: false, seq: 3 });
  expect(shown.parts.map(p => [p.organisation, p.stage, p.version, p.status?.value])).toEqual([
    ['fjordheim', 'reported', 1, 'green'],
    ['granvik', 'issued', 2, undefined],
  ]);
});

it('a document shows its items with their own revisions, and how far it is', async () => {
  await tell(...YEAR);
  const shown = await view<DocumentView>('documents', DOCUMENT);
  expect(shown).toMatchObject({
    issuer: 'helse-solheim',
    stage: 'published',
    counts: { items: 1, standing: 1 },
  });
  expect(shown.items.map(i => [i.item, i.revision, i.kind, i.decisions.length])).toEqual([
    ['i012', 4, 'indicator', 2],
  ]);
});

it('a deviation shows what it lacks, what is planned, and until when it is accepted', async () => {
  await tell(...YEAR);
  const shown = await view<DeviationView>('deviations', `${REQUIREMENT}/d1`);
  expect(shown).toMatchObject({
    organisation: 'granvik',
    open: true,
    essential: true,
    lacks: [],
    nextDue: '2031-09-01',
    accepted: { until: '2032-06-30' },
    measures: [{ measure: 'm1', stage: 'started' }],
  });
});

it('calendars, reports and organisations are shown as they stand', async () => {
  await tell(...YEAR);
  expect(await view('calendars', CALENDAR)).toMatchObject({
    organisation: 'helse-solheim',
    year: 2032,
    deadlines: [{ date: '2032-02-03', moved: { from: '2032-02-01' } }],
    weekendRule: { rule: 'next-working-day' },
  });
  expect(await view<ReportView>('reports', REPORT)).toMatchObject({
    organisation: 'granvik',
    kind: 'annual',
    year: 2031,
    number: 1,
    stage: 'administrative',
  });
  expect(await view<OrganisationView>('organisations', 'granvik')).toMatchObject({
    standing: false,
    names: ['Granvik sykehus HF', 'Granvik'],
    merged: { into: 'fjordheim' },
  });
});

it('every act is open until its follow-ups are completed, and so is the correction of one', async () => {
  const ids = await tell(...YEAR);
  const acts = [
    idOf(ids, 'published'),
    ids[YEAR.findIndex(t => t.family === 'document' && t.what === 'accepted')] ?? '',
    idOf(ids, 'amended'),
    idOf(ids, 'merged'),
  ];
  const open: Filter = { op: 'equals', path: 'open', value: true };
  expect([...(await keys('follow-ups', open))].sort()).toEqual([...acts].sort());
  const [first = ''] = acts;
  const [completed] = await tell(
    tale('follow-ups', first, 'completed', { data: { act: first, rules: 1, total: 3, declined: 1 } }),
  );
  expect(await view<FollowUpsView>('follow-ups', first)).toMatchObject({
    open: false,
    type: 'no.kravspor.document.published.v1',
    seq: YEAR.findIndex(t => t.what === 'published'),
    completed: { record: completed, total: 3, declined: 1 },
  });
  const [correction = '', other = ''] = await tell(
    tale('document', DOCUMENT, 'corrected', {
      data: { outcome: 'annulled', corrects: acts[1], reason: 'Feil dokument' },
    }),
    tale('document', DOCUMENT, 'corrected', {
      data: { outcome: 'annulled', corrects: idOf(ids, 'item-corrected'), reason: 'Feil punkt' },
    }),
  );
  expect(await keys('follow-ups', open)).toContain(correction);
  expect(await keys('follow-ups', open)).not.toContain(other);
});

describe('the directory', () => {
  it('finds requirements, records and positions once the views are far enough', async () => {
    const directory = directoryOf(runner, place.log);
    const other = 'fjordheim.helse-solheim-sr-2031-i012';
    const ids = await tell(
      requirement('issued'),
      tale('requirement', other, 'issued'),
      requirement('received'),
    );
    expect(rightOf(await directory.requirementsOf('granvik', 2)())).toEqual([REQUIREMENT]);
    expect(rightOf(await directory.requirementsWithKey('helse-solheim-sr-2031-i012', 2)())).toEqual([
      other,
      REQUIREMENT,
    ]);
    expect(rightOf(await directory.recordsOfStream(`requirement-${REQUIREMENT}`, 2)())).toEqual([
      { id: ids[0], revision: 0, seq: 0 },
      { id: ids[2], revision: 1, seq: 2 },
    ]);
    expect(rightOf(await directory.recordById(ids[1] ?? '', 1)())).toMatchObject({ seq: 1, revision: 0 });
    expect(rightOf(await directory.recordById('00000000-0000-5000-8000-000000000000', 1)())).toBeUndefined();
    const position = rightOf(await directory.positionOf(1)());
    const after: number[] = [];
    for await (const batch of place.log.readAll(position as never)) after.push(...batch.map(e => e.revision));
    expect(after).toEqual([1]);
  });

  it('gives up where the views do not get there in time', async () => {
    const answer = await directoryOf(runner, place.log, 5).requirementsOf('granvik', 7)();
    expect(answer).toMatchObject({ left: { kind: 'behind', wanted: 7 } });
  });
});
