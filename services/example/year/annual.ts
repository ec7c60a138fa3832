import { fieldOf, listOf, objectOf } from '../../../contracts/json/field';
import type { Client, Said } from '../client';
import type { Find } from './documents';
import { REGION, type Trust, TRUSTS } from './organisations';
import { status } from './reporting';

const YEAR = { year: 2030, months: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] };

const reportOf = (organisation: string): string => `${organisation}.annual.2030.1`;

const of = (what: string, organisation: string, at: string, data: unknown, body?: 'board'): Said => ({
  what: `report.${what}`,
  subject: reportOf(organisation),
  organisation,
  at,
  data,
  ...(body === undefined ? {} : { body }),
});

type Answers = readonly (readonly [words: string, status: string, text: string])[];

const TASKS: Readonly<Record<Trust, Answers>> = {
  granvik: [
    ['Mange reinnleggelser', 'gronn', 'Rutinene er gjennomgått og lagt fram for styret i september.'],
    ['Andel pasientforløp', 'gronn', 'Målet er nådd.'],
    ['Antall meldte avvik', 'gronn', 'Antallet meldinger har økt gjennom året.'],
    ['Gi alle pasienter', 'gul', 'Planen gis til alle, men kommunen får den ikke alltid samme dag.'],
    ['Opprette et fast', 'gronn', 'Kontaktpunktet har vært i drift siden april.'],
    ['Tilby digital oppfølging', 'gronn', 'Fire nye forløp er tatt i bruk.'],
    [
      'Antall registrerte',
      'gul',
      'Tallet kan ikke sammenliknes, siden utgangspunktet for 2029 ikke er kjent.',
    ],
    ['Øve planen', 'gronn', 'Alle klinikkene har øvd, og natten er dekket.'],
    ['Utarbeide en felles', 'gronn', 'Prosedyren er i bruk fra 15. oktober.'],
  ],
  fjellheim: [
    ['Mange reinnleggelser', 'gronn', 'Lagt fram for styret 24. september.'],
    ['Andel pasientforløp', 'rod', 'Økningen ble halvparten av målet.'],
    ['Antall meldte avvik', 'gul', 'Antallet er på nivå med 2029.'],
    ['Gi alle pasienter', 'gronn', 'Innført i alle avdelinger, kontrollert ved stikkprøver.'],
    ['Opprette et fast', 'gronn', 'Opprettet i mars.'],
    ['Tilby digital oppfølging', 'rod', 'Ett av tre forløp er i drift.'],
    ['Antall registrerte', 'gul', 'Utgangspunktet for 2029 er ikke kjent.'],
    ['Øve planen', 'gul', 'Tre av fire klinikker har øvd.'],
    ['Utarbeide en felles', 'gronn', 'I bruk fra 1. november.'],
  ],
  kysten: [
    ['Mange reinnleggelser', 'gronn', 'Lagt fram for styret 30. september.'],
    ['Andel pasientforløp', 'gul', 'Målt for første gang i 2030.'],
    ['Antall meldte avvik', 'gronn', 'Økt med en fjerdedel.'],
    ['Gi alle pasienter', 'gronn', 'Gjennomført.'],
    ['Tilby digital oppfølging', 'gronn', 'Tre forløp er i drift.'],
    ['Øve planen', 'gronn', 'Øvd i alle klinikker.'],
    ['Kartlegge sårbare', 'gul', 'Kartlagt. Lageret dekker to uker til nybygget er klart.'],
    ['Utarbeide en felles', 'gronn', 'I bruk fra 1. november.'],
  ],
};

const MEASURED: Readonly<Record<Trust, Readonly<Record<string, string>>>> = {
  granvik: { 'Andel pasientforløp': '63.4', 'Antall meldte avvik': '471', 'Antall registrerte': '1204' },
  fjellheim: { 'Andel pasientforløp': '66.0', 'Antall meldte avvik': '288', 'Antall registrerte': '873' },
  kysten: { 'Andel pasientforløp': '59.9', 'Antall meldte avvik': '246' },
};

const said = (what: string, subject: string, organisation: string, at: string, data: unknown): Said => ({
  what: `requirement.${what}`,
  subject,
  organisation,
  at,
  data,
});

