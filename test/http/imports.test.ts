import { createHash } from 'node:crypto';
import { Sha256 } from '../../contracts/primitives';
import { event, type Harness, startHarness } from './harness';
import { DOCUMENT, imported, OTHER_TRUST, REGION, settle } from './world';

describe('importing a steering document', () => {
  let harness: Harness;
  beforeEach(async () => {
    harness = await startHarness();
    await settle(harness);
  });
  afterEach(() => harness.close());

  const sha256 = createHash('sha256').update(DOCUMENT).digest('hex');
  const send = (text: string | Buffer, query = '', type = 'text/plain') =>
    harness.agent
      .post(`/v1/imports?issuer=${REGION}&document=krav&year=2031${query}`)
      .set('Content-Type', type)
      .send(text);

  it('keeps the original and records the document and every item', async () => {
    const before = await harness.count();
    const response = await send(DOCUMENT, '&wait=views');
    expect(response.status).toBe(201);
    expect(response.headers['location']).toBe(`/v1/documents/${REGION}.krav`);
    expect(response.body).toMatchObject({
      document: `${REGION}.krav`,
      sha256,
      items: { task: 3, indicator: 1 },
      waited: { for: 'views', done: true },
    });
    const { total } = (response.body as { items: { total: number } }).items;
    expect(await harness.count()).toBe(before + total + 2);
    const original = await harness.agent.get(`/v1/originals/${sha256}`).buffer(true);
    expect(original.status).toBe(200);
    expect(original.text).toBe(DOCUMENT);
    expect(original.headers['content-type']).toBe('text/plain');
    expect(original.headers['x-content-type-options']).toBe('nosniff');
    expect(original.headers['content-disposition']).toContain('attachment');
  });

  it('changes nothing when the same document is sent again', async () => {
    await send(DOCUMENT);
    const before = await harness.count();
    const again = await send(DOCUMENT);
    expect(again.status).toBe(200);
    expect(again.body).toMatchObject({ again: true });
    expect(await harness.count()).toBe(before);
  });

  it('goes on where a crash left it', async () => {
    const whole = await startHarness();
    await settle(whole);
    await imported(whole, 'krav');
    const events: unknown[] = [];
    for await (const entry of whole.serving.service.log.readStream(`document-${REGION}.krav`))
      events.push(JSON.parse(entry.data));
    await whole.close();

    for (const part of events.slice(0, 3)) await harness.stored(part);
    const response = await send(DOCUMENT);
    expect(response.status).toBe(201);
    const ids = new Set<string>();
    for await (const entry of harness.serving.service.log.readStream(`document-${REGION}.krav`))
      ids.add(entry.id);
    expect(ids.size).toBe(events.length);
  });

  it('stores nothing of another document under the same id', async () => {
    await send(DOCUMENT);
    const before = await harness.count();
    const changed = DOCUMENT.replace('balanse', 'pluss');
    const other = await send(changed);
    expect(other.status).toBe(422);
    expect(other.body).toMatchObject({ type: '/problems/rule-refused' });
    expect(await harness.count()).toBe(before);
    const hash = createHash('sha256').update(changed).digest('hex');
    if (!Sha256.is(hash)) throw new Error('no SHA-256');
    expect(await harness.serving.service.content.has(hash)()).toMatchObject({ right: false });
    expect((await harness.agent.get(`/v1/originals/${sha256}`)).status).toBe(200);
  });

  it.each([
    ['a document without demands', 'En tekst om ingenting.\n\nOg litt til.\n', 422, 'nothing-to-import'],
    ['an empty document', '  \n\n', 422, 'nothing-to-import'],
    [
      'a binary file',
      Buffer.from([0x25, 0x50, 0x44, 0x46, 0x2d, 0x31, 0, 0, 1, 2]),
      415,
      'unsupported-media-type',
    ],
  ])('says why %s gives nothing', async (_what, text, status, problem) => {
    const before = await harness.count();
    const response = await send(text);
    expect(response.status).toBe(status);
    expect(response.body).toMatchObject({ type: `/problems/${problem}` });
    expect((response.body as { detail: string }).detail.length).toBeGreaterThan(10);
    expect(await harness.count()).toBe(before);
  });

  it('refuses a graded document whole, and writes nothing of it to its log lines', async () => {
    const before = await harness.count();
    const marked = DOCUMENT.replace('2 Beredskap', 'STRENGT FORTROLIG\n\n2 Beredskap hvalrossøvelsen');
    const response = await send(marked, '&filename=hvalrossplan.txt');
    expect(response.status).toBe(422);
    expect(response.body).toMatchObject({ type: '/problems/graded-content', rule: 'I110' });
    expect(response.text).not.toMatch(/hvalross/i);
    expect(harness.lines.join('')).not.toMatch(/hvalross|beredskap/i);
    expect(await harness.count()).toBe(before);
    const hash = createHash('sha256').update(marked).digest('hex');
    expect((await harness.agent.get(`/v1/originals/${hash}`)).status).toBe(404);
  });

  it('stores nothing of a document with a national id in one of its items', async () => {
    const before = await harness.count();
    const response = await send(DOCUMENT.replace('kommunene i', 'kommunene, ved 01010750160, i'));
    expect(response.body).toMatchObject({ type: '/problems/national-id', status: 422 });
    expect(await harness.count()).toBe(before);
  });

  it('asks for what it cannot know', async () => {
    const response = await harness.agent.post('/v1/imports').set('Content-Type', 'text/plain').send(DOCUMENT);
    expect(response.status).toBe(400);
    expect((response.body as { errors: unknown[] }).errors).toHaveLength(3);
  });

  it('takes plain text only', async () => {
    const response = await send(DOCUMENT, '', 'application/pdf');
    expect(response.status).toBe(415);
  });

  it('does not tell of an original to those who may not see its document', async () => {
    await imported(harness);
    await harness.stored(
      event('access.key-issued', 'k1', OTHER_TRUST, {
        hash: createHash('sha256').update('a-key-of-the-other-trust').digest('hex'),
        holder: 'svc-elvestad',
        organisation: OTHER_TRUST,
        roles: ['reporter'],
        sources: ['https://tests.example'],
        expires: '2099-01-01T00:00:00Z',
      }),
    );
    await harness.restart({ auth: 'keys' });
    const response = await harness.agent
      .get(`/v1/originals/${sha256}`)
      .set('Authorization', 'Bearer a-key-of-the-other-trust');
    expect(response.status).toBe(404);
    const unknown = await harness.agent
      .get(`/v1/originals/${'0'.repeat(64)}`)
      .set('Authorization', 'Bearer a-key-of-the-other-trust');
    expect(unknown.body).toEqual(response.body);
  });
});
