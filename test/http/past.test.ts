import { event, type Harness, type Receipt, registered, startHarness } from './harness';

const REQUIREMENT = 'granvik.helse-solheim-sr-2031-i1';
const PAGE = `/v1/requirements/${REQUIREMENT}`;

let harness: Harness;
/** What was recorded, by a name of our own. */
const records = new Map<string, Receipt>();

const told = async (
  name: string,
  what: string,
  time: string,
  data: unknown,
  by = 'granvik',
): Promise<void> => {
  const said = event(`requirement.${what}`, REQUIREMENT, by, data, { time, body: 'administration' });
  records.set(name, await harness.stored(said));
};

const get = async (at: string): Promise<Record<string, unknown>> =>
  (await harness.agent.get(at)).body as Record<string, unknown>;

const id = (name: string): string => records.get(name)?.id ?? '';

const report = (status: string, text: string, month = 4) => ({
  period: { year: 2031, months: [month] },
  status: { scale: 'traffic-light', version: 1, value: status },
  text,
});

/** The clock of the log stands at the latest time it has been told, so that what is recorded when is in our hands. */
beforeAll(async () => {
  harness = await startHarness({ clock: 'simulated', origin: 'tests.example/2031' });
  const at = (time: string, said: unknown): object => ({ ...(said as object), time });
  const january = '2031-01-02T09:00:00Z';
  await harness.stored(at(january, registered('helse-solheim', 'Helse Solheim RHF', 'region')));
  await harness.stored(at(january, registered('granvik', 'Granvik sykehus HF', 'trust', 'helse-solheim')));
  await harness.stored(
    event(
      'log.status-scale-published',
      'log',
      'helse-solheim',
      {
        scale: 'traffic-light',
        version: 1,
        steps: ['green', 'yellow', 'red'].map(value => ({
          value,
          labels: { nb: value, nn: value, en: value },
          judgement: value === 'green' ? 'met' : 'at-risk',
        })),
      },
      { time: january },
    ),
  );
  await told(
    'issued',
    'issued',
    '2031-01-10T09:00:00Z',
    {
      issuer: 'helse-solheim',
      addresseePhrase: 'Alle HF',
      registerRevision: 2,
      text: 'Øve beredskapsplanen sammen med kommunene.',
      kind: 'task',
      modality: 'skal',
      reporting: { mode: 'through-year+annual', source: 'kap. 1.1' },
      classification: { access: 'open' },
      steeringYear: 2031,
    },
    'helse-solheim',
  );
  await told('april', 'reported', '2031-04-02T08:00:00Z', report('green', 'Øvelsen er holdt.'));
  // Decided on 10 March, recorded on 2 April, when the clock stands there.
  const accepted = event(
    'requirement.accepted',
    REQUIREMENT,
    'granvik',
    { version: 1, boardCase: { number: '12/31', title: 'Styringskrav 2031', date: '2031-03-10' } },
    { time: '2031-03-10T12:00:00Z', body: 'board' },
  );
  records.set('accepted', await harness.stored(accepted));
  await told('later', 'reported', '2031-05-05T08:00:00Z', report('yellow', 'Evalueringen er forsinket.', 5));
  await told('correction', 'corrected', '2031-06-01T08:00:00Z', {
    corrects: id('april'),
    outcome: 'replaced',
    replacement: report('red', 'Øvelsen ble avlyst.'),
    reason: 'Meldt feil',
  });
  await harness.settled();
});
afterAll(() => harness.close());

describe('a board decision of 10 March that was recorded on 2 April', () => {
  test.each([
    ['2031-03-09', '2031-03-31', 'none'],
    ['2031-03-10', '2031-03-31', 'none'],
    ['2031-03-09', '2031-04-02', 'none'],
    ['2031-03-10', '2031-04-02', 'accepted'],
  ])('as of %s, as known on %s, shows the acceptance %s', async (asOf, knownAt, acceptance) => {
    const cut = `asOf=${asOf}&knownAt=${knownAt}`;
    expect(await get(`${PAGE}?${cut}`)).toMatchObject({ requirement: REQUIREMENT, acceptance });
    const list = await get(`/v1/requirements?${cut}`);
    expect(list).toMatchObject({ total: 1, items: [{ requirement: REQUIREMENT, acceptance }] });
    expect(await get(`/v1/requirements?${cut}&acceptance=accepted`)).toMatchObject({
      total: acceptance === 'accepted' ? 1 : 0,
    });
    const { entries } = (await get(`${PAGE}/history?${cut}`)) as {
      entries: readonly { readonly record: string }[];
    };
    expect(entries.map(e => e.record).includes(id('accepted'))).toBe(acceptance === 'accepted');
    expect(await get(`/v1/common/helse-solheim-sr-2031-i1?${cut}`)).toMatchObject({
      parts: [{ requirement: REQUIREMENT, acceptance }],
    });
  });

  test('a day counts to its end in Norway, and a time to its millisecond', async () => {
    const known = 'knownAt=2031-04-02';
    expect(await get(`${PAGE}?${known}&asOf=2031-03-10T11:59:59.999Z`)).toMatchObject({ acceptance: 'none' });
    expect(await get(`${PAGE}?${known}&asOf=2031-03-10T12:00:00Z`)).toMatchObject({ acceptance: 'accepted' });
  });
});

