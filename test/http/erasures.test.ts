import { copyFileSync, cpSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { left } from 'fp-ts/Either';
import { holds } from './bytes';
import { event, type Harness, startHarness } from './harness';
import { DOCUMENT as TEXT, REGION, settle, TRUST } from './world';

const ORDER = { legalBasis: 'GDPR art. 17', reason: 'Krav fra den registrerte' };
const NAME = 'Kari Nordmann-Åsheim';

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
    expect(await harness.serving.service.erasures.done(receipt.revision, 60_000)).toBe(true);
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
