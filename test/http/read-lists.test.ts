import type { Response } from 'supertest';
import { type World, startWorld, CALENDAR, HOSTILE, OTHER_TRUST, REGION, TRUST } from './read-world';

type Row = Readonly<Record<string, unknown>>;
interface Page {
  readonly items: readonly Row[];
  readonly total: number;
  readonly next?: string;
}

const LISTS = [
  'requirements',
  'common',
  'documents',
  'deviations',
  'deadlines',
  'organisations',
  'reports',
  'follow-ups',
  'parked',
  'scales',
  'coverage',
  'lineage',
];

describe('lists', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.harness.close());

  const ask = (path: string) => world.harness.agent.get(path);
  const get = async (path: string): Promise<Page> => (await ask(path).expect(200)).body as Page;
  const rowOf = async (requirement: string): Promise<Row> => {
    const { items } = await get('/v1/requirements');
    const row = items.find(item => item['requirement'] === requirement);
    if (row === undefined) throw new Error(`${requirement} is not in the list`);
    return row;
  };

  it('shows what is due and when, by the calendar and its weekend rule', async () => {
    // 1 June 2031 is Whit Sunday, and the day after it a holiday.
    expect(await rowOf(world.indicator)).toMatchObject({
      due: {
        next: {
          title: 'Første tertial',
          date: '2031-06-01',
          effective: '2031-06-03',
          rule: 'next-working-day',
          calendar: CALENDAR,
        },
        answered: null,
      },
    });
  });

  it('shows lateness as claimed and as recorded', async () => {
    expect(await rowOf(world.exercise)).toMatchObject({
      status: { value: 'yellow', judgement: 'at-risk', labels: { nb: 'Gul' } },
      answer: { text: 'Fem av elleve kommuner er med.' },
      due: {
        next: { what: 'annual-report', step: 'administrative', effective: '2032-02-02' },
        answered: { deadline: 'tertial-1', claimed: { daysLate: 5 }, recorded: { daysLate: 17 } },
      },
    });
  });

  it('shows which acceptance stands, open deviations and flags', async () => {
    expect(await rowOf(world.stock)).toMatchObject({
      acceptance: 'accepted-with-reservation',
      deviations: { open: 0 },
    });
    expect(await rowOf(world.exercise)).toMatchObject({
      acceptance: 'accepted',
      deviations: { open: 1 },
      flags: ['deviation-without-cause', 'deviation-without-measure'],
    });
  });

  it.each([
    [`organisation=${TRUST}`, 6],
    [`organisation=${TRUST}&organisation=${OTHER_TRUST}`, 12],
    ['kind=indicator', 2],
    ['acceptance=accepted', 1],
    ['flag=deviation-without-cause', 1],
    ['deviating=true', 1],
    ['deviating=false', 11],
    ['year=2031&mode=none', 4],
    ['year=2030', 0],
    ['q=beredskapsplanen', 2],
    ['status=yellow&open=true', 1],
  ])('filters the status list by %s', async (filter, total) => {
    expect(await get(`/v1/requirements?${filter}`)).toMatchObject({ total });
  });

  it('orders by what is asked for, in both directions', async () => {
    const years = async (order: string) =>
      (await get(`/v1/requirements?order=${order}`)).items.map(i => i['organisation']);
    const ascending = await years('organisation');
    expect(ascending).toEqual([...ascending].sort());
    expect(await years('-organisation')).toEqual([...ascending].reverse());
  });

  it.each(['colour=red', 'order=colour', 'acceptance=perhaps', 'limit=0', 'cursor=abc.def'])(
    'refuses %s and names what is known',
    async query => {
      const response = await ask(`/v1/requirements?${query}`).expect(400);
      expect((response.body as { type: string }).type).toMatch(/\/problems\/bad-request$/);
      expect((response.body as { expected: string }).expected).toMatch(/\w{3}/);
    },
  );

  it('names the known filters and orders', async () => {
    const filter = await ask('/v1/requirements?colour=red').expect(400);
    expect((filter.body as { expected: string }).expected).toContain('acceptance');
    const order = await ask('/v1/requirements?order=colour').expect(400);
    expect((order.body as { expected: string }).expected).toContain('organisation');
  });

  it.each(LISTS)('is walked by cursor and Link, each row once: %s', async name => {
    const all = await get(`/v1/${name}?limit=1000`);
    const walked: Row[] = [];
    let href: string | undefined = `/v1/${name}?limit=2`;
    for (let pages = 0; href !== undefined && pages < 50; pages++) {
      const response: Response = await ask(href).expect(200);
      const page = response.body as Page;
      expect(page.total).toBe(all.total);
      walked.push(...page.items);
      href = /<([^>]+)>; rel="next"/.exec(response.headers['link'] ?? '')?.[1];
      expect(href !== undefined).toBe(page.next !== undefined);
    }
    expect(walked).toEqual(all.items);
    expect(all.items).toHaveLength(all.total);
  });

  it('walks the same way under any order', async () => {
    const all = await get('/v1/requirements?order=-status&limit=1000');
    const walked: Row[] = [];
    for (let cursor = ''; ;) {
      const page = await get(`/v1/requirements?order=-status&limit=5${cursor}`);
      walked.push(...page.items);
      if (page.next === undefined) break;
      cursor = `&cursor=${page.next}`;
    }
    expect(walked).toEqual(all.items);
  });

  it.each(LISTS)('is given as csv, all rows at once: %s', async name => {
    const { total } = await get(`/v1/${name}`);
    const response = await ask(`/v1/${name}?format=csv&limit=1`).expect(200);
    expect(response.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(response.text.startsWith('\ufeff')).toBe(true);
    const lines = response.text.slice(1).split('\r\n');
    expect(lines.at(-1)).toBe('');
    expect(lines.length - 2).toBe(total);
    expect(lines[0]).toContain(';');
  });

  it('defuses cells of csv that a spreadsheet would take for a formula', async () => {
    const requirements = await ask('/v1/requirements').set('Accept', 'text/csv').expect(200);
    expect(requirements.text).toContain(`"'${HOSTILE.replaceAll('"', '""')}"`);
    const deviations = await ask('/v1/deviations?format=csv').expect(200);
    expect(deviations.text).toContain(";'+cmd|calc;");
  });

  it('tells the names and groups of organisations as of a day', async () => {
    const before = await get('/v1/organisations?on=2030-12-31&q=Granvik');
    expect(before.items[0]).toMatchObject({ organisation: TRUST, aliases: [] });
    const after = await get('/v1/organisations?on=2031-01-01&q=Granvik');
    expect(after.items[0]).toMatchObject({
      organisation: TRUST,
      aliases: ['Granvik'],
      parentName: 'Helse Solheim RHF',
    });
  });

  it('tells the joint status of a common text, and its parts side by side', async () => {
    const key = world.exercise.slice(TRUST.length + 1);
    const { items } = await get(`/v1/common?q=beredskapsplanen&organisation=${TRUST}`);
    expect(items).toMatchObject([
      {
        key,
        joint: 'at-risk',
        sameText: true,
        parts: [{ organisation: OTHER_TRUST, joint: 'missing' }, { joint: 'at-risk' }],
      },
    ]);
  });

  it('finds what nobody has accepted', async () => {
    const { items } = await get(`/v1/coverage?organisation=${TRUST}`);
    expect(items.map(i => [i['requirement'], i['gap']])).toEqual([
      [world.indicator, 'acceptance'],
      [world.accounts, 'acceptance'],
    ]);
  });

  it('answers HEAD like GET, without a body', async () => {
    const response = await world.harness.agent.head(`/v1/requirements?issuer=${REGION}`).expect(200);
    expect(response.headers['content-length']).toBeDefined();
    expect(Object.keys(response.body as object)).toEqual([]);
  });
});
