import { request } from 'node:http';
import { hashOfKey, newKey } from '../../services/http';
import { event, type Harness, startHarness } from './harness';
import { MINISTRY, OTHER_TRUST, REGION, settle, TRUST } from './world';

describe('local mode', () => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await startHarness();
  });
  afterAll(() => harness.close());

  const first = () =>
    JSON.stringify(event('organisations.registered', 'nord', 'nord', { name: 'Nord RHF', kind: 'region' }));

  it.each([
    ['a foreign Host', { Host: 'kravspor.example:8420' }],
    ['a Host that points to loopback by another name', { Host: 'evil.example' }],
    ['a foreign Origin', { Origin: 'https://evil.example' }],
    ['an Origin without address', { Origin: 'null' }],
    ['another port of this machine', { Origin: 'http://127.0.0.1:1' }],
    ['a page of another site', { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'no-cors' }],
  ])('refuses %s, for writing and reading', async (_what, headers) => {
    const before = await harness.count();
    const written = await sent(harness, 'POST', '/v1/events', headers, first());
    expect(written.status).toBe(403);
    expect(JSON.parse(written.text)).toMatchObject({ type: '/problems/not-allowed' });
    expect((await sent(harness, 'GET', '/v1/catalogue', headers)).status).toBe(403);
    expect((await sent(harness, 'GET', '/readyz', headers)).status).toBe(403);
    expect(await harness.count()).toBe(before);
  });

  it('lets its own pages write, and programs without Origin', async () => {
    const { port } = harness.serving;
    const own = {
      Origin: `http://localhost:${port}`,
      Host: `localhost:${port}`,
      'Sec-Fetch-Site': 'same-origin',
    };
    expect((await sent(harness, 'POST', '/v1/events', own, first())).status).toBe(201);
    const linked = {
      'Sec-Fetch-Site': 'cross-site',
      'Sec-Fetch-Mode': 'navigate',
      'Sec-Fetch-Dest': 'document',
    };
    expect((await sent(harness, 'GET', '/v1/catalogue', linked)).status).toBe(200);
  });

  it('listens nowhere but on this machine', async () => {
    await expect(startHarness({ host: '0.0.0.0' })).rejects.toThrow(
      /KRAVSPOR_HOST is 0.0.0.0.*KRAVSPOR_AUTH=keys/,
    );
  });
});

