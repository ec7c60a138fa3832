import { event } from './harness';
import {
  CALENDAR,
  DOCUMENT,
  HOSTILE,
  on,
  OTHER_TRUST,
  REPORT,
  startWorld,
  TRUST,
  type World,
} from './read-world';

type Json = Readonly<Record<string, unknown>>;

describe('single things and their history', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.harness.close());

  const ask = (path: string) => world.harness.agent.get(path);
  const get = async (path: string): Promise<Json> => (await ask(path).expect(200)).body as Json;

  it('gives a requirement with its revision as ETag, and 304 while nothing is new', async () => {
    const response = await ask(`/v1/requirements/${world.exercise}`).expect(200);
    const body = response.body as { revision: number };
    expect(response.headers['etag']).toBe(`"${body.revision}"`);
    await ask(`/v1/requirements/${world.exercise}`).set('If-None-Match', `"${body.revision}"`).expect(304);
    await ask(`/v1/requirements/${world.exercise}`)
      .set('If-None-Match', `"${body.revision - 1}"`)
      .expect(200);
  });

  it('links each field to the record behind it, and each record can be read', async () => {
    const { because } = await get(`/v1/requirements/${world.exercise}`);
    const links = Object.entries(because as Record<string, { record: string; href: string }>);
    expect(Object.fromEntries(links)).toMatchObject({ answer: { record: world.corrected.id } });
    for (const [, { href }] of links) {
      const record = await get(href);
      expect(record).toMatchObject({ meta: { stream: `requirement-${world.exercise}` } });
    }
    expect(links.length).toBeGreaterThan(10);
  });

  it('shows every record of a history, with both times and what corrected it', async () => {
    const history = await get(`/v1/requirements/${world.exercise}/history`);
    const entries = history['entries'] as Json[];
    expect(entries.map(e => e['what'])).toEqual([
      'issued',
      'accepted',
      'reported',
      'deviation-raised',
      'corrected',
    ]);
    expect(entries[2]).toMatchObject({
      record: world.reported.id,
      daysLater: 12,
      standing: 'replaced',
      data: { text: 'Fire av elleve kommuner er med.' },
      counts: { data: { text: 'Fem av elleve kommuner er med.' } },
      corrections: [{ record: world.corrected.id, outcome: 'replaced', counts: true }],
    });
    expect(entries[4]).toMatchObject({ corrects: world.reported.id, standing: 'stands' });
  });

  it('tells the history in Bokmål unless another language is asked for', async () => {
    const path = `/v1/requirements/${world.exercise}/history`;
    const nb = await ask(path).set('Accept', 'text/plain').expect(200);
    expect(nb.headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(nb.headers['content-language']).toBe('nb');
    const text = nb.text.replace(/\s+/g, ' ');
    expect(text).toContain(
      'Granvik sykehus HF rapporterte for januar–april 2031: Gul. «Fire av elleve kommuner er med.»',
    );
    expect(text).toContain('Registrert 12 dager senere, 20.06.2031.');
    expect(text).toContain(
      'Rettet 01.07.2031: dette gjelder ikke lenger som skrevet. Begrunnelse: En kommune var glemt',
    );
    expect(text).toContain(
      'Gjelder nå: Granvik sykehus HF rapporterte for januar–april 2031: Gul. «Fem av elleve',
    );
    const nn = await ask(path).query({ format: 'text' }).set('Accept-Language', 'nn-NO,nb;q=0.5').expect(200);
    expect(nn.text.replace(/\s+/g, ' ')).toContain('Registrert 12 dagar seinare, 20.06.2031.');
    const en = await ask(path).query({ format: 'text', lang: 'en' }).expect(200);
    expect(en.text.replace(/\s+/g, ' ')).toContain('Recorded 12 days later, 20.06.2031.');
  });

  it.each([
    ['document', `/v1/documents/${DOCUMENT}/history`, 'Historikk for dokument'],
    ['report', `/v1/reports/${REPORT}/history`, 'Historikk for rapport'],
    ['calendar', `/v1/calendars/${CALENDAR}/history`, 'Historikk for frister'],
    ['organisation', `/v1/organisations/${TRUST}/history`, 'Historikk for registeret'],
  ])('tells the history of a %s by the same renderer', async (_family, path, title) => {
    const data = await get(path);
    const text = (await ask(`${path}?format=text`).expect(200)).text;
    expect(text).toContain(title);
    for (const entry of data['entries'] as { record: string }[]) expect(text).toContain(entry.record);
    expect(text).not.toMatch(/undefined|\[object|…/);
  });

  it('gives a document with its items, each with the ETag to decide on it and its lines', async () => {
    const document = await get(`/v1/documents/${DOCUMENT}`);
    const items = document['items'] as { item: string; etag: string; provenance: Json; kind: string }[];
    const indicator = items.find(i => i.kind === 'indicator');
    expect(indicator?.provenance).toMatchObject({
      lines: [13, 13],
      original: `/documents/${DOCUMENT}/original#L13`,
    });
    const item = await ask(`/v1/documents/${DOCUMENT}/items/${indicator?.item ?? ''}`).expect(200);
    expect(item.headers['etag']).toBe(indicator?.etag);
    expect((document['revision'] as number) > Number(/\d+/.exec(indicator?.etag ?? '')?.[0])).toBe(true);
  });

  it('gives deviations, calendars, organisations and common texts', async () => {
    expect(await get(`/v1/deviations/${world.exercise}/d1`)).toMatchObject({ lacks: ['cause', 'measure'] });
    expect(await get(`/v1/calendars/${CALENDAR}`)).toMatchObject({
      deadlines: [{ deadline: 'tertial-1', effective: '2031-06-03' }, { deadline: 'administrativ' }, {}],
    });
    const organisation = await get(`/v1/organisations/${TRUST}?on=2030-01-01`);
    expect(organisation).toMatchObject({ names: ['Granvik sykehus HF', 'Granvik'], asOf: { aliases: [] } });
    const key = world.exercise.slice(TRUST.length + 1);
    expect(await get(`/v1/common/${key}`)).toMatchObject({ addressees: 2, joint: 'at-risk' });
  });

  it('gives a text as it was told, whatever it looks like', async () => {
    expect(await get(`/v1/requirements/${world.stock}`)).toMatchObject({ answer: { text: HOSTILE } });
  });

  it.each([
    '/v1/requirements/granvik.nothing',
    '/v1/requirements/granvik.nothing/history',
    '/v1/documents/helse-solheim.nothing',
    '/v1/deviations/granvik.nothing/d1',
    '/v1/organisations/nobody',
    '/v1/calendars/helse-solheim.1999',
    '/v1/reports/granvik.annual.1999.1',
    '/v1/common/nothing',
    '/v1/follow-ups/5f0c8d6e-6d0b-5a53-8f7e-0d6f2a1b9c3d',
    '/v1/events/5f0c8d6e-6d0b-5a53-8f7e-0d6f2a1b9c3d',
  ])('knows nothing of %s', async path => {
    const response = await ask(path).expect(404);
    expect((response.body as { type: string }).type).toMatch(/\/problems\/not-found$/);
  });

  it('waits for what was just written, by the position of its receipt', async () => {
    for (let i = 0; i < 5; i++) {
      const told = await on(world.harness, '2031-12-02', 'requirement.measured', world.indicator, TRUST, {
        period: { year: 2031, months: [i + 1] },
        value: { state: 'set', value: String(70 + i) },
      });
      const seen = await get(`/v1/requirements/${world.indicator}?wait=${told.position}`);
      expect(seen).toMatchObject({
        revision: told.revision,
        measurement: { value: { value: String(70 + i) } },
      });
      expect(await get(`/v1/events/${told.id}?wait=${told.position}`)).toMatchObject({
        meta: { id: told.id },
      });
    }
  });

  it('waits for an index as well, and refuses a position that is not there', async () => {
    const head = (await world.harness.count()) - 1;
    expect(await get(`/v1/requirements?limit=1&wait=seq:${head}`)).toMatchObject({ seq: head });
    await ask('/v1/requirements?wait=999999').expect(400);
    await ask('/v1/requirements?wait=nonsense').expect(400);
  });

  it('waits for the follow-ups of an act', async () => {
    const amended = await on(
      world.harness,
      '2031-12-03',
      'requirement.amended',
      world.stock,
      'helse-solheim',
      {
        version: 2,
        text: 'Rapportere lagernivå hver uke.',
        renewAcceptance: false,
        reason: 'Tettere oppfølging',
      },
    );
    const path = `/v1/follow-ups/${amended.id}`;
    await get(`${path}?wait=${amended.position}`);
    expect(await get(`${path}?wait=completed`)).toMatchObject({ open: false, completed: { declined: 0 } });
  });

  it('gives a record exactly as it was sent', async () => {
    const sent = event(
      'requirement.received',
      `${OTHER_TRUST}.${world.stock.slice(TRUST.length + 1)}`,
      OTHER_TRUST,
      {
        note: 'Journalført',
      },
      { time: '2031-12-04T11:00:00Z', reason: 'Rutine', correlationid: 'sak-7' },
    );
    const told = await world.harness.stored(sent);
    const response = await ask(`/v1/events/${told.id}?wait=${told.position}`).expect(200);
    expect((response.body as { event: unknown }).event).toEqual(sent);
    expect(response.headers['link']).toContain('/history>; rel="collection"');
  });
});
