import { hashOfKey, newKey } from '../../services/http';
import { type Harness } from './harness';
import { DOCUMENT, MINISTRY, on, OTHER_TRUST, REGION, startWorld, TRUST, type World } from './read-world';
import { imported } from './world';

type Json = Readonly<Record<string, unknown>>;

describe('who sees what, with keys', () => {
  let world: World;
  let harness: Harness;
  const keys = new Map<string, string>();
  const DRAFT = `${REGION}.utkast-2032`;

  beforeAll(async () => {
    world = await startWorld();
    ({ harness } = world);
    await imported(
      harness,
      'utkast-2032',
      'Utkast 2032\n\n1 Beredskap\n\nHelseforetaket skal:\n• Øve hver måned.\n',
    );
    const holders = [
      [MINISTRY, ['owner', 'controller'], 'own'],
      [REGION, ['issuer', 'owner'], 'own'],
      [TRUST, ['reporter', 'recipient'], 'own'],
      [OTHER_TRUST, ['reporter'], 'own'],
      ['auditor', ['auditor'], 'whole-log'],
    ] as const;
    for (const [name, roles, scope] of holders) {
      const key = newKey();
      keys.set(name, key);
      await on(harness, '2032-01-01', 'access.key-issued', `key-${name}`, MINISTRY, {
        hash: hashOfKey(key),
        holder: `svc-${name}`,
        organisation: name === 'auditor' ? MINISTRY : name,
        roles,
        sources: ['https://tests.example'],
        expires: '2040-01-01T00:00:00Z',
        scope,
      });
    }
    await harness.settled();
    await harness.restart({ auth: 'keys' });
    await harness.settled();
  });
  afterAll(() => harness.close());

  const as = (name: string, path: string) =>
    harness.agent.get(path).set('Authorization', `Bearer ${keys.get(name) ?? ''}`);
  const list = async (name: string, path: string) =>
    (await as(name, path).expect(200)).body as { items: readonly Json[]; total: number };
  const owners = async (name: string, path: string, field = 'organisation') =>
    [...new Set((await list(name, path)).items.map(i => i[field]))].sort();

  it('asks for a key', async () => {
    await harness.agent.get('/v1/requirements').expect(401);
    await harness.agent.get('/v1/events').expect(401);
    await harness.agent.get('/v1/events/stream').expect(401);
  });

  it('shows a trust its own requirements, a region its trusts’, the ministry none of them', async () => {
    expect(await owners(TRUST, '/v1/requirements')).toEqual([TRUST]);
    expect(await owners(REGION, '/v1/requirements')).toEqual([OTHER_TRUST, TRUST]);
    expect(await list(MINISTRY, '/v1/requirements')).toMatchObject({ items: [], total: 0 });
    expect((await list('auditor', '/v1/requirements')).total).toBe(12);
  });

  it('counts and exports only what may be seen', async () => {
    expect((await list(TRUST, '/v1/requirements')).total).toBe(6);
    const csv = await as(TRUST, '/v1/requirements?format=csv').expect(200);
    expect(csv.text).not.toContain(OTHER_TRUST);
    const asked = await list(TRUST, `/v1/requirements?organisation=${OTHER_TRUST}`);
    expect(asked).toMatchObject({ items: [], total: 0 });
  });

  it('does not let on that what belongs to others exists', async () => {
    for (const path of [
      `/v1/requirements/${world.exercise}`,
      `/v1/requirements/${world.exercise}/history`,
      `/requirements/${world.exercise}`,
      `/v1/deviations/${world.exercise}/d1`,
      `/v1/events/${world.reported.id}`,
      '/v1/reports/granvik.annual.2031.1',
      '/v1/reports/granvik.annual.2031.1/document',
      '/v1/reports/granvik.annual.2031.1/submission',
    ]) {
      expect({ path, status: (await as(OTHER_TRUST, path)).status }).toEqual({ path, status: 404 });
      expect({ path, status: (await as(TRUST, path)).status }).toEqual({ path, status: 200 });
    }
  });

  it('sums a common text up for the ministry without showing the parts', async () => {
    const key = world.exercise.slice(TRUST.length + 1);
    const common = (await as(MINISTRY, `/v1/common/${key}`).expect(200)).body as Json;
    expect(common).toMatchObject({ joint: 'at-risk', addressees: 2, parts: [] });
    const own = (await as(TRUST, `/v1/common/${key}`).expect(200)).body as Json;
    expect(own).toMatchObject({ addressees: 1, parts: [{ organisation: TRUST }] });
  });

  it('shows documents to addressees from publication on, and drafts to their issuer alone', async () => {
    expect(await owners(REGION, '/v1/documents', 'document')).toEqual([DOCUMENT, DRAFT]);
    expect(await owners(TRUST, '/v1/documents', 'document')).toEqual([DOCUMENT]);
    await as(TRUST, `/v1/documents/${DRAFT}`).expect(404);
    await as(TRUST, `/v1/documents/${DRAFT}/history`).expect(404);
    await as(TRUST, `/documents/${DRAFT}/original`).expect(404);
    await as(REGION, `/v1/documents/${DRAFT}`).expect(200);
    const published = (await as(TRUST, `/v1/documents/${DOCUMENT}`).expect(200)).body as {
      items: readonly Json[];
    };
    expect(published.items).toHaveLength(6);
    for (const item of published.items) expect(item).toMatchObject({ doubts: [], decisions: [] });
    const mine = (await as(REGION, `/v1/documents/${DOCUMENT}`).expect(200)).body as {
      items: readonly Json[];
    };
    expect(mine.items.some(i => (i['decisions'] as unknown[]).length > 0)).toBe(true);
  });

  it('shows those below the calendar of their superior', async () => {
    expect((await list(TRUST, '/v1/deadlines')).total).toBe(3);
    await as(TRUST, '/v1/calendars/helse-solheim.2031').expect(200);
  });

  it('lets no draft, no key and nothing of others through the feed', async () => {
    const { items } = (await as(TRUST, '/v1/events?limit=1000').expect(200)).body as {
      items: readonly { meta: { stream: string }; event: { type: string } }[];
    };
    const seen = [
      ...new Set(items.map(i => `${i.meta.stream.split('-')[0] ?? ''} ${i.event.type.split('.')[3] ?? ''}`)),
    ];
    expect(seen).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^access|item-read|registered document/)]),
    );
    expect(items.filter(i => i.meta.stream.includes(`-${OTHER_TRUST}.`))).toEqual([]);
    expect(items.filter(i => i.meta.stream === `document-${DOCUMENT}`).map(i => i.event.type)).toEqual([
      'no.kravspor.document.published.v1',
    ]);
    expect(items.filter(i => i.meta.stream === `document-${DRAFT}`)).toEqual([]);
    expect(items.filter(i => i.meta.stream === `requirement-${world.exercise}`)).toHaveLength(5);
  });

  it('shows all of meta to auditors, and its public part to others', async () => {
    const path = `/v1/events/${world.reported.id}`;
    const all = (await as('auditor', path).expect(200)).body as { meta: Json };
    expect(Object.keys(all.meta)).toEqual(expect.arrayContaining(['salts', 'digest', 'credential', 'facts']));
    const some = (await as(TRUST, path).expect(200)).body as { meta: Json };
    expect(Object.keys(some.meta).sort()).toEqual(['actor', 'id', 'recordedAt', 'revision', 'stream']);
  });
});
