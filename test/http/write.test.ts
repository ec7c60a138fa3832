import { event, type Harness, type Receipt, startHarness } from './harness';
import { imported, MINISTRY, OTHER_TRUST, readyToPublish, REGION, REPORTING, settle, TRUST } from './world';

const alias = (organisation: string, name: string, more: Readonly<Record<string, unknown>> = {}) =>
  event('organisations.alias-added', organisation, organisation, { alias: name }, more);

const received = (requirement: string) => event('requirement.received', requirement, TRUST, {});

describe('sending events', () => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await startHarness();
    await settle(harness);
  });
  afterAll(() => harness.close());

  const revisionOf = async (document: string): Promise<number> =>
    (await harness.serving.service.door.read('document', `document-${document}`)).records.length - 1;

  const batch = (events: readonly unknown[]) =>
    harness.send(events, { 'Content-Type': 'application/cloudevents-batch+json' });

  it('answers with a receipt, the address of the record, and the revision as ETag', async () => {
    const response = await harness.send(alias(TRUST, 'Granvik'));
    expect(response.status).toBe(201);
    const receipt = response.body as Receipt;
    expect(receipt).toMatchObject({ stream: 'organisations', again: false });
    expect(response.headers['location']).toBe(`/v1/events/${receipt.id}`);
    expect(response.headers['etag']).toBe(`"${receipt.revision}"`);
    expect(receipt.links).toMatchObject({ record: `/v1/events/${receipt.id}` });
    expect(receipt).not.toHaveProperty('recordedDaysLater');
  });

  it('tells how many days later than it happened it was recorded', async () => {
    const time = new Date(Date.now() - 12.5 * 86_400_000).toISOString();
    const response = await harness.send(alias(TRUST, 'Granvik sjukehus', { time }));
    expect(response.body).toMatchObject({ time, recordedDaysLater: 12 });
  });

  it('lets a time a few minutes ahead through', async () => {
    const time = new Date(Date.now() + 4 * 60_000).toISOString();
    expect((await harness.send(alias(TRUST, 'Granvik HF', { time }))).status).toBe(201);
  });

  it('gives the first answer again for the same event, before it looks at If-Match', async () => {
    const sent = alias(OTHER_TRUST, 'Elvestad');
    const first = await harness.send(sent);
    await harness.send(alias(OTHER_TRUST, 'Elvestad HF'));
    const before = await harness.count();
    const traced = { ...sent, traceparent: `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01` };
    const again = await harness.send(traced, { 'If-Match': '"0"' });
    expect(again.status).toBe(200);
    expect(again.body).toEqual({ ...(first.body as object), again: true });
    expect(again.headers['etag']).toBe(first.headers['etag']);
    expect(await harness.count()).toBe(before);
  });

  it('takes the event’s own id as Idempotency-Key', async () => {
    const sent = alias(REGION, 'Helse Solheim', { id: 'key-1' });
    expect((await harness.send(sent, { 'Idempotency-Key': '"key-1"' })).status).toBe(201);
    expect((await harness.send(sent, { 'Idempotency-Key': 'key-1' })).status).toBe(200);
  });

  it('stores once what is sent many times at once', async () => {
    const sent = alias(MINISTRY, 'Departementet');
    const before = await harness.count();
    const responses = await Promise.all(Array.from({ length: 20 }, () => harness.send(sent)));
    expect(responses.filter(r => r.status === 201)).toHaveLength(1);
    expect(responses.filter(r => r.status === 200)).toHaveLength(19);
    expect(new Set(responses.map(r => (r.body as Receipt).id)).size).toBe(1);
    expect(await harness.count()).toBe(before + 1);
  });

  it('gives every one of many writers to one stream a revision of its own', async () => {
    const responses = await Promise.all(
      Array.from({ length: 30 }, (_, i) => harness.send(alias(TRUST, `Granvik ${i}`))),
    );
    const revisions = responses.map(r => (r.body as Receipt).revision);
    expect(new Set(revisions).size).toBe(30);
    expect(Math.max(...revisions) - Math.min(...revisions)).toBe(29);
  });

  it('stores a batch whole, with an outcome for each item', async () => {
    const before = await harness.count();
    const response = await batch([alias(TRUST, 'Sykehuset i Granvik'), alias(REGION, 'HSR')]);
    expect(response.status).toBe(201);
    expect(response.body).toMatchObject({ stored: 2, refused: 0, items: [{ status: 201 }, { status: 201 }] });
    expect(await harness.count()).toBe(before + 2);
  });

  it('goes on after a refused item, but not in its stream', async () => {
    const before = await harness.count();
    const response = await batch([
      received(`${TRUST}.finnes-ikke`),
      alias(TRUST, 'Granvik lasarett'),
      received(`${TRUST}.finnes-ikke`),
    ]);
    expect(response.status).toBe(207);
    expect(response.body).toMatchObject({
      stored: 1,
      refused: 2,
      items: [
        { status: 422, type: '/problems/rule-refused', rule: 'I103' },
        { status: 201, stream: 'organisations' },
        { status: 424, type: '/problems/earlier-item-refused' },
      ],
    });
    expect(await harness.count()).toBe(before + 1);
  });

  it('answers an empty batch, and one sent again', async () => {
    expect((await batch([])).body).toEqual({ stored: 0, refused: 0, items: [] });
    const events = [alias(TRUST, 'Granvik A'), alias(TRUST, 'Granvik B')];
    const first = await batch(events);
    const again = await batch(events);
    expect(again.status).toBe(201);
    expect(again.body).toMatchObject({
      items: [
        { status: 200, again: true },
        { status: 200, again: true },
      ],
    });
    expect((again.body as { items: Receipt[] }).items.map(i => i.revision)).toEqual(
      (first.body as { items: Receipt[] }).items.map(i => i.revision),
    );
  });

  it('refuses If-Match with a batch', async () => {
    const response = await harness.send([alias(TRUST, 'X')], {
      'Content-Type': 'application/cloudevents-batch+json',
      'If-Match': '"1"',
    });
    expect(response.status).toBe(400);
  });

  it('waits for the views, and for what an act causes, when asked to', async () => {
    const shown = await harness.send(alias(TRUST, 'Granvik C'), {}, '?wait=views');
    expect(shown.body).toMatchObject({ waited: { for: 'views', done: true } });
    expect(harness.serving.service.runner.status().lagging).toBe(0);

    const document = await imported(harness);
    await readyToPublish(harness, document);
    const list = await harness.send(
      event('document.published', document, REGION, { reporting: REPORTING }),
      { 'If-Match': `"${await revisionOf(document)}"` },
      '?wait=follow-ups&deadline=15',
    );
    expect(list.body).toMatchObject({ links: { followUps: `/v1/follow-ups/${(list.body as Receipt).id}` } });
    expect(list.body).toMatchObject({ waited: { for: 'follow-ups', done: true } });
    expect(
      (list.body as { waited: { followUps: { total: number } } }).waited.followUps.total,
    ).toBeGreaterThan(0);
  });

  it('says so when what was waited for did not come in time', async () => {
    const { runner } = harness.serving.service;
    const caughtUp = jest.spyOn(runner, 'caughtUp');
    caughtUp.mockReturnValue(() =>
      Promise.resolve({ _tag: 'Left', left: { kind: 'behind', seq: 0, wanted: 1, state: 'catching-up' } }),
    );
    const response = await harness.send(alias(TRUST, 'Granvik D'), {}, '?wait=views&deadline=1');
    caughtUp.mockRestore();
    expect(response.status).toBe(201);
    expect(response.body).toMatchObject({ waited: { for: 'views', done: false } });
  });

  it('takes a header event with percent-encoded text', async () => {
    const { data, ...attributes } = alias(TRUST, 'Blåfjell');
    const headers = Object.fromEntries(
      Object.entries({ ...attributes, reason: 'Nytt navn på «Blåfjell» 100 %' }).map(([name, value]) => [
        `ce-${name}`,
        encodeURIComponent(value),
      ]),
    );
    const traceparent = `00-${'12'.repeat(16)}-${'34'.repeat(8)}-01`;
    const response = await harness.agent
      .post('/v1/events')
      .set({ ...headers, 'Content-Type': 'application/json', traceparent })
      .send(JSON.stringify(data));
    expect(response.status).toBe(201);
    const { id } = response.body as Receipt;
    for await (const entry of harness.serving.service.log.readStream('organisations')) {
      if (entry.id !== id) continue;
      expect(JSON.parse(entry.data)).toEqual({
        ...attributes,
        data,
        reason: 'Nytt navn på «Blåfjell» 100 %',
        traceparent,
      });
    }
    const broken = await harness.agent
      .post('/v1/events')
      .set({ ...headers, 'ce-reason': '%zz', 'Content-Type': 'application/json' })
      .send(JSON.stringify(data));
    expect(broken.body).toMatchObject({ type: '/problems/bad-request', status: 400 });
  });
});
