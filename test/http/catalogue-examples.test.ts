import { describeCatalogue } from '../../contracts/catalogue/catalogue';
import { systemPrincipal } from '../../services/lifecycle';
import { isLeft } from 'fp-ts/Either';
import { event, type Harness, type Receipt, startHarness } from './harness';
import { MINISTRY, REGION, TRUST } from './world';

/** Every type's example as the catalogue has it, by its name without prefix and version. */
const examples = new Map(
  describeCatalogue().map(({ type, who, example }) => [
    type.replace(/^no\.kravspor\.|\.v\d+$/g, ''),
    { who, example },
  ]),
);

const SYSTEM = [...examples].filter(([, { who }]) => who.relation === 'system').map(([type]) => type);
const SENT = [...examples.keys()].filter(type => !SYSTEM.includes(type));

const MERGED = 'elvestad';
const RETIRED = 'fjordvik';
const DOCUMENT = `${REGION}.sr-2031`;
const SUPPLEMENT = `${REGION}.tillegg-2031`;
const PARENT = `${REGION}.${MINISTRY}-od-2031-i004`;
const TASK = `${TRUST}.direkte-1`;
const INDICATOR = `${TRUST}.${REGION}-sr-2031-i020`;
const REPORT = `${TRUST}.annual.2031.1`;
const CALENDAR = `${REGION}.2032`;

type Data = Readonly<Record<string, unknown>>;

/**
 * One story in which each example of the catalogue is sent once in a state where it is valid. `put` replaces what an
 * example cannot know: ids of records, digests, counts.
 */
