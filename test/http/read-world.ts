import { event, type Harness, type Receipt, startHarness } from './harness';
import { imported, MINISTRY, OTHER_TRUST, readyToPublish, REGION, REPORTING, settle, TRUST } from './world';

export { MINISTRY, OTHER_TRUST, REGION, TRUST };
export const DOCUMENT = `${REGION}.styringskrav-2031`;
export const CALENDAR = `${REGION}.2031`;
export const REPORT = `${TRUST}.annual.2031.1`;
export const HOSTILE = '=HYPERLINK("http://evil.example")</td><script>alert(1)</script>';
export const WHOLE_YEAR = { year: 2031, months: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] };
export const FIRST_TERTIAL = { year: 2031, months: [1, 2, 3, 4] };
export const light = (value: string): object => ({ scale: 'traffic-light', version: 1, value });

/** A filled service: a year of two trusts, in simulated time. */
export interface World {
  readonly harness: Harness;
  /** Subjects of the requirements laid on Granvik: the exercise, the stock, the accounts; and the indicator. */
  readonly exercise: string;
  readonly stock: string;
  readonly accounts: string;
  readonly indicator: string;
  /** What the exercise was first answered, and what corrected that. */
  readonly reported: Receipt;
  readonly corrected: Receipt;
}

/** Tells an event that happened at noon of a day. */
export const on = (
  harness: Harness,
  day: string,
  type: string,
  subject: string,
  organisation: string,
  data: unknown,
  headers?: Readonly<Record<string, string>>,
): Promise<Receipt> =>
  harness.stored(event(type, subject, organisation, data, { time: `${day}T11:00:00Z` }), headers);

export async function startWorld(): Promise<World> {
  const harness = await startHarness({ clock: 'simulated' });
  await settle(harness);
  await on(harness, '2031-01-10', 'organisations.alias-added', TRUST, TRUST, {
    alias: 'Granvik',
    from: '2031-01-01',
  });
  await issue(harness);
  const requirement = requirementsOf(harness);
  const exercise = await requirement('Øve beredskapsplanen');
  const stock = await requirement('Rapportere lagernivå');
  const accounts = await requirement('Levere et regnskap');
  const indicator = await requirement('Andel avdelinger');
  const told = await answer(harness, exercise, stock, accounts);
  await harness.settled();
  return { harness, exercise, stock, accounts, indicator, ...told };
}

async function issue(harness: Harness): Promise<void> {
  await imported(harness);
  await readyToPublish(harness, DOCUMENT);
  const { records } = await harness.serving.service.door.read('document', `document-${DOCUMENT}`);
  const published = { reporting: REPORTING };
  const ifMatch = { 'If-Match': `"${records.length - 1}"` };
  await on(harness, '2031-01-20', 'document.published', DOCUMENT, REGION, published, ifMatch);
  const deadline = (day: string, name: string, what: object, date: string, title: string) =>
    on(harness, day, 'calendar.deadline-set', CALENDAR, REGION, { deadline: name, for: what, date, title });
  const tertial = { what: 'shipment', report: 'tertial', months: [1, 2, 3, 4] };
  await deadline('2031-01-21', 'tertial-1', tertial, '2031-06-01', 'Første tertial');
  const administrative = { what: 'annual-report', step: 'administrative' };
  await deadline('2031-01-21', 'administrativ', administrative, '2032-02-01', 'Administrativ innsending');
  const board = { what: 'annual-report', step: 'board' };
  await deadline('2031-01-21', 'styre', board, '2032-02-15', 'Styrebehandlet innsending');
  const rule = { rule: 'next-working-day', source: 'Brev 21.01.2031' };
  await on(harness, '2031-01-21', 'calendar.weekend-rule-chosen', CALENDAR, REGION, rule);
  await harness.settled();
}

/** Finds a requirement laid on Granvik by how its text begins. */
const requirementsOf =
  (harness: Harness) =>
  async (beginning: string): Promise<string> => {
    const response = await harness.agent.get('/v1/requirements').query({ organisation: TRUST });
    const rows = (response.body as { items: readonly { requirement: string; text: string }[] }).items;
    const found = rows.find(row => row.text.startsWith(beginning));
    if (found === undefined) throw new Error(`no requirement begins with ${beginning}`);
    return found.requirement;
  };

async function answer(harness: Harness, exercise: string, stock: string, accounts: string) {
  const say = (day: string, what: string, subject: string, data: unknown) =>
    on(harness, day, `requirement.${what}`, subject, TRUST, data);
  const boardCase = { number: '12/31', title: 'Styringskrav og rammer 2031', date: '2031-02-20' };
  await say('2031-02-20', 'accepted', exercise, { version: 1, boardCase, wording: 'Tas til etterretning' });
  await say('2031-02-20', 'accepted', stock, {
    version: 1,
    boardCase,
    reservation: 'Forutsetter nytt system',
  });
  await say('2031-06-20', 'received', accounts, {});
  // Told twelve days after it happened, and past its deadline.
  const reported = await say('2031-06-08', 'reported', exercise, {
    period: FIRST_TERTIAL,
    status: light('yellow'),
    text: 'Fire av elleve kommuner er med.',
  });
  await say('2031-06-21', 'reported', stock, {
    period: FIRST_TERTIAL,
    status: light('green'),
    text: HOSTILE,
  });
  await say('2031-06-21', 'deviation-raised', exercise, {
    deviation: 'd1',
    about: 'actual',
    period: FIRST_TERTIAL,
    description: '+cmd|calc',
  });
  const corrected = await say('2031-07-01', 'corrected', exercise, {
    outcome: 'replaced',
    corrects: reported.id,
    replacement: { period: FIRST_TERTIAL, status: light('yellow'), text: 'Fem av elleve kommuner er med.' },
    reason: 'En kommune var glemt',
  });
  await on(harness, '2031-07-02', 'requirement.amended', accounts, REGION, {
    version: 2,
    text: 'Levere et regnskap i balanse hvert tertial.',
    renewAcceptance: true,
    reason: 'Skjerpet',
  });
  await on(harness, '2031-12-01', 'report.opened', REPORT, TRUST, {
    months: WHOLE_YEAR.months,
    title: 'Årlig melding 2031',
  });
  return { reported, corrected };
}
