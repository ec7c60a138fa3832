import { endpoints } from '../../contracts/api';
import { describeCatalogue } from '../../contracts/catalogue/catalogue';
import { problems } from '../../contracts/problems';
import { event, type Harness, startHarness } from './harness';

interface OpenApi {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
}

interface Operation {
  readonly operationId: string;
  readonly parameters: readonly { readonly name: string; readonly in: string }[];
  readonly responses: Readonly<Record<string, { readonly description: string }>>;
}

describe('what the service tells of itself', () => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await startHarness();
  });
  afterAll(() => harness.close());

  it('lists every type of the catalogue, with its example', async () => {
    const response = await harness.agent.get('/v1/catalogue');
    const { types } = response.body as { types: unknown };
    expect(types).toEqual(JSON.parse(JSON.stringify(describeCatalogue())));
    const etag = response.headers['etag'] ?? '';
    expect((await harness.agent.get('/v1/catalogue').set('If-None-Match', etag)).status).toBe(304);
  });

  it('describes every endpoint in OpenAPI, each once and with its parameters', async () => {
    const api = (await harness.agent.get('/openapi.json')).body as OpenApi;
    expect(api.openapi).toBe('3.1.0');
    const operations = Object.values(api.paths).flatMap(path => Object.values(path));
    expect(operations.map(o => o.operationId).sort()).toEqual(Object.keys(endpoints).sort());
    for (const { operationId, parameters, responses } of operations) {
      const row = endpoints[operationId];
      const inPath = [...(row?.path ?? '').matchAll(/[:*]([a-zA-Z0-9]+)/g)].map(match => match[1]);
      expect(parameters.filter(p => p.in === 'path').map(p => p.name)).toEqual(inPath);
      expect(Object.keys(responses).some(status => status.startsWith('2'))).toBe(true);
    }
    for (const { type } of describeCatalogue()) expect(api.components.schemas).toHaveProperty([type]);
  });

  it('names in OpenAPI every refusal there is', async () => {
    const text = (await harness.agent.get('/openapi.json')).text;
    const missing = Object.keys(problems).filter(name => !text.includes(`/problems/${name})`));
    // Those of any address, and those within the answer to a batch.
    expect(missing.sort()).toEqual(['earlier-item-refused', 'method-not-allowed', 'not-acceptable']);
  });

  it('answers every address of the table that takes nothing in its path', async () => {
    await harness.settled();
    const plain = Object.entries(endpoints).filter(
      ([id, { method, path }]) => method === 'GET' && !/[:*]/.test(path) && id !== 'eventStream',
    );
    const statuses: Record<string, number> = {};
    const asked: Readonly<Record<string, string>> = { differences: '?view=requirements&sinceKnownAt=seq:0' };
    for (const [id, { path }] of plain)
      statuses[id] = (await harness.agent.get(path + (asked[id] ?? ''))).status;
    expect(statuses).toEqual(Object.fromEntries(plain.map(([id]) => [id, 200])));
  });

  it('counts what is stored and refused, and shows how far the views are', async () => {
    await harness.stored(
      event('organisations.registered', 'nord', 'nord', { name: 'Nord RHF', kind: 'region' }),
    );
    await harness.send({});
    const { text, headers } = await harness.agent.get('/metrics');
    expect(headers['content-type']).toContain('text/plain');
    expect(text).toMatch(/^kravspor_events_appended_total\S* [1-9]/m);
    expect(text).toMatch(/^kravspor_refusals_total\{[^}]*problem="invalid-event"[^}]*\} 1$/m);
    for (const name of [
      'kravspor_views_lag_events',
      'kravspor_streams_parked',
      'kravspor_append_queue_requests',
    ])
      expect(text).toMatch(new RegExp(`^${name}\\S* \\d`, 'm'));
    expect(text).toMatch(/^kravspor_http_request_seconds_count\{.*path="\/v1\/events"/m);
  });

  it('is alive, and ready once its views follow', async () => {
    expect((await harness.agent.get('/livez')).body).toEqual({ alive: true });
    await harness.settled();
    const ready = await harness.agent.get('/readyz');
    expect(ready.status).toBe(200);
    expect(ready.body).toMatchObject({ ready: true, checks: { log: { ok: true }, views: { ok: true } } });
  });

  it('keeps browsers from guessing types, framing pages and running foreign scripts', async () => {
    const { headers } = await harness.agent.get('/v1/catalogue');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['content-security-policy']).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
    expect(headers).not.toHaveProperty('x-powered-by');
  });
});