describe('a correction', () => {
  test('has the word from when it is known, back to the day it speaks of', async () => {
    const status = async (cut: string): Promise<unknown> => (await get(`${PAGE}?${cut}`))['status'];
    expect(await status('asOf=2031-04-30&knownAt=2031-05-31')).toMatchObject({ value: 'green' });
    expect(await status('asOf=2031-04-30&knownAt=2031-06-01')).toMatchObject({ value: 'red' });
    expect(await status('asOf=2031-04-30')).toMatchObject({ value: 'red' });
    expect(await status('knownAt=2031-05-31')).toMatchObject({ value: 'yellow' });
    expect(await status('asOf=2031-03-31')).toBeNull();
  });
});

describe('before anything was told', () => {
  test('there is nothing, and that is said plainly', async () => {
    expect(await get('/v1/requirements?knownAt=1999-12-31')).toMatchObject({ total: 0, items: [], seq: -1 });
    const answer = await harness.agent.get(`${PAGE}?asOf=2031-01-09`);
    expect(answer.status).toBe(404);
  });
});

describe('a point that cannot be asked about', () => {
  test.each(['asOf=2031-13-01', 'asOf=yesterday', 'knownAt=seq:999999', 'knownAt=2031-02-30'])(
    '%s is refused with what was expected',
    async cut => {
      const answer = await harness.agent.get(`${PAGE}?${cut}`);
      expect(answer.status).toBe(400);
      expect(answer.body).toMatchObject({
        expected: expect.any(String),
        errors: [{ pointer: expect.any(String) }],
      });
    },
  );
});

describe('why', () => {
  test('gives the records behind a field, oldest first, each with the value it set', async () => {
    const { records: reasons, value } = (await get(`${PAGE}?why=status`)) as {
      records: readonly Record<string, unknown>[];
      value: unknown;
    };
    expect(reasons).toMatchObject([
      { record: id('correction'), corrects: id('april'), value: 'red' },
      { record: id('later'), value: 'yellow' },
    ]);
    expect(value).toBe('yellow');
    const { because } = (await get(PAGE)) as { because: Record<string, { record: string }> };
    expect(because['status']?.record).toBe(id('later'));
  });

  test('answers for what was known then', async () => {
    const { records: reasons } = await get(`${PAGE}?why=status&knownAt=2031-04-30`);
    expect(reasons).toMatchObject([{ record: id('april'), value: 'green' }]);
  });

  test('answers of a text that several share, and of every other view', async () => {
    const common = await get('/v1/common/helse-solheim-sr-2031-i1?why=text');
    expect(common).toMatchObject({ records: [{ record: id('issued') }] });
    const organisation = await get('/v1/organisations/granvik?why=name');
    expect(organisation).toMatchObject({
      value: 'Granvik sykehus HF',
      records: [{ value: 'Granvik sykehus HF' }],
    });
  });

  test('says which fields there are where it is asked for another', async () => {
    const answer = await harness.agent.get(`${PAGE}?why=colour`);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ expected: expect.stringContaining('acceptance') });
  });
});

describe('the differences between two points', () => {
  test('are told field by field, with the record behind what is new', async () => {
    const since = 'sinceAsOf=2031-04-30&sinceKnownAt=2031-05-31&asOf=2031-04-30';
    const { items } = (await get(`/v1/differences?view=requirements&${since}`)) as {
      items: readonly Record<string, unknown>[];
    };
    const status = items.find(item => item['field'] === 'status');
    expect(status).toMatchObject({
      key: REQUIREMENT,
      change: 'changed',
      before: 'green',
      after: 'red',
      record: id('correction'),
    });
  });

  test('name what has come, and come as csv as well', async () => {
    const at = '/v1/differences?view=requirements&sinceKnownAt=2031-01-05';
    expect(await get(at)).toMatchObject({
      total: 1,
      items: [{ key: REQUIREMENT, change: 'added', field: null }],
    });
    const { text } = await harness.agent.get(`${at}&format=csv`);
    expect(text).toContain(`${REQUIREMENT};added`);
  });

  test('need a view and an earlier point', async () => {
    for (const query of ['', '?view=requirements']) {
      const answer = await harness.agent.get(`/v1/differences${query}`);
      expect(answer.status).toBe(400);
    }
  });
});

test('pages say that they show the past, and lead back to now', async () => {
  const cut = 'asOf=2031-03-10&knownAt=2031-04-02';
  const { text } = await harness.agent.get(`/requirements/${REQUIREMENT}?${cut}`);
  expect(text).toContain('Slik det sto 10.03.2031.');
  expect(text).toContain('Etter det som var registrert 02.04.2031.');
  expect(text).toContain(`href="/requirements/${REQUIREMENT}"`);
  expect(text).not.toContain('Evalueringen er forsinket.');
  const list = await harness.agent.get(`/requirements?${cut}`);
  expect(list.text).toContain('asOf=2031-03-10');
});