/** The answers for the whole year. Kysten leaves one indicator without an answer. */
export async function answers(client: Client, find: Find): Promise<void> {
  for (const organisation of TRUSTS) {
    const at = '2031-01-20';
    const told = await Promise.all(
      TASKS[organisation].map(async ([words, value, text]) =>
        said('reported', await find(words, organisation), organisation, at, {
          period: YEAR,
          status: status(value),
          text,
        }),
      ),
    );
    const values = await Promise.all(
      Object.entries(MEASURED[organisation]).map(async ([words, value]) =>
        said('measured', await find(words, organisation), organisation, at, {
          period: YEAR,
          value: { state: 'set', value },
        }),
      ),
    );
    await client.sayAll([...values, ...told]);
    await client.say(of('opened', organisation, at, { months: YEAR.months, title: 'Årlig melding 2030' }));
  }
}

/** Asks the service for the ready-to-send submission and sends it, as prepared. */
async function submit(
  client: Client,
  organisation: string,
  step: string,
  at: string,
  reason?: string,
  changes?: string,
): Promise<void> {
  const { body, etag } = await client.get(`/v1/reports/${reportOf(organisation)}/submission?step=${step}`);
  const event = fieldOf(fieldOf(body, 'send'), 'event');
  const data = objectOf(event, 'data');
  const gaps = listOf(data, 'gaps').map(gap => {
    const requirement = String(fieldOf(gap, 'requirement'));
    return reason === undefined ? { requirement } : { requirement, reason };
  });
  const what = String(fieldOf(event, 'type')).split('.')[3] ?? 'submitted';
  const filled = { ...data, gaps, ...(changes === undefined ? {} : { changes }) };
  const said = of(what, organisation, at, filled, step === 'board' ? 'board' : undefined);
  await client.say(etag === undefined ? said : { ...said, ifMatch: etag });
}

/** The administrative versions. The deadline is a Saturday, and the rule moves it to Monday; one is late, one returned. */
export async function administrative(client: Client): Promise<void> {
  await submit(client, 'granvik', 'administrative', '2031-01-31T12:00:00Z');
  await submit(client, 'fjellheim', 'administrative', '2031-02-03T10:00:00Z');
  await submit(client, 'kysten', 'administrative', '2031-02-05T15:00:00Z');
  const reason = 'Svaret om lageret bør vise til at avviket er akseptert av eier';
  const returned = of('returned', 'kysten', '2031-02-06', { step: 'administrative', reason });
  await client.say({ ...returned, organisation: REGION });
}

/** What changes before the boards meet, and the decision on each difference: essential, or not. */
export async function changed(client: Client, find: Find): Promise<void> {
  const plan = await find('Gi alle pasienter', 'granvik');
  await client.say(
    said('reported', plan, 'granvik', '2031-02-06', {
      period: YEAR,
      status: status('rod'),
      text: 'Stikkprøver i januar viste at kommunen får planen samme dag i under halvparten av tilfellene.',
    }),
  );
  const supplies = await find('Kartlegge sårbare', 'kysten');
  await client.say(
    said('reported', supplies, 'kysten', '2031-02-07', {
      period: YEAR,
      status: status('gul'),
      text: 'Kartlagt. Lageret dekker to uker; avviket er akseptert av eier til 30. juni 2031.',
    }),
  );
  await submit(
    client,
    'kysten',
    'administrative',
    '2031-02-07T13:00:00Z',
    undefined,
    'Viser til at avviket er akseptert',
  );

  const exercise = await find('Øve planen', 'fjellheim');
  await client.say(
    said('reported', exercise, 'fjellheim', '2031-02-07', {
      period: YEAR,
      status: status('gul'),
      text: 'Tre av fire klinikker har øvd. Den fjerde øver 20. februar.',
    }),
  );
}

async function judge(
  client: Client,
  organisation: string,
  at: string,
  essential: boolean,
  reason: string,
): Promise<void> {
  const { body } = await client.get(`/v1/reports/${reportOf(organisation)}/submission?step=board`);
  for (const undecided of listOf(body, 'undecided')) {
    const data = {
      requirement: fieldOf(undecided, 'requirement'),
      answer: fieldOf(undecided, 'answer'),
      essential,
      reason,
    };
    await client.say(of('difference-judged', organisation, at, data));
  }
}

