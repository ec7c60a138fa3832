import { createHash } from 'node:crypto';
import { describeWithMongo, newDatabase, type TestDatabase } from '../support/mongodb';
import { type Harness, startHarness } from './harness';
import { DOCUMENT, REGION, settle, TRUST } from './world';

const ORDER = { legalBasis: 'GDPR art. 17', reason: 'Krav fra den registrerte' };
const sha256 = createHash('sha256').update(DOCUMENT).digest('hex');

describeWithMongo('a service that keeps originals, persons and reads in MongoDB', () => {
  let database: TestDatabase;
  let harness: Harness;
  beforeAll(async () => {
    database = newDatabase();
    const { uri } = database;
    harness = await startHarness({ content: uri, vault: uri, readLog: uri });
    await settle(harness);
  });
  afterAll(async () => {
    await harness.close();
    await database.drop();
  });

  const original = () => harness.agent.get(`/v1/originals/${sha256}`).buffer(true);

  it('gives an imported document back, also after a restart', async () => {
    const imported = await harness.agent
      .post(`/v1/imports?issuer=${REGION}&document=krav&year=2031&wait=views`)
      .set('Content-Type', 'text/plain')
      .send(DOCUMENT);
    expect(imported.status).toBe(201);
    expect((await original()).text).toBe(DOCUMENT);
    await harness.restart();
    await harness.settled();
    expect((await original()).text).toBe(DOCUMENT);
  });

  it('erases an original and a person by the record of it', async () => {
    await harness.agent
      .put('/v1/persons/p-1')
      .send({ organisation: TRUST, name: 'Kari Nordmann' })
      .expect(201);
    expect((await harness.agent.get('/v1/persons')).text).toContain('Kari Nordmann');
    await harness.agent
      .post('/v1/persons/p-1/erasure')
      .send({ organisation: TRUST, ...ORDER })
      .expect(200);
    await harness.agent
      .post(`/v1/originals/${sha256}/erasure`)
      .send({ organisation: REGION, ...ORDER })
      .expect(200);
    await harness.restart();
    await harness.settled();
    expect((await harness.agent.get('/v1/persons')).text).not.toContain('Kari Nordmann');
    expect((await original()).status).toBe(410);
    const again = await harness.agent
      .put('/v1/persons/p-1')
      .send({ organisation: TRUST, name: 'Kari Nordmann' });
    expect(again.status).toBe(410);
  });

  it('tells who has read what', async () => {
    await harness.agent.get('/v1/persons').expect(200);
    const reads = await harness.agent.get('/v1/reads?limit=1000').expect(200);
    const { items } = reads.body as { items: readonly { number: number; path: string }[] };
    expect(items.map(read => read.path)).toContain('/v1/persons');
    expect(new Set(items.map(read => read.number)).size).toBe(items.length);
  });
});
