import { CLOUDEVENT, event, type Harness, startHarness } from './harness';
import { MINISTRY, REGION, settle, TRUST } from './world';

/** An event that would be accepted, but for what the case does to it. */
const alias = (more: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> =>
  event('organisations.alias-added', TRUST, TRUST, { alias: `Alias ${Math.random()}` }, more);

const text = (value: unknown): string => JSON.stringify(value);

/** The event as JSON with a piece of raw text put in as its data. */
const withData = (raw: string): string => text({ ...alias(), data: '@' }).replace('"@"', raw);

const deep = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

interface Case {
  readonly what: string;
  readonly body: string | Buffer;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly status: number;
  readonly problem: string;
  readonly code?: string;
  readonly pointer?: string;
}

const malformed = (what: string, body: string | Buffer, code: string): Case => ({
  what,
  body,
  status: 400,
  problem: 'malformed-json',
  code,
});

const cases: readonly Case[] = [
  malformed('no body', '', 'empty'),
  malformed('half a JSON text', '{"specversion":"1.0"', 'unexpected-end'),
  malformed('what is no JSON', "{'id': 1}", 'unexpected-character'),
  malformed('two JSON values', `${text(alias())} {}`, 'trailing-text'),
  malformed('a key given twice', withData('{"alias":"a","alias":"b"}'), 'duplicate-key'),
  malformed('a key that is an integer', withData('{"1":"a"}'), 'integer-key'),
  malformed('a lone surrogate', withData('{"alias":"\\ud800"}'), 'lone-surrogate'),
  malformed('a number that is no double', withData('{"alias":1e400}'), 'number-too-large'),
  malformed(
    'a number that would lose digits',
    withData('{"alias":12345678901234567890}'),
    'number-not-exact',
  ),
  malformed('a byte order mark', Buffer.from(`\ufeff${text(alias())}`), 'byte-order-mark'),
  malformed('the key __proto__', withData('{"__proto__":{}}'), 'proto-key'),
  malformed('a value nested too deeply', withData(deep(33)), 'too-deep'),
  malformed('bytes that are not UTF-8', Buffer.from([0x22, 0xff, 0x22]), 'invalid-utf8'),
  {
    what: 'an event over 64 KiB',
    body: text(alias({ reason: 'x'.repeat(70_000) })),
    status: 413,
    problem: 'too-large',
  },
  {
    what: 'a batch over 2 MiB',
    body: text(Array.from({ length: 40 }, () => alias({ reason: 'x'.repeat(60_000) }))),
    type: 'application/cloudevents-batch+json',
    status: 413,
    problem: 'too-large',
  },
  {
    what: 'a batch of more than 1,000 events',
    body: text(Array.from({ length: 1_001 }, () => alias())),
    type: 'application/cloudevents-batch+json',
    status: 413,
    problem: 'too-large',
  },
  {
    what: 'a batch that is no list',
    body: text({}),
    type: 'application/cloudevents-batch+json',
    status: 400,
    problem: 'bad-request',
  },
  {
    what: 'an unknown content type',
    body: text(alias()),
    type: 'text/plain',
    status: 415,
    problem: 'unsupported-media-type',
  },
  {
    what: 'another charset',
    body: text(alias()),
    type: `${CLOUDEVENT}; charset=iso-8859-1`,
    status: 415,
    problem: 'unsupported-media-type',
  },
  {
    what: 'a compressed body',
    body: text(alias()),
    headers: { 'Content-Encoding': 'gzip' },
    status: 415,
    problem: 'unsupported-media-type',
  },
  {
    what: 'an unknown event type',
    body: text(alias({ type: 'no.kravspor.requirement.forgotten.v1' })),
    status: 422,
    problem: 'unknown-event-type',
    pointer: '/type',
  },
  {
    what: 'an unknown version',
    body: text(alias({ type: 'no.kravspor.organisations.alias-added.v9' })),
    status: 422,
    problem: 'unknown-event-type',
    pointer: '/type',
  },
  {
    what: 'data that fails its codec',
    body: text(alias({ data: { alias: 7 } })),
    status: 422,
    problem: 'invalid-event',
    pointer: '/data/alias',
  },
  {
    what: 'data with a field too many',
    body: text(alias({ data: { alias: 'A', colour: 'red' } })),
    status: 422,
    problem: 'invalid-event',
    pointer: '/data/colour',
  },
  {
    what: 'an attribute that is not known',
    body: text(alias({ colour: 'red' })),
    status: 422,
    problem: 'invalid-event',
    pointer: '/colour',
  },
  {
    what: 'an event without time',
    body: text(Object.fromEntries(Object.entries(alias()).filter(([key]) => key !== 'time'))),
    status: 422,
    problem: 'invalid-event',
    pointer: '/time',
  },
  {
    what: 'a wrong subject',
    body: text(alias({ subject: 'a.b.c' })),
    status: 422,
    problem: 'invalid-event',
    pointer: '/subject',
  },
  {
    what: 'a fødselsnummer in a text',
    body: text(alias({ data: { alias: 'Ola 01010750160' } })),
    status: 422,
    problem: 'national-id',
    pointer: '/data/alias',
  },
  {
    what: 'a rule that refuses',
    body: text(event('requirement.received', `${TRUST}.aldri-sendt`, TRUST, {})),
    status: 422,
    problem: 'rule-refused',
  },
  {
    what: 'a time that lies ahead',
    body: text(alias({ time: new Date(Date.now() + 3_600_000).toISOString() })),
    status: 422,
    problem: 'time-ahead',
    pointer: '/time',
  },
  {
    what: 'a wrong revision',
    body: text(alias()),
    headers: { 'If-Match': '"3000"' },
    status: 412,
    problem: 'revision-conflict',
  },
  {
    what: 'an If-Match that names none',
    body: text(alias()),
    headers: { 'If-Match': '*' },
    status: 400,
    problem: 'bad-request',
  },
  {
    what: 'an Idempotency-Key that is not its id',
    body: text(alias()),
    headers: { 'Idempotency-Key': '"other"' },
    status: 400,
    problem: 'bad-request',
  },
  {
    what: 'an unknown parameter',
    body: text(alias()),
    query: '?wiat=views',
    status: 400,
    problem: 'bad-request',
  },
  {
    what: 'a source that is reserved',
    body: text(alias({ source: 'urn:kravspor:follow-ups' })),
    status: 403,
    problem: 'not-allowed',
  },
  {
    what: 'a type that only the program records',
    body: text(alias({ type: 'no.kravspor.log.opened.v1', subject: 'log', data: {} })),
    status: 422,
    problem: 'invalid-event',
  },
];

describe('bad input', () => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await startHarness();
    await settle(harness);
  });
  afterAll(() => harness.close());

  it.each(cases)('gets its own problem, and stores nothing: $what', async bad => {
    const before = await harness.count();
    const response = await harness.agent
      .post(`/v1/events${bad.query ?? ''}`)
      .set('Content-Type', bad.type ?? CLOUDEVENT)
      .set(bad.headers ?? {})
      .serialize((body: unknown) => body as string)
      .send(bad.body);
    expect(response.body).toMatchObject({ type: `/problems/${bad.problem}`, status: bad.status });
    expect(response.status).toBe(bad.status);
    expect(response.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    const { title, detail, advice } = response.body as Record<string, string>;
    for (const sentence of [title, detail, advice]) expect(sentence).toMatch(/\w{3}/);
    const { code, errors = [] } = response.body as { code?: string; errors?: { pointer: string }[] };
    expect(code).toBe(bad.code);
    expect(errors.map(({ pointer }) => pointer)).toEqual(expect.arrayContaining([bad.pointer ?? []].flat()));
    expect(await harness.count()).toBe(before);
  });

  it('names every malformed item of a batch, and stores none of it', async () => {
    const before = await harness.count();
    const response = await harness.agent
      .post('/v1/events')
      .set('Content-Type', 'application/cloudevents-batch+json')
      .send(text([alias(), alias({ data: {} }), alias(), alias({ subject: 'a.b.c' })]));
    expect(response.status).toBe(422);
    const { errors } = response.body as { errors: readonly { pointer: string }[] };
    expect(errors.map(e => e.pointer)).toEqual(['/1/data/alias', '/3/subject']);
    expect(await harness.count()).toBe(before);
  });

  it('tells with 409 what differs when an id is used again', async () => {
    const first = alias();
    await harness.stored(first);
    const before = await harness.count();
    const response = await harness.send({ ...first, data: { alias: 'Another' } });
    expect(response.status).toBe(409);
    expect(JSON.stringify((response.body as { differs: unknown }).differs)).toContain('/data/alias');
    expect(await harness.count()).toBe(before);
  });

  it('wants If-Match for a decision on a draft, and tells both revisions on a conflict', async () => {
    const subject = `${REGION}.utkast`;
    await harness.agent
      .post(`/v1/imports?issuer=${REGION}&document=utkast&year=2031`)
      .set('Content-Type', 'text/plain')
      .send('2 Beredskap\n\nHelseforetaket skal:\n• Øve planen.\n• Telle lageret.\n');
    const decision = event('document.item-dropped', subject, REGION, {
      item: 'i001',
      reason: 'Ikke et krav',
    });
    const before = await harness.count();
    const missing = await harness.send(decision);
    expect(missing.status).toBe(428);
    const wrong = await harness.send(decision, { 'If-Match': '"0"' });
    expect(wrong.status).toBe(412);
    const { actualRevision: actual } = missing.body as { actualRevision: number };
    expect(wrong.body).toMatchObject({ expectedRevision: 0, actualRevision: actual });
    expect(await harness.count()).toBe(before);
    expect((await harness.send(decision, { 'If-Match': `"${actual}"` })).status).toBe(201);
  });

  it('writes nothing of graded content to any log line', async () => {
    const before = await harness.count();
    const secret = 'Hvalrossøvelsen';
    const graded = alias({ data: { alias: `STRENGT HEMMELIG\n${secret}` }, reason: secret, id: 'hvalross' });
    const responses = [
      await harness.send(graded),
      await harness.send([graded], { 'Content-Type': 'application/cloudevents-batch+json' }),
    ];
    for (const response of responses) {
      expect(response.status).toBe(422);
      expect(response.body).toMatchObject({ type: '/problems/graded-content', rule: 'I110' });
      expect(response.text).not.toMatch(/hvalross/i);
    }
    expect(harness.lines.join('')).not.toMatch(/hvalross/i);
    expect(await harness.count()).toBe(before);
  });

  it('tells titles in the language asked for', async () => {
    const titles = await Promise.all(
      ['nb-NO', 'nn', 'en;q=0.9, de', 'de'].map(async language => {
        const response = await harness.send({}, { 'Accept-Language': language });
        return (response.body as { title: string }).title;
      }),
    );
    expect(titles).toEqual([
      'Hendelsen er ikke gyldig',
      'Hendinga er ikkje gyldig',
      'Invalid event',
      'Hendelsen er ikke gyldig',
    ]);
  });

  it('gives problems for addresses and methods that are not there', async () => {
    expect((await harness.agent.get('/v1/nowhere')).body).toMatchObject({
      type: '/problems/not-found',
      status: 404,
    });
    const wrong = await harness.agent.delete('/v1/events');
    expect(wrong.status).toBe(405);
    expect(wrong.headers['allow']).toContain('POST');
    expect((await harness.agent.get('/v1/originals/%zz')).body).toMatchObject({ status: 400 });
    expect((await harness.agent.get('/v1/catalogue').set('Accept', 'image/png')).body).toMatchObject({
      status: 406,
    });
  });

  it('carries the sender’s trace in its problems', async () => {
    const response = await harness.send({}, { traceparent: `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01` });
    expect(response.body).toMatchObject({ traceId: 'ab'.repeat(16) });
    expect(harness.lines.some(line => line.includes('ab'.repeat(16)))).toBe(true);
  });

  it('speaks for the ministry only where it may', async () => {
    const before = await harness.count();
    const response = await harness.send(event('requirement.received', `${TRUST}.finnes-ikke`, MINISTRY, {}));
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(await harness.count()).toBe(before);
  });
});
