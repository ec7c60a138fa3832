import { hashOfKey, newKey } from '../../services/http';
import { event, type Harness, startHarness } from './harness';
import { MINISTRY, OTHER_TRUST, REGION, settle, TRUST } from './world';

const ORDER = { legalBasis: 'GDPR art. 17', reason: 'Krav fra den registrerte' };
const NAME = 'Kari Nordmann-Åsheim';

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
