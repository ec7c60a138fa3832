import { light, on, REGION, REPORT, startWorld, TRUST, type World, WHOLE_YEAR } from './read-world';

interface Body {
  readonly ready: boolean;
  readonly digest: string;
  readonly basis: { readonly seq: number };
  readonly send: Send;
  readonly answers: readonly { readonly requirement: string; readonly answer: string }[];
  readonly gaps: readonly { readonly requirement: string }[];
  readonly obstacles: readonly { readonly rule: string }[];
  readonly undecided: readonly {
    readonly requirement: string;
    readonly answer: string;
    readonly send: Send;
  }[];
}

interface Send {
  readonly ifMatch: string;
  readonly event: Readonly<Record<string, unknown>> & { readonly data: Readonly<Record<string, unknown>> };
  readonly toFillIn: readonly { readonly pointer: string }[];
}

describe('a report and its submission', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.harness.close());

  const get = async (path: string) =>
    (await world.harness.agent.get(path).expect(200)).body as Readonly<Record<string, unknown>>;
  const prepared = async (step: string): Promise<Body> =>
    (await get(`/v1/reports/${REPORT}/submission?step=${step}`)) as unknown as Body;
  const answer = (day: string, requirement: string, status: string, text: string) =>
    on(world.harness, day, 'requirement.reported', requirement, TRUST, {
      period: WHOLE_YEAR,
      status: light(status),
      text,
    });
  const submit = ({ send }: Body) => world.harness.send(send.event, { 'If-Match': send.ifMatch });

  it('is prepared with the answers it pins and what is missing, ready to send', async () => {
    await answer('2032-01-20', world.exercise, 'yellow', 'Ni av elleve kommuner er med.');
    await answer('2032-01-20', world.stock, 'green', 'Meldt hver måned.');
    await answer('2032-01-20', world.accounts, 'green', 'I balanse.');
    await world.harness.settled();
    const body = await prepared('administrative');
    expect(body).toMatchObject({ ready: true, obstacles: [], undecided: [] });
    expect(body.answers.map(a => a.requirement).sort()).toEqual(
      [world.exercise, world.stock, world.accounts].sort(),
    );
    expect(body.gaps.map(g => g.requirement)).toEqual([world.indicator]);
    const sent = await submit(body);
    expect({ status: sent.status, text: sent.text }).toMatchObject({ status: 201 });
  });

  it('may be sent once: what is submitted is frozen', async () => {
    await world.harness.settled();
    const body = await prepared('administrative');
    expect(body).toMatchObject({ ready: false, obstacles: [{ rule: 'lifecycle' }] });
    expect((await submit(body)).status).toBe(422);
  });

  it('tells its submissions with punctuality as claimed and as recorded', async () => {
    const report = await get(`/v1/reports/${REPORT}`);
    expect(report).toMatchObject({
      stage: 'administrative',
      process: {
        deadlines: { administrative: { date: '2032-02-01', effective: '2032-02-02' } },
        submissions: [{ step: 'administrative', punctuality: { claimed: { byRule: 'on-time' } } }],
      },
      differences: [],
    });
  });

  it('asks for the board, for reasons of gaps and for decisions before the board version', async () => {
    await answer('2032-02-05', world.exercise, 'red', 'Bare åtte av elleve kommuner var med.');
    await world.harness.settled();
    const body = await prepared('board');
    expect(body.ready).toBe(false);
    expect(body.obstacles).toMatchObject([{ rule: 'I107' }]);
    expect(body.undecided).toMatchObject([{ requirement: world.exercise, changed: ['status', 'text'] }]);
    expect(body.send.toFillIn).toMatchObject([{ pointer: '/data/gaps/0/reason' }]);
    const [difference] = body.undecided;
    expect(difference?.send.event).toMatchObject({
      data: { requirement: world.exercise, answer: difference?.answer },
    });
  });

  it('is taken in its board version once each difference is decided', async () => {
    await on(world.harness, '2032-02-10', 'report.board-treated', REPORT, TRUST, {
      boardCase: { number: '8/32', title: 'Årlig melding 2031', date: '2032-02-10' },
      decision: 'Godkjent',
    });
    await world.harness.settled();
    const [difference] = (await prepared('board')).undecided;
    const judged = difference?.send.event;
    const data = { ...judged?.data, essential: true, reason: 'Fra gul til rød' };
    await world.harness.stored({ ...judged, data });
    await world.harness.settled();
    const body = await prepared('board');
    expect(body).toMatchObject({ obstacles: [], undecided: [] });
    const gaps = body.gaps.map(({ requirement }) => ({ requirement, reason: 'Målingen kom ikke i gang' }));
    const sent = await world.harness.send(
      { ...body.send.event, data: { ...body.send.event.data, gaps } },
      { 'If-Match': body.send.ifMatch },
    );
    expect({ status: sent.status, text: sent.text }).toMatchObject({ status: 201 });
    await world.harness.settled();
    expect(await get(`/v1/reports/${REPORT}`)).toMatchObject({
      stage: 'board',
      differences: [{ requirement: world.exercise, decision: { essential: true } }],
    });
  });

  it('gives the ETag that a submission has to name', async () => {
    const response = await world.harness.agent.get(`/v1/reports/${REPORT}/submission?step=board`).expect(200);
    expect(response.headers['etag']).toBe((response.body as Body).send.ifMatch);
  });

  it('is the same document, byte for byte, at the same cut', async () => {
    const { seq: basis } = (await prepared('board')).basis;
    const paths = [
      `/v1/reports/${REPORT}/document?step=board&basis=${basis}&lang=nb`,
      `/v1/reports/${REPORT}/model?step=administrative&basis=${basis}`,
    ];
    const before = await Promise.all(paths.map(p => world.harness.agent.get(p).expect(200)));
    await on(world.harness, '2032-03-01', 'requirement.measured', world.indicator, TRUST, {
      period: WHOLE_YEAR,
      value: { state: 'set', value: '88' },
    });
    await world.harness.settled();
    const after = await Promise.all(paths.map(p => world.harness.agent.get(p).expect(200)));
    expect(after.map(r => r.text)).toEqual(before.map(r => r.text));
    expect(before[0]?.text).toContain('<html lang="nb"');
  });

  it('is prepared anew once it is returned', async () => {
    const returned = await on(world.harness, '2032-03-02', 'report.returned', REPORT, REGION, {
      step: 'board',
      reason: 'Målingen er nå kommet',
    });
    await world.harness.settled();
    const body = await prepared('board');
    expect(body.send.event).toMatchObject({
      type: 'no.kravspor.report.submitted-anew.v1',
      data: { returned: returned.id },
    });
    expect(body.send.toFillIn[0]).toMatchObject({ pointer: '/data/changes' });
  });

  it.each(['basis=99999', 'step=board&basis=10&seen=5', 'step=final'])('refuses %s', async query => {
    await world.harness.agent.get(`/v1/reports/${REPORT}/model?${query}`).expect(400);
  });
});
