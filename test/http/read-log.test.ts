import { get, type IncomingMessage } from 'node:http';
import { left } from 'fp-ts/Either';
import { hashOfKey, newKey } from '../../services/http';
import { event, type Harness, startHarness } from './harness';
import { MINISTRY, type World, startWorld, TRUST } from './read-world';
import { settle } from './world';

interface Read {
  readonly number: number;
  readonly kind: string;
  readonly actor: string;
  readonly method: string;
  readonly path: string;
  readonly address: string;
  readonly thing: string | null;
  readonly status: number;
  readonly mediaType: string;
}

interface Listed {
  readonly items: readonly Read[];
  readonly total: number;
  readonly next?: string;
}

const listed = async ({ agent }: Harness, query = ''): Promise<Listed> =>
  (await agent.get(`/v1/reads${query}`).expect(200)).body as Listed;

describe('the log of reads', () => {
  let world: World;
  let harness: Harness;
  beforeAll(async () => {
    world = await startWorld();
    ({ harness } = world);
  });
  afterAll(() => harness.close());

  /** What was written down of asking for these, one after the other. */
  async function noted(...paths: readonly string[]) {
    const before = (await listed(harness)).items[0]?.number ?? 0;
    for (const path of paths) await harness.agent.get(path);
    const { items } = await listed(harness, '?order=at&limit=1000');
    return items
      .filter(r => r.number > before && r.kind !== 'reads')
      .map(({ kind, path, thing, status, mediaType }) => [kind, path, thing, status, mediaType]);
  }

  it('has every read of history and of persons, with what was read and how it was answered', async () => {
    const requirement = '/v1/requirements/:id/history';
    expect(
      await noted(
        `/v1/requirements/${world.exercise}/history?lang=nn`,
        `/v1/requirements/${world.exercise}/history?format=text`,
        `/v1/requirements/${TRUST}.nothing/history`,
        `/requirements/${world.exercise}`,
        `/v1/events?limit=1`,
        `/v1/events/${world.reported.id}`,
        '/v1/persons',
        '/v1/persons/p-1',
      ),
    ).toEqual([
      ['history', requirement, world.exercise, 200, 'application/json'],
      ['history', requirement, world.exercise, 200, 'text/plain'],
      ['history', requirement, `${TRUST}.nothing`, 404, 'application/json'],
      ['history', '/requirements/:id', world.exercise, 200, 'text/html'],
      ['history', '/v1/events', null, 200, 'application/json'],
      ['history', '/v1/events/:id', world.reported.id, 200, 'application/json'],
      ['person', '/v1/persons', null, 200, 'application/json'],
      ['person', '/v1/persons/:id', 'p-1', 404, 'application/json'],
    ]);
  });

  it('has what is taken away: lists as csv, the log as lines, originals; not the lists on a screen', async () => {
    expect(
      await noted(
        '/v1/requirements',
        '/v1/requirements?format=csv',
        '/v1/events?format=ndjson',
        `/v1/requirements/${world.exercise}`,
        '/v1/catalogue',
        '/requirements',
      ),
    ).toEqual([
      ['export', '/v1/requirements', null, 200, 'text/csv'],
      ['export', '/v1/events', null, 200, 'application/x-ndjson'],
    ]);
  });

  it('has proofs, by the record they are of', async () => {
    const { id } = world.reported;
    expect(await noted(`/v1/events/${id}/proof`, `/v1/events/${id}/leaf`, '/log/checkpoint')).toEqual([
      ['proof', '/v1/events/:id/proof', id, 200, 'text/plain'],
      ['proof', '/v1/events/:id/leaf', id, 200, 'application/json'],
    ]);
  });

  it('has a stream of events from its beginning on, long before it ends', async () => {
    const begun = await new Promise<IncomingMessage>((resolve, reject) => {
      get(`${harness.url}/v1/events/stream`, resolve).on('error', reject);
    });
    expect((await listed(harness)).items[0]).toMatchObject({ path: '/v1/events/stream', status: 200 });
    begun.destroy();
  });

  it('has nothing of a request that could not be understood', async () => {
    expect(await noted('/v1/persons/p-1?name=Kari', '/v1/events?limit=many')).toEqual([]);
  });

  it('is found through by every filter, in either order, page by page', async () => {
    const path = `/v1/requirements/${world.stock}/history`;
    for (let i = 0; i < 5; i++) await harness.agent.get(`${path}?knownAt=seq:${i + 38}`);
    const filter = `thing=${world.stock}&kind=history&actor=local-operator&status=200`;
    const all = await listed(harness, `?${filter}`);
    expect(all.total).toBe(5);
    expect(all.items.map(r => r.address)).toEqual([4, 3, 2, 1, 0].map(i => `${path}?knownAt=seq:${i + 38}`));
    const pages: number[] = [];
    let cursor = '';
    do {
      const page = await listed(harness, `?${filter}&order=at&limit=2${cursor}`);
      pages.push(...page.items.map(r => r.number));
      cursor = page.next === undefined ? '' : `&cursor=${page.next}`;
    } while (cursor !== '');
    expect(pages).toEqual(all.items.map(r => r.number).reverse());
    const foreign = await harness.agent.get(
      `/v1/reads?limit=2&cursor=${(await listed(harness, '?limit=1')).next ?? ''}`,
    );
    expect(foreign.status).toBe(200);
    expect(
      (
        await harness.agent.get(
          `/v1/reads?status=404&cursor=${(await listed(harness, '?limit=1')).next ?? ''}`,
        )
      ).status,
    ).toBe(400);
    const today = new Date().toLocaleDateString('sv', { timeZone: 'Europe/Oslo' });
    expect((await listed(harness, `?${filter}&from=${today}&to=${today}`)).total).toBe(5);
    expect((await listed(harness, `?${filter}&to=2031-01-01&from=2030-12-31`)).total).toBe(0);
    expect((await listed(harness, `?organisation=${TRUST}`)).total).toBe(0);
  });

  it('is given as csv, all of it, and tells that it was itself read', async () => {
    const before = (await listed(harness)).total;
    const csv = (await harness.agent.get('/v1/reads?format=csv&order=at').expect(200)).text;
    const lines = csv.trim().split('\r\n');
    expect(lines[0]).toContain('number;at;actor');
    // The reads that were there, and the one that asked how many.
    expect(lines).toHaveLength(1 + before + 1);
    expect((await listed(harness)).items[0]).toMatchObject({
      kind: 'reads',
      address: '/v1/reads?format=csv&order=at',
    });
  });

  it('is there after a restart, with what was read just before', async () => {
    await harness.agent.get(`/v1/requirements/${world.accounts}/history`);
    await harness.restart();
    expect(await listed(harness, `?thing=${world.accounts}`)).toMatchObject({ total: 1 });
  });

  it('is counted in the metrics', async () => {
    await harness.serving.service.reads.flush();
    const { text } = await harness.agent.get('/metrics');
    expect(text).toMatch(/^kravspor_reads_total\{outcome="written"[^}]*\} [1-9]/m);
    expect(text).toMatch(/^kravspor_reads_total\{outcome="lost"[^}]*\} 0$/m);
    expect(text).toMatch(/^kravspor_reads_waiting\S* \d/m);
  });
});

