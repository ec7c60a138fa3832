import { copyFileSync, cpSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { left } from 'fp-ts/Either';
import { leafOf } from '../../services/audit';
import { readFeed } from '../../services/event-log/feed';
import { hashOfKey, newKey } from '../../services/http';
import { event, type Harness, startHarness } from './harness';
import {
  light,
  MINISTRY,
  on,
  OTHER_TRUST,
  REGION,
  REPORT,
  startWorld,
  TRUST,
  WHOLE_YEAR,
  type World,
} from './read-world';
import { DOCUMENT as TEXT, settle } from './world';

const ORDER = { legalBasis: 'GDPR art. 17', reason: 'Krav fra den registrerte' };
const NAME = 'Kari Nordmann-Åsheim';

/** Every byte in the data folder. */
function bytesIn(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map(name => join(folder, name))
    .filter(path => statSync(path).isFile())
    .map(path => readFileSync(path).toString('latin1'))
    .join('\n');
}
/** Does this text stand anywhere in the data folder? */
const holds = ({ folder }: Harness, text: string): boolean =>
  bytesIn(folder).includes(Buffer.from(text).toString('latin1'));

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
    await harness.serving.service.erasures.done(receipt.revision, 10_000);
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

describe('an erasure that was cut off', () => {
  let harness: Harness;
  let failing = false;
  beforeAll(async () => {
    harness = await startHarness(
      {},
      {
        aroundBeside: beside => ({
          ...beside,
          persons: {
            ...beside.persons,
            // As if the service were killed each time between the record and what follows from it.
            erase: ids =>
              failing
                ? () => Promise.resolve(left({ kind: 'unavailable', detail: 'killed' } as const))
                : beside.persons.erase(ids),
          },
        }),
      },
    );
    await settle(harness);
  });
  afterAll(() => harness.close());

  const kari = { organisation: TRUST, name: NAME };
  const erased = (id: string) =>
    harness.stored(event('log.person-erased', 'log', TRUST, { person: id, ...ORDER }));

  it('counts from its record on, and is finished at the next start', async () => {
    await harness.agent.put('/v1/persons/p-1').send(kari).expect(201);
    failing = true;
    const receipt = await erased('p-1');
    expect(await harness.serving.service.erasures.done(receipt.revision, 300)).toBe(false);
    expect((await harness.agent.get('/v1/persons/p-1')).status).toBe(410);
    expect((await harness.agent.get('/v1/persons')).body).toMatchObject({ items: [] });
    expect((await harness.agent.put('/v1/persons/p-1').send(kari)).status).toBe(410);
    expect((await harness.agent.get('/metrics')).text).toMatch(/^kravspor_erasures_pending\S* 1$/m);
    expect(holds(harness, NAME)).toBe(true);
    await harness.restart();
    expect(holds(harness, NAME)).toBe(true);
    failing = false;
    await harness.restart();
    expect(holds(harness, NAME)).toBe(false);
    expect((await harness.agent.get('/metrics')).text).toMatch(/^kravspor_erasures_pending\S* 0$/m);
  });

  it('is tried again while the service runs', async () => {
    await harness.agent.put('/v1/persons/p-2').send(kari).expect(201);
    failing = true;
    const receipt = await erased('p-2');
    expect(await harness.serving.service.erasures.done(receipt.revision, 300)).toBe(false);
    failing = false;
    expect(await harness.serving.service.erasures.done(receipt.revision, 10_000)).toBe(true);
    expect(holds(harness, NAME)).toBe(false);
  });

  it('is done anew where a backup of the vault from before it was put back', async () => {
    await harness.agent.put('/v1/persons/p-3').send(kari).expect(201);
    const vault = join(harness.folder, 'vault.db');
    const backup = join(harness.folder, '..', `${Date.now()}-vault-backup.db`);
    copyFileSync(vault, backup);
    await harness.agent.post('/v1/persons/p-3/erasure').send(ORDER).expect(200);
    await harness.serving.close();
    copyFileSync(backup, vault);
    expect(holds(harness, NAME)).toBe(true);
    await harness.restart();
    expect(holds(harness, NAME)).toBe(false);
    expect((await harness.agent.get('/v1/persons/p-3')).status).toBe(410);
    rmSync(backup);
  });
});

describe('an original that is erased', () => {
  let harness: Harness;
  let sha256: string;
  const IMPORT = `/v1/imports?issuer=${REGION}&document=sr-2031&year=2031`;
  const imported = () => harness.agent.post(IMPORT).set('Content-Type', 'text/plain').send(TEXT);
  beforeAll(async () => {
    harness = await startHarness();
    await settle(harness);
    sha256 = ((await imported().expect(201)).body as { sha256: string }).sha256;
    await harness.settled();
  });
  afterAll(() => harness.close());

  it('is gone but for its hash, says by which record, and is not taken again', async () => {
    const original = `/v1/originals/${sha256}`;
    expect((await harness.agent.get(original).expect(200)).text).toBe(TEXT);
    cpSync(join(harness.folder, 'content'), join(harness.folder, 'backup'), { recursive: true });
    const erased = await harness.agent.post(`${original}/erasure`).send({ ...ORDER, organisation: REGION });
    expect(erased).toMatchObject({ status: 200, body: { id: sha256, done: true } });
    const { record, href } = erased.body as { record: string; href: string };
    expect((await harness.agent.get(original)).body).toMatchObject({ status: 410, record, href });
    const page = (await harness.agent.get(`/documents/${REGION}.sr-2031/original?lang=nb`).expect(200)).text;
    expect(page).toContain('Originalen er slettet');
    expect(page).toContain(href);
    expect((await harness.agent.get(`/v1/documents/${REGION}.sr-2031`)).body).toMatchObject({
      registered: { original: { sha256 } },
    });
    const count = await harness.count();
    expect((await imported()).body).toMatchObject({ status: 410, type: '/problems/erased', record });
    expect(
      (await harness.agent.post(`${original}/erasure`).send({ ...ORDER, organisation: REGION })).status,
    ).toBe(200);
    expect(await harness.count()).toBe(count);
  });

  it('is erased again where a backup of the originals was put back', async () => {
    const content = join(harness.folder, 'content');
    const kept = (): readonly string[] => readdirSync(join(content, sha256.slice(0, 2)));
    await harness.serving.close();
    cpSync(join(harness.folder, 'backup'), content, { recursive: true });
    expect(kept()).toContain(sha256);
    await harness.restart();
    expect(kept()).toEqual([`${sha256}.erased`]);
    expect((await harness.agent.get(`/v1/originals/${sha256}`)).status).toBe(410);
  });

  it('has to have been here', async () => {
    const nowhere = harness.agent.post(`/v1/originals/${'ab'.repeat(32)}/erasure`);
    expect((await nowhere.send({ ...ORDER, organisation: REGION })).status).toBe(404);
  });
});

describe('who may see and fill the register', () => {
  let harness: Harness;
  const keys: Record<string, string> = {};
  const issue = async (name: string, data: object): Promise<void> => {
    const key = newKey();
    keys[name] = key;
    await harness.stored(
      event('access.key-issued', name, MINISTRY, {
        ...{ hash: hashOfKey(key), holder: `svc-${name}`, sources: ['https://tests.example'] },
        ...{ expires: '2099-01-01T00:00:00Z', ...data },
      }),
    );
  };
  beforeAll(async () => {
    harness = await startHarness();
    await settle(harness);
    await issue('admin', { organisation: MINISTRY, roles: ['administrator'], scope: 'whole-log' });
    await issue('trust-admin', { organisation: TRUST, roles: ['administrator'] });
    await issue('auditor', { organisation: MINISTRY, roles: ['auditor'], scope: 'whole-log' });
    await issue('trust', { organisation: TRUST, roles: ['reporter'] });
    await issue('region', { organisation: REGION, roles: ['owner'] });
    await issue('other', { organisation: OTHER_TRUST, roles: ['reporter'] });
    await harness.restart({ auth: 'keys' });
    await as('admin', harness.agent.put('/v1/persons/p-1')).send({
      organisation: TRUST,
      name: NAME,
      email: 'k@x.example',
    });
    await as('admin', harness.agent.put('/v1/persons/p-2')).send({ organisation: REGION, name: 'Ola Vik' });
  });
  afterAll(() => harness.close());

  const as = <R extends { set(header: string, value: string): R }>(name: string, request: R): R =>
    request.set('Authorization', `Bearer ${keys[name] ?? ''}`);
  const seen = async (name: string, path: string) => {
    const { status, body } = await as(name, harness.agent.get(path));
    return status === 200 ? (body as object) : status;
  };

  it('who sent an event by name in its history, and as erased after', async () => {
    const history = async (lang: string) =>
      (await as('trust', harness.agent.get(`/v1/organisations/${TRUST}/history?format=text&lang=${lang}`)))
        .text;
    const data = { alias: 'Granvik', from: '2025-01-01' };
    const alias = event('organisations.alias-added', TRUST, TRUST, data);
    await harness.stored(alias, { Authorization: `Bearer ${keys['trust-admin'] ?? ''}` });
    await harness.settled();
    expect(await history('nb')).not.toContain('Registrert av');
    const person = { organisation: TRUST, name: 'Siri Moe' };
    await as('admin', harness.agent.put('/v1/persons/svc-trust-admin')).send(person);
    expect(await history('nb')).toContain('Registrert av Siri Moe.');
    await as('admin', harness.agent.post('/v1/persons/svc-trust-admin/erasure')).send(ORDER);
    expect(await history('nb')).toContain('Registrert av (slettet).');
    expect(await history('nn')).toContain('Registrert av (sletta).');
    expect(await history('en')).toContain('Recorded by (erased).');
  });

  it('names to those who may read what the person’s organisation does; the address to those with the register', async () => {
    const plain = { href: '/v1/persons/p-1', id: 'p-1', organisation: TRUST, name: NAME };
    expect(await seen('trust', '/v1/persons/p-1')).toEqual(plain);
    expect(await seen('region', '/v1/persons/p-1')).toEqual(plain);
    expect(await seen('auditor', '/v1/persons/p-1')).toEqual({ ...plain, email: 'k@x.example' });
    expect(await seen('other', '/v1/persons/p-1')).toBe(404);
    expect(await seen('trust', '/v1/persons/p-2')).toBe(404);
    expect((await harness.agent.get('/v1/persons/p-1')).status).toBe(401);
  });

  it('the register to administrators and auditors, as far as they may read', async () => {
    expect(await seen('trust', '/v1/persons')).toBe(403);
    expect(await seen('auditor', '/v1/persons')).toMatchObject({ total: 2 });
    expect(await seen('trust-admin', '/v1/persons')).toMatchObject({ total: 1, items: [{ id: 'p-1' }] });
    expect(await seen('trust-admin', `/v1/persons?organisation=${REGION}`)).toMatchObject({ total: 0 });
  });

  it('filling and erasing to administrators, in their own part', async () => {
    const put = async (name: string, id: string, organisation: string) =>
      (await as(name, harness.agent.put(`/v1/persons/${id}`)).send({ organisation, name: 'Per Lie' })).status;
    expect(await put('trust', 'p-3', TRUST)).toBe(403);
    expect(await put('auditor', 'p-3', TRUST)).toBe(403);
    expect(await put('trust-admin', 'p-3', REGION)).toBe(404);
    expect(await put('trust-admin', 'p-2', TRUST)).toBe(404);
    expect(await put('trust-admin', 'p-3', TRUST)).toBe(201);
    const erase = async (name: string) =>
      (await as(name, harness.agent.post('/v1/persons/p-3/erasure')).send(ORDER)).status;
    expect(await erase('auditor')).toBe(403);
    expect(await erase('trust-admin')).toBe(200);
  });
});
