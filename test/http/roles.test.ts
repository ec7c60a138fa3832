import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import supertest from 'supertest';
import { type Config, defaultConfig, readConfig, type Serving } from '../../services/http';
import { ownNode, type Server } from '../event-log/eventstoredb-place';
import { describeWithMongo, newDatabase, type TestDatabase } from '../support/mongodb';
import { CLOUDEVENT } from './harness';
import { createServings } from './servings';

let folder: string;
let node: Server;
let database: TestDatabase;
const servings = createServings();

function instance(role: Config['role']): Promise<Serving> {
  const { uri } = database;
  const engines = { eventLog: node.uri, views: uri, content: uri, vault: uri, readLog: uri };
  return servings.start({ ...defaultConfig(join(folder, 'data')), ...engines, role });
}

const registered = (id: string, name: string) => ({
  specversion: '1.0',
  id,
  source: 'https://portal.example',
  type: 'no.kravspor.organisations.registered.v1',
  subject: id,
  time: '2026-01-05T09:00:00Z',
  organisation: id,
  data: { name, kind: 'trust' },
});

const send = (serving: Serving, event: object, query = '') =>
  supertest(serving.url)
    .post(`/v1/events${query}`)
    .set('Content-Type', CLOUDEVENT)
    .send(JSON.stringify(event));

it('is all in one process where log or views are in a file', () => {
  expect(readConfig({ KRAVSPOR_ROLE: 'api' })).toMatchObject({
    left: [{ setting: 'KRAVSPOR_ROLE', found: 'api' }],
  });
  expect(readConfig({ KRAVSPOR_ROLE: 'worker' })).toMatchObject({ left: [{ setting: 'KRAVSPOR_ROLE' }] });
  const many = { KRAVSPOR_EVENT_LOG: 'esdb://a:2113', KRAVSPOR_VIEWS: 'mongodb://a/views' };
  expect(readConfig({ ...many, KRAVSPOR_ROLE: 'api' })).toMatchObject({ right: { role: 'api' } });
});

describeWithMongo('instances that share the work', () => {
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'kravspor-roles-'));
    node = await ownNode();
    database = newDatabase();
  });
  afterEach(async () => {
    await servings.closeAll();
    await node.close();
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('show through one that only serves what another keeps up, with its proof', async () => {
    const projector = await instance('projector');
    const api = await instance('api');
    const stored = await send(api, registered('granvik', 'Granvik sykehus HF'), '?wait=proof');
    expect(stored.status).toBe(201);
    expect(stored.body).toMatchObject({ waited: { for: 'proof', done: true } });
    const list = await supertest(api.url).get('/v1/organisations');
    expect(list.body).toMatchObject({ total: 1 });
    const checkpoints = [api, projector].map(({ service }) => service.tree.checkpoint()?.toString());
    expect(checkpoints[0]).toBe(checkpoints[1]);
    const ready = await supertest(api.url).get('/readyz');
    expect(ready.body).toMatchObject({ ready: true, checks: { tree: { ok: true } } });
  });

  it('give the first answer again, whichever of them was asked first, and refuse another body', async () => {
    await instance('projector');
    const [one, two] = [await instance('api'), await instance('api')];
    const event = registered('granvik', 'Granvik sykehus HF');
    const answers = await Promise.all([one, two, one, two].map(api => send(api, event)));
    expect(answers.map(answer => answer.status).sort()).toEqual([200, 200, 200, 201]);
    const places = answers.map(({ body }: { body: Record<string, unknown> }) => [
      body['id'],
      body['position'],
    ]);
    expect(new Set(places.map(place => JSON.stringify(place))).size).toBe(1);
    const other = await send(two, registered('granvik', 'Et annet navn'));
    expect(other.status).toBe(409);
  });

  it('go on when the one that kept all up is gone', async () => {
    const first = await instance('projector');
    await instance('projector');
    const api = await instance('api');
    expect((await send(api, registered('granvik', 'Granvik sykehus HF'), '?wait=views')).status).toBe(201);
    await servings.close(first);
    const stored = await send(
      api,
      registered('fjellheim', 'Fjellheim sykehus HF'),
      '?wait=proof&deadline=20',
    );
    expect(stored.body).toMatchObject({ waited: { for: 'proof', done: true } });
  });

  it('stream from any of them what was sent to another', async () => {
    await instance('projector');
    const [one, two] = [await instance('api'), await instance('api')];
    const stop = new AbortController();
    const reply = await fetch(`${two.url}/v1/events/stream?from=0`, { signal: stop.signal });
    const stored = await send(one, registered('granvik', 'Granvik sykehus HF'));
    const { id } = stored.body as { readonly id: string };
    let heard = '';
    for await (const part of reply.body ?? []) {
      heard += Buffer.from(part).toString('utf8');
      if (heard.includes(id)) break;
    }
    stop.abort();
    expect(heard).toContain('event: record');
  });

  it('say where a rebuild is to be asked for', async () => {
    await instance('projector');
    const api = await instance('api');
    await supertest(api.url).post('/v1/rebuilds');
    const latest = await supertest(api.url).get('/v1/rebuilds/latest');
    expect(JSON.stringify(latest.body)).toContain('KRAVSPOR_ROLE=projector');
  });
});