describe('a log of reads that cannot be written', () => {
  it('keeps no reader from anything, and is told of', async () => {
    let appends = 0;
    const harness = await startHarness(
      {},
      {
        aroundBeside: beside => ({
          ...beside,
          readLog: {
            ...beside.readLog,
            append: () => {
              appends++;
              return () => Promise.resolve(left({ kind: 'no-space', detail: 'the disk is full' } as const));
            },
          },
        }),
      },
    );
    await settle(harness);
    await harness.settled();
    for (let i = 0; i < 10; i++) await harness.agent.get(`/v1/organisations/${TRUST}/history`).expect(200);
    await harness.serving.service.reads.flush();
    expect(appends).toBeGreaterThan(0);
    expect((await harness.agent.get('/metrics')).text).toMatch(/^kravspor_reads_waiting\S* 10$/m);
    expect(harness.lines.join('')).toContain('the log of reads cannot be written');
    await harness.close();
  });
});

describe('who may read the log of reads', () => {
  let harness: Harness;
  const keys: Record<string, string> = {};
  beforeAll(async () => {
    harness = await startHarness();
    await settle(harness);
    for (const [name, data] of Object.entries({
      auditor: { organisation: MINISTRY, roles: ['auditor'], scope: 'whole-log' },
      'own-auditor': { organisation: TRUST, roles: ['auditor'] },
      admin: { organisation: MINISTRY, roles: ['administrator'], scope: 'whole-log' },
      trust: { organisation: TRUST, roles: ['reporter'] },
    })) {
      const key = newKey();
      keys[name] = key;
      await harness.stored(
        event('access.key-issued', name, MINISTRY, {
          ...{ hash: hashOfKey(key), holder: `svc-${name}`, sources: ['https://tests.example'] },
          ...{ expires: '2099-01-01T00:00:00Z', ...data },
        }),
      );
    }
    await harness.restart({ auth: 'keys' });
  });
  afterAll(() => harness.close());

  const as = (name: string, path: string) =>
    harness.agent.get(path).set('Authorization', `Bearer ${keys[name] ?? ''}`);

  it('are auditors of the whole log, and they see who it was, and by which key', async () => {
    await as('trust', `/v1/organisations/${TRUST}/history`).expect(200);
    await harness.agent.get(`/v1/organisations/${TRUST}/history`).expect(401);
    for (const name of ['own-auditor', 'admin', 'trust'])
      expect((await as(name, '/v1/reads')).status).toBe(403);
    const { body } = await as('auditor', `/v1/reads?kind=history`).expect(200);
    expect(body).toMatchObject({
      total: 1,
      items: [{ actor: 'svc-trust', credential: 'trust', organisation: TRUST, thing: TRUST, status: 200 }],
    });
  });

  it('are shown persons by name', async () => {
    const person = { organisation: TRUST, name: 'Siri Moe' };
    await harness.agent
      .put('/v1/persons/svc-trust')
      .set('Authorization', `Bearer ${keys['admin'] ?? ''}`)
      .send(person)
      .expect(201);
    const { body, headers } = await as('auditor', '/v1/reads?kind=history').expect(200);
    expect(body).toMatchObject({ persons: { 'svc-trust': { name: 'Siri Moe' } } });
    expect(headers['cache-control']).toBe('no-store');
  });
});