describe('every example of the catalogue', () => {
  let harness: Harness;
  const accepted = new Map<string, Receipt>();

  beforeAll(async () => {
    harness = await startHarness({ clock: 'simulated' });
    await tell();
  });
  afterAll(() => harness.close());

  /** The examples are of 2031, and so is this story's clock: a minute for each event. */
  let minutes = 0;
  const next = (): string => new Date(Date.UTC(2031, 0, 2) + 60_000 * minutes++).toISOString();

  /** Sends what is no example but has to be there. */
  async function given(
    type: string,
    subject: string,
    by: string,
    data: Data,
    more: Data = {},
  ): Promise<Receipt> {
    const sent = event(type, subject, by, data, { time: next(), ...more });
    let response = await harness.send(sent);
    if (response.status === 428) {
      const { actualRevision } = response.body as { actualRevision: number };
      response = await harness.send(sent, { 'If-Match': `"${actualRevision}"` });
    }
    if (response.status !== 201) throw new Error(`${type}: ${response.text}`);
    return response.body as Receipt;
  }

  async function example(
    type: string,
    subject: string,
    by: string,
    put: Data = {},
    more: Data = {},
  ): Promise<Receipt> {
    const data = { ...(examples.get(type)?.example as Data), ...put };
    const receipt = await given(type, subject, by, data, more);
    accepted.set(type, receipt);
    return receipt;
  }

  const board = { body: 'board' };

  async function tell(): Promise<void> {
    for (const type of SENT.filter(t => t.startsWith('log.'))) await example(type, 'log', MINISTRY);
    await organisations();
    await access();
    await commission();
    await steeringDocument();
    await requirements();
    await deviations();
    await calendar();
    await supplement();
    await report();
  }

  async function organisations(): Promise<void> {
    await given('organisations.registered', MINISTRY, MINISTRY, {
      name: 'Helse- og velferdsdepartementet',
      kind: 'ministry',
    });
    await given('organisations.registered', REGION, MINISTRY, {
      name: 'Helse Solheim RHF',
      kind: 'region',
      parent: MINISTRY,
    });
    await example('organisations.registered', TRUST, REGION);
    const names = { [MERGED]: 'Elvestad sykehus HF', [RETIRED]: 'Fjordvik sykehus HF' };
    for (const [id, name] of Object.entries(names))
      await given('organisations.registered', id, REGION, { name, kind: 'trust', parent: REGION });
    const alias = await example('organisations.alias-added', TRUST, REGION);
    for (const what of ['joined-group', 'body-registered', 'unit-registered'])
      await example(`organisations.${what}`, TRUST, REGION);
    await example('organisations.corrected', TRUST, REGION, { corrects: alias.id });
    await example('organisations.merged', MERGED, REGION);
    await example('organisations.retired', RETIRED, REGION);
  }

  async function access(): Promise<void> {
    for (const what of ['key-issued', 'roles-changed', 'key-withdrawn'])
      await example(`access.${what}`, 'k1', MINISTRY);
  }

  /** The ministry's document, whose item becomes the parent of the region's. */
  async function commission(): Promise<void> {
    const subject = `${MINISTRY}.od-2031`;
    const registration = examples.get('document.registered')?.example as Data;
    const item = examples.get('document.item-read')?.example as Data;
    await given('document.registered', subject, MINISTRY, { ...registration, kind: 'commission' });
    await given('document.item-read', subject, MINISTRY, {
      ...item,
      item: 'i004',
      addressees: ['Helse Solheim RHF'],
    });
    await given('document.reading-completed', subject, MINISTRY, { items: 1, reader: 'steering-import/1' });
    await given('document.published', subject, MINISTRY, examples.get('document.published')?.example as Data);
    await harness.settled();
    await example('requirement.cascaded', PARENT, REGION);
  }

  async function steeringDocument(): Promise<void> {
    await example('document.registered', DOCUMENT, REGION);
    await example('document.item-read', DOCUMENT, REGION);
    const item = examples.get('document.item-read')?.example as Data;
    const more = [
      { item: 'i007', kind: 'framing', reportable: false },
      { item: 'i031', kind: 'task' },
      { item: 'i040', kind: 'task' },
      { item: 'i020', kind: 'indicator' },
    ];
    for (const data of more) await given('document.item-read', DOCUMENT, REGION, { ...item, ...data });
    await example('document.reading-completed', DOCUMENT, REGION, { items: 5 });
    for (const what of [
      'item-corrected',
      'item-promoted',
      'item-demoted',
      'item-dropped',
      'item-linked',
      'indicator-specified',
    ])
      await example(`document.${what}`, DOCUMENT, REGION);
    await example('document.graded-assignment-noted', DOCUMENT, REGION);
    await example('document.published', DOCUMENT, REGION);
    await harness.settled();
    const decision = await example('document.accepted', DOCUMENT, TRUST, {}, board);
    await harness.settled();
    await example('document.corrected', DOCUMENT, TRUST, { corrects: decision.id }, board);
    await harness.settled();
  }

  const issue = (subject: string) =>
    given('requirement.issued', subject, REGION, examples.get('requirement.issued')?.example as Data);

  async function requirements(): Promise<void> {
    await example('requirement.issued', TASK, REGION);
    await example('requirement.received', TASK, TRUST);
    await example('requirement.accepted', TASK, TRUST, {}, board);
    await example('requirement.clarification-asked', TASK, TRUST);
    await example('requirement.clarification-given', TASK, REGION);
    await example('requirement.responsible-assigned', TASK, TRUST);
    await example('requirement.amended', TASK, REGION);
    await example('requirement.reporting-mode-changed', TASK, REGION);
    await example('requirement.deadline-extended', TASK, REGION);
    const answer = await example('requirement.reported', TASK, TRUST);
    await example('requirement.status-asked', TASK, REGION);
    await example('requirement.status-given', TASK, TRUST);
    await example('requirement.report-question-asked', TASK, REGION, { answer: answer.id });
    await example('requirement.report-question-answered', TASK, TRUST);
    await example('requirement.baseline-set', INDICATOR, TRUST);
    const measured = await example('requirement.measured', INDICATOR, TRUST);
    await example('requirement.corrected', INDICATOR, TRUST, { corrects: measured.id });
    for (const what of ['withdrawn', 'superseded', 'fulfilled', 'closed']) {
      await issue(`${TRUST}.endes-${what}`);
      await example(`requirement.${what}`, `${TRUST}.endes-${what}`, REGION);
    }
    await issue(`${TRUST}.videre`);
    await example('requirement.carried-forward', `${TRUST}.videre`, REGION);
  }

  async function deviations(): Promise<void> {
    const chain = [
      'deviation-raised',
      'deviation-explained',
      'deviation-notified',
      'measure-planned',
      'measure-started',
    ];
    for (const what of [...chain, 'measure-completed', 'effect-verified'])
      await example(`requirement.${what}`, TASK, TRUST);
    await example('requirement.deviation-accepted', TASK, REGION);
    await example('requirement.deviation-closed', TASK, TRUST);
    const other = `${TRUST}.tiltak-droppes`;
    await issue(other);
    for (const what of ['deviation-raised', 'measure-planned', 'measure-dropped'])
      await example(`requirement.${what}`, other, TRUST);
  }

  async function calendar(): Promise<void> {
    await example('calendar.deadline-set', CALENDAR, REGION);
    const moved = await example('calendar.deadline-moved', CALENDAR, REGION);
    await example('calendar.template-published', CALENDAR, REGION);
    await example('calendar.weekend-rule-chosen', CALENDAR, REGION);
    await example('calendar.corrected', CALENDAR, REGION, { corrects: moved.id });
  }

  async function supplement(): Promise<void> {
    const item = examples.get('document.item-read')?.example as Data;
    const registration = examples.get('document.registered')?.example as Data;
    await given('document.registered', SUPPLEMENT, REGION, {
      ...registration,
      kind: 'supplement',
      supplements: DOCUMENT,
    });
    await given('document.item-read', SUPPLEMENT, REGION, { ...item, item: 'i002' });
    await given('document.reading-completed', SUPPLEMENT, REGION, { items: 1, reader: 'steering-import/1' });
    await example('document.item-directed', SUPPLEMENT, REGION);
    await example('document.superseded', DOCUMENT, REGION);
    await harness.settled();
  }

  /** What a submission would say now, ready to be sent but for its reasons. */
  async function prepared(step: string): Promise<Data> {
    await harness.settled();
    const response = await harness.agent.get(`/v1/reports/${REPORT}/submission?step=${step}`);
    const { send } = response.body as { send: { event: { data: Data } } };
    const gaps = send.event.data['gaps'] as readonly Data[];
    return { ...send.event.data, gaps: gaps.map(gap => ({ ...gap, reason: 'Følges opp i dialogmøte' })) };
  }

  async function report(): Promise<void> {
    await example('report.opened', REPORT, TRUST);
    await example('report.risks-ranked', REPORT, TRUST);
    await example('report.submitted', REPORT, TRUST, await prepared('administrative'));
    await example('report.board-copy-sent', REPORT, TRUST);
    const returned = await example('report.returned', REPORT, REGION);
    await example('report.submitted-anew', REPORT, TRUST, {
      ...(await prepared('administrative')),
      returned: returned.id,
    });
    await example('report.board-treated', REPORT, TRUST, {}, board);
    const judged = await example('report.difference-judged', REPORT, TRUST);
    await example('report.corrected', REPORT, TRUST, { corrects: judged.id });
    await given('report.submitted', REPORT, TRUST, await prepared('board'), board);
    await harness.settled();
    const seal = await harness.agent.get(`/v1/reports/${REPORT}/seal`);
    const { send } = seal.body as { send: { event: { data: Data } } };
    await example('report.sealed', REPORT, TRUST, send.event.data);
  }

  it.each(SENT)('is accepted over HTTP in a state where it is valid: %s', type => {
    expect(accepted.get(type)).toMatchObject({ again: false });
  });

  it.each(SYSTEM)('is recorded by the program itself, and by nobody else: %s', async type => {
    const subjects: Readonly<Record<string, string>> = {
      'log.opened': 'log',
      'document.supplemented': DOCUMENT,
      'requirement.parent-changed': TASK,
      'requirement.addressee-succeeded': TASK,
      'requirement.follow-up-declined': TASK,
      'follow-ups.completed': '5f0c8d6e-6d0b-5a53-8f7e-0d6f2a1b9c3d',
    };
    const sent = event(type, subjects[type] ?? '', REGION, examples.get(type)?.example, {
      time: next(),
    });
    const before = await harness.count();
    expect((await harness.send(sent)).status).toBe(403);
    expect(await harness.count()).toBe(before);
    if (type === 'log.opened') return;
    const outcome = await harness.serving.service.door.submit(sent, systemPrincipal)();
    expect(isLeft(outcome) ? outcome.left : 'stored').toBe('stored');
  });

  it('leaves views that show all of it, with nothing parked', async () => {
    await harness.settled();
    expect(harness.serving.service.runner.status()).toMatchObject({ state: 'live', lagging: 0, parked: 0 });
  });
});
