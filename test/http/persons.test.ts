import { createHash } from 'node:crypto';
import { leafOf } from '../../services/audit';
import { readFeed } from '../../services/event-log/feed';
import { holds } from './bytes';
import { event, type Harness } from './harness';
import { light, on, OTHER_TRUST, REPORT, startWorld, TRUST, WHOLE_YEAR, type World } from './read-world';

const ORDER = { legalBasis: 'GDPR art. 17', reason: 'Krav fra den registrerte' };
const NAME = 'Kari Nordmann-Åsheim';

describe('a person in the register', () => {
  let world: World;
  let harness: Harness;
  let assigned: string;
  beforeAll(async () => {
    world = await startWorld();
    ({ harness } = world);
    const data = { unit: 'beredskap', person: 'p-4c21' };
    assigned = (
      await on(harness, '2031-12-02', 'requirement.responsible-assigned', world.exercise, TRUST, data)
    ).id;
    await on(harness, '2031-12-02', 'requirement.measure-planned', world.exercise, TRUST, {
      ...{ deviation: 'd1', measure: 'm1', text: 'Øve igjen', due: '2032-03-01', responsible: 'p-4c21' },
    });
    await on(harness, '2032-01-20', 'requirement.reported', world.exercise, TRUST, {
      ...{ period: WHOLE_YEAR, status: light('yellow'), text: 'Ni av elleve kommuner er med.' },
    });
    await harness.settled();
  });
  afterAll(() => harness.close());

  const get = (path: string) => harness.agent.get(path);
  const put = (id: string, body: object) => harness.agent.put(`/v1/persons/${id}`).send(body);
  const kari = { organisation: TRUST, name: NAME, email: 'kari@granvik.example' };

  /** Everything that shows the person, as what it shows of them. */
  async function everywhere(): Promise<Readonly<Record<string, string>>> {
    const paths = [
      `/v1/requirements/${world.exercise}`,
      `/v1/requirements/${world.exercise}?why=responsible`,
      `/v1/requirements/${world.exercise}/history`,
      `/v1/requirements/${world.exercise}/history?format=text&lang=nb`,
      `/v1/deviations/${world.exercise}/d1`,
      '/v1/deviations',
      `/v1/events/${assigned}`,
      '/v1/events?limit=1000',
      `/requirements/${world.exercise}?lang=nb`,
      `/requirements/${world.exercise}?lang=nn`,
      `/requirements/${world.exercise}?lang=en`,
      `/requirements/${world.exercise}?lang=nb&asOf=2031-12-31`,
    ];
    const shown: Record<string, string> = {};
    for (const path of paths) shown[path] = (await get(path).expect(200)).text;
    return shown;
  }
  const lacking = (shown: Readonly<Record<string, string>>, ...any: readonly string[]): readonly string[] =>
    Object.keys(shown).filter(path => !any.some(text => shown[path]?.includes(text)));

  it('is known by the id alone until it is filled in', async () => {
    expect(lacking(await everywhere(), 'p-4c21')).toEqual([]);
    expect((await get('/v1/persons/p-4c21')).status).toBe(404);
  });

  it('is refused where it has a national id, an unknown field, or an organisation that is not there', async () => {
    expect((await put('p-4c21', { organisation: TRUST, name: 'Kari 01010750160' })).body).toMatchObject({
      type: '/problems/national-id',
      errors: [{ pointer: '/name' }],
    });
    expect((await put('p-4c21', { ...kari, born: '1970' })).body).toMatchObject({
      status: 400,
      errors: [{ pointer: '/born' }],
    });
    expect((await put('p-4c21', { ...kari, organisation: 'nowhere' })).status).toBe(404);
    expect((await put('Kari', kari)).status).toBe(400);
    expect((await harness.agent.put('/v1/persons/p-4c21').type('text/plain').send('Kari')).status).toBe(415);
    expect((await get('/v1/persons')).body).toMatchObject({ total: 0 });
  });

  it('is shown by name wherever the id stands, once it is filled in', async () => {
    expect((await put('p-4c21', { ...kari, name: 'Kari Feil' })).status).toBe(201);
    expect((await put('p-4c21', kari)).status).toBe(200);
    expect((await get('/v1/persons/p-4c21')).body).toMatchObject({ id: 'p-4c21', ...kari });
    const shown = await everywhere();
    expect(lacking(shown, NAME)).toEqual([]);
    expect(JSON.parse(shown[`/v1/requirements/${world.exercise}`] ?? '')).toMatchObject({
      responsible: { person: 'p-4c21' },
      persons: { 'p-4c21': { name: NAME } },
    });
    expect(JSON.stringify(shown)).not.toContain('Kari Feil');
  });

  it('is not kept by caches, and is given whole to those that have kept it', async () => {
    const path = `/v1/requirements/${world.exercise}`;
    const named = await get(path);
    expect(named.headers['cache-control']).toBe('no-store');
    expect((await get(path).set('If-None-Match', named.headers['etag'] ?? '')).status).toBe(200);
    const other = await get(`/v1/requirements/${world.accounts}`);
    expect(
      (await get(`/v1/requirements/${world.accounts}`).set('If-None-Match', other.headers['etag'] ?? ''))
        .status,
    ).toBe(304);
  });

  it('is listed, in csv too, a page at a time', async () => {
    await put('p-5', { organisation: OTHER_TRUST, name: '=Ola' });
    const first = (await get('/v1/persons?limit=1')).body as {
      items: unknown[];
      next: string;
      total: number;
    };
    expect(first).toMatchObject({
      items: [{ id: 'p-4c21', organisationName: 'Granvik sykehus HF' }],
      total: 2,
    });
    expect((await get(`/v1/persons?limit=1&cursor=${first.next}`)).body).toMatchObject({
      items: [{ id: 'p-5' }],
    });
    expect((await get(`/v1/persons?organisation=${TRUST}&cursor=${first.next}`)).status).toBe(400);
    expect((await get(`/v1/persons?organisation=${OTHER_TRUST}`)).body).toMatchObject({ total: 1 });
    const csv = await get('/v1/persons?format=csv');
    expect(csv.text).toContain(`p-4c21;${TRUST};Granvik sykehus HF;${NAME};kari@granvik.example`);
    expect(csv.text).toContain("'=Ola");
  });

  it('is erased by a recorded act: gone everywhere, with log, tree and reports as they were', async () => {
    const { count } = (await harness.serving.service.log.head()) ?? { count: 0 };
    const basis = `basis=${count - 1}`;
    const reports = async () => {
      const document = `/v1/reports/${REPORT}/document?step=administrative&seen=${count - 1}&${basis}`;
      const answers = [];
      for (const path of [
        `${document}&lang=nb`,
        `${document}&lang=en`,
        `/v1/reports/${REPORT}/model?step=administrative&${basis}`,
      ])
        answers.push((await get(path).expect(200)).text);
      return answers;
    };
    const before = { reports: await reports(), leaves: await leaves(harness, count) };
    expect(before.reports.join()).toContain('Ni av elleve');
    expect(before.reports.join()).not.toContain('Kari');
    expect(holds(harness, NAME)).toBe(true);

    const erased = await harness.agent.post('/v1/persons/p-4c21/erasure').send(ORDER);
    expect(erased).toMatchObject({ status: 200, body: { id: 'p-4c21', done: true, ...ORDER } });
    await harness.settled();

    const shown = await everywhere();
    expect(lacking(shown, 'slettet', 'sletta', 'erased')).toEqual([]);
    expect(JSON.stringify(shown)).not.toContain('Kari');
    expect(shown[`/requirements/${world.exercise}?lang=nb`]).toContain('(slettet)');
    expect(shown[`/requirements/${world.exercise}?lang=nn`]).toContain('(sletta)');
    expect(shown[`/requirements/${world.exercise}?lang=en`]).toContain('(erased)');
    const href = (erased.body as { href: string }).href;
    expect((await get('/v1/persons/p-4c21')).body).toMatchObject({
      status: 410,
      type: '/problems/erased',
      href,
    });
    expect((await get(href)).body).toMatchObject({ event: { data: { person: 'p-4c21', ...ORDER } } });
    expect((await get('/v1/persons')).body).toMatchObject({ total: 1, items: [{ id: 'p-5' }] });

    expect({ reports: await reports(), leaves: await leaves(harness, count) }).toEqual(before);
    expect(holds(harness, 'Kari')).toBe(false);
  });

  it('is erased once: to ask again gives the first record, and nobody fills the id again', async () => {
    const count = await harness.count();
    const again = await harness.agent.post('/v1/persons/p-4c21/erasure').send({ ...ORDER, reason: 'Igjen' });
    expect(again).toMatchObject({ status: 200, body: { reason: ORDER.reason, done: true } });
    expect(await harness.count()).toBe(count);
    expect((await put('p-4c21', kari)).body).toMatchObject({ status: 410, type: '/problems/erased' });
  });

  it('can be erased by the event itself, like every act', async () => {
    const data = { person: 'p-5', ...ORDER };
    const receipt = await harness.stored(event('log.person-erased', 'log', TRUST, data));
    await harness.serving.service.erasures.done(receipt.revision, 60_000);
    expect((await get('/v1/persons')).body).toMatchObject({ total: 0 });
    expect(holds(harness, '=Ola')).toBe(false);
  });

  it('needs somebody on whose behalf it is erased', async () => {
    const unknown = await harness.agent.post('/v1/persons/p-9/erasure').send(ORDER);
    expect(unknown.body).toMatchObject({ status: 400, errors: [{ pointer: '/organisation' }] });
    const told = await harness.agent.post('/v1/persons/p-9/erasure').send({ ...ORDER, organisation: TRUST });
    expect(told).toMatchObject({ status: 200, body: { done: true } });
  });
});

/** The leaves of the first records of the log. */
async function leaves(harness: Harness, count: number): Promise<readonly string[]> {
  const found: string[] = [];
  const previous = new Map<string, string>();
  for await (const batch of readFeed(harness.serving.service.log))
    for (const record of batch.slice(0, Math.max(0, count - found.length))) {
      const leaf = leafOf('kravspor.test/log', record, previous.get(record.stream) ?? null).toString();
      previous.set(record.stream, createHash('sha256').update(leaf).digest('hex'));
      found.push(leaf);
    }
  return found;
}