/** A request with exactly these headers. */
function sent(
  { serving }: Harness,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  body = '',
): Promise<{ readonly status: number | undefined; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const type = {
      'Content-Type': 'application/cloudevents+json',
      'Content-Length': Buffer.byteLength(body),
    };
    const options = { host: '127.0.0.1', port: serving.port, method, path, headers: { ...type, ...headers } };
    const outgoing = request(options, response => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => resolve({ status: response.statusCode, text }));
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

describe('keys mode', () => {
  let harness: Harness;
  const keys: Record<string, string> = {};
  let soon = '';

  async function issue(name: string, data: Readonly<Record<string, unknown>>): Promise<void> {
    const key = newKey();
    keys[name] = key;
    await harness.stored(
      event('access.key-issued', name, MINISTRY, {
        hash: hashOfKey(key),
        holder: `svc-${name}`,
        sources: ['https://tests.example'],
        expires: '2099-01-01T00:00:00Z',
        ...data,
      }),
    );
  }

  beforeAll(async () => {
    harness = await startHarness();
    await settle(harness);
    await issue('admin', { organisation: MINISTRY, roles: ['administrator'], scope: 'whole-log' });
    await issue('region', { organisation: REGION, roles: ['issuer', 'owner'] });
    await issue('trust', { organisation: TRUST, roles: ['recipient', 'reporter'] });
    await issue('other', { organisation: OTHER_TRUST, roles: ['recipient', 'reporter'] });
    await issue('board', { organisation: TRUST, roles: ['board'], body: 'board' });
    await issue('auditor', { organisation: MINISTRY, roles: ['auditor'], scope: 'whole-log' });
    soon = new Date(Date.now() + 2_000).toISOString();
    await issue('old', { organisation: TRUST, roles: ['reporter'], expires: soon });
    await issue('gone', { organisation: TRUST, roles: ['reporter'] });
    await harness.stored(event('access.key-withdrawn', 'gone', MINISTRY, { reason: 'Byttet ut' }));
    await harness.stored(requirement('k1', TRUST));
    await harness.restart({ auth: 'keys' });
  });
  afterAll(() => harness.close());

  const requirement = (key: string, addressee: string) =>
    event('requirement.issued', `${addressee}.${key}`, REGION, {
      issuer: REGION,
      addresseePhrase: 'Alle HF',
      registerRevision: 3,
      text: 'Øve beredskapsplanen.',
      kind: 'task',
      modality: 'skal',
      reporting: { mode: 'through-year+annual', source: 'kap. 1.1' },
      classification: { access: 'open' },
      steeringYear: 2031,
      origin: { document: `${REGION}.sr-2031`, item: 'i001', revision: 3 },
    });

  const as = (name: string, sentEvent: unknown) =>
    harness.send(sentEvent, { Authorization: `Bearer ${keys[name] ?? name}` });

  it.each([
    ['no key', {}],
    ['an unknown key', { Authorization: 'Bearer kravspor_unknown' }],
    ['another scheme', { Authorization: 'Basic YTpi' }],
  ])('refuses %s with 401', async (_what, headers) => {
    const before = await harness.count();
    const response = await harness.send(event('requirement.received', `${TRUST}.k1`, TRUST, {}), headers);
    expect(response.status).toBe(401);
    expect(response.headers['www-authenticate']).toMatch(/^Bearer/);
    expect(await harness.count()).toBe(before);
  });

  it.each(['old', 'gone'])('refuses a key that is %s', async name => {
    await new Promise(resolve => setTimeout(resolve, Math.max(0, Date.parse(soon) - Date.now() + 5)));
    const response = await as(name, event('requirement.received', `${TRUST}.k1`, TRUST, {}));
    expect(response.body).toMatchObject({ type: '/problems/unknown-credential', status: 401 });
  });

  it('takes a key issued a moment ago, and refuses it once withdrawn', async () => {
    const key = newKey();
    const data = {
      hash: hashOfKey(key),
      holder: 'svc-new',
      organisation: TRUST,
      roles: ['recipient'],
      sources: ['https://tests.example'],
      expires: '2099-01-01T00:00:00Z',
    };
    expect((await as('admin', event('access.key-issued', 'new', MINISTRY, data))).status).toBe(201);
    expect((await as(key, event('requirement.received', `${TRUST}.k1`, TRUST, {}))).status).toBe(201);
    await as('admin', event('access.key-withdrawn', 'new', MINISTRY, { reason: 'Ferdig' }));
    expect((await as(key, event('requirement.received', `${TRUST}.k1`, TRUST, {}))).status).toBe(401);
  });

  it.each<[string, string, unknown, number]>([
    [
      'a trust writes in its own requirements',
      'trust',
      event('requirement.received', `${TRUST}.k1`, TRUST, {}),
      201,
    ],
    [
      'a trust is not told of another’s',
      'other',
      event('requirement.received', `${TRUST}.k1`, OTHER_TRUST, {}),
      404,
    ],
    [
      'a trust is not told what is not there either',
      'other',
      event('requirement.received', `${TRUST}.k99`, OTHER_TRUST, {}),
      404,
    ],
    [
      'a trust does not speak for another',
      'trust',
      event('requirement.received', `${TRUST}.k1`, OTHER_TRUST, {}),
      403,
    ],
    [
      'a trust issues nothing',
      'trust',
      event('requirement.withdrawn', `${TRUST}.k1`, TRUST, { reason: 'Nei' }),
      403,
    ],
    [
      'an auditor writes nothing',
      'auditor',
      event('organisations.alias-added', TRUST, MINISTRY, { alias: 'A' }),
      403,
    ],
    [
      'the board’s key speaks for the board alone',
      'board',
      event('requirement.received', `${TRUST}.k1`, TRUST, {}),
      403,
    ],
    [
      'the board’s key speaks for the board',
      'board',
      event('requirement.received', `${TRUST}.k1`, TRUST, {}, { body: 'board' }),
      201,
    ],
    [
      'only an administrator issues keys',
      'region',
      event('access.key-withdrawn', 'trust', REGION, { reason: 'Nei' }),
      403,
    ],
    [
      'a key uses its sources alone',
      'trust',
      event('requirement.received', `${TRUST}.k1`, TRUST, {}, { source: 'https://elsewhere.example' }),
      403,
    ],
    [
      'a region asks its trust',
      'region',
      event('requirement.status-asked', `${TRUST}.k1`, REGION, { question: 's1', text: 'Hvordan går det?' }),
      201,
    ],
  ])('%s', async (_what, name, sentEvent, status) => {
    const before = await harness.count();
    const response = await as(name, sentEvent);
    expect([response.status, response.body]).toEqual([status, expect.anything()]);
    expect(await harness.count()).toBe(before + (status === 201 ? 1 : 0));
  });

  it('slows down whoever tries keys', async () => {
    await harness.restart({ limits: { ...harness.serving.service.config.limits, failuresPerMinute: 3 } });
    const statuses: number[] = [];
    for (let i = 0; i < 5; i++) statuses.push((await as(`guess-${i}`, {})).status);
    expect(statuses).toEqual([401, 401, 401, 429, 429]);
    expect((await as('trust', event('requirement.received', `${TRUST}.k1`, TRUST, {}))).status).toBe(201);
  });
});