/** The boards treat the reports, and the board versions are sent. */
export async function boards(client: Client): Promise<void> {
  const treated = (organisation: string, number: string, date: string): Said =>
    of(
      'board-treated',
      organisation,
      `${date}T13:00:00Z`,
      {
        boardCase: { number, title: 'Årlig melding 2030', date },
        decision: 'Styret godkjenner årlig melding',
      },
      'board',
    );
  await judge(client, 'granvik', '2031-02-10', true, 'Status gikk fra gul til rød');
  await judge(client, 'fjellheim', '2031-02-10', false, 'Samme status, en dato er tatt inn');
  await client.say(treated('granvik', '6/31', '2031-02-11'));
  await submit(client, 'granvik', 'board', '2031-02-13T09:00:00Z');
  await client.say(treated('fjellheim', '4/31', '2031-02-12'));
  await submit(client, 'fjellheim', 'board', '2031-02-14T09:00:00Z');
  await client.say(treated('kysten', '3/31', '2031-02-13'));
  await submit(
    client,
    'kysten',
    'board',
    '2031-02-17T09:00:00Z',
    'Systemet for registrering ble byttet i oktober, og tallet for året finnes ikke',
  );
  for (const organisation of TRUSTS)
    await client.say(of('board-copy-sent', organisation, '2031-02-17T12:00:00Z', { date: '2031-02-17' }));
  for (const organisation of TRUSTS) await seal(client, organisation, '2031-02-18T09:00:00Z');
}

/** Seals what was submitted, as the service prepares it. */
async function seal(client: Client, organisation: string, at: string): Promise<void> {
  const { body } = await client.get(`/v1/reports/${reportOf(organisation)}/seal`);
  const data = objectOf(fieldOf(fieldOf(body, 'send'), 'event'), 'data');
  await client.say(of('sealed', organisation, at, data, 'board'));
}

/** The region answers the ministry on the ground of its trusts' answers. */
export async function region(client: Client, find: Find): Promise<void> {
  const told: Answers = [
    ['Andel pasientforløp', 'gul', 'Ett av tre foretak har nådd målet; Kysten har ikke tall for 2029.'],
    ['Sørge for at alle', 'gul', 'Alle foretak gir planen, men kommunene får den ikke alltid samme dag.'],
    [
      'Redusere antall',
      'gul',
      'To foretak er i mål, ett har et vesentlig avvik etter konkurs hos leverandøren.',
    ],
    ['Øve planen', 'gul', 'Øvd i alle foretak; en klinikk gjenstår.'],
  ];
  const plan = await find('Gi alle pasienter', 'granvik');
  const { body } = await client.get(`/v1/requirements/${plan}`);
  const answer = fieldOf(fieldOf(body, 'answer'), 'record');
  await client.say(
    said('report-question-asked', plan, REGION, '2031-02-19', {
      question: 'r1',
      answer,
      text: 'Hvilke kommuner gjelder det?',
    }),
  );
  await client.say(
    said('report-question-answered', plan, 'granvik', '2031-02-21', {
      question: 'r1',
      text: 'De fire kommunene uten elektronisk mottak.',
    }),
  );
  await client.sayAll([
    said('measured', await find('Andel pasientforløp', REGION), REGION, '2031-02-24', {
      period: YEAR,
      value: { state: 'set', value: '63.2' },
    }),
    ...(await Promise.all(
      told.map(async ([words, value, text]) =>
        said('reported', await find(words, REGION), REGION, '2031-02-24', {
          period: YEAR,
          status: status(value),
          text,
        }),
      ),
    )),
  ]);
  await client.say(
    of('opened', REGION, '2031-02-24', {
      months: YEAR.months,
      title: 'Årlig melding 2030 til departementet',
    }),
  );
  await submit(client, REGION, 'administrative', '2031-02-27T12:00:00Z');
  await client.say(
    of(
      'board-treated',
      REGION,
      '2031-03-06T13:00:00Z',
      {
        boardCase: { number: '11/31', title: 'Årlig melding 2030', date: '2031-03-06' },
        decision: 'Styret godkjenner årlig melding',
      },
      'board',
    ),
  );
  await submit(client, REGION, 'board', '2031-03-12T09:00:00Z');
  await seal(client, REGION, '2031-03-12T12:00:00Z');
}

/** What ends with the year. */
export async function ended(client: Client, find: Find): Promise<void> {
  for (const organisation of TRUSTS) {
    const procedure = await find('Utarbeide en felles', organisation);
    await client.say(
      said('fulfilled', procedure, REGION, '2031-03-20', {
        text: 'Prosedyren er i bruk og følges ikke opp videre.',
      }),
    );
  }
}
