import { ANNUAL_RULES } from '../../reports';
import type { Client, Said } from '../client';

export const MINISTRY = 'departementet';
export const REGION = 'helse-solheim';
export const TRUSTS = ['granvik', 'fjellheim', 'kysten'] as const;
export type Trust = (typeof TRUSTS)[number];

const registered = (subject: string, name: string, kind: string, parent?: string): Said => ({
  what: 'organisations.registered',
  subject,
  organisation: MINISTRY,
  at: '2029-12-03',
  data: { name, kind, ...(parent === undefined ? {} : { parent }), from: '2020-01-01' },
});

const alias = (subject: string, word: string): Said => ({
  what: 'organisations.alias-added',
  subject,
  organisation: MINISTRY,
  at: '2029-12-03',
  data: { alias: word },
});

const board = (subject: string, name: string): Said => ({
  what: 'organisations.body-registered',
  subject,
  organisation: MINISTRY,
  at: '2029-12-03',
  data: { body: 'board', name },
});

const step = (value: string, nb: string, nn: string, en: string, judgement: string): unknown => ({
  value,
  labels: { nb, nn, en },
  judgement,
});

const { ruleSet, version, sha256, description } = ANNUAL_RULES;

/** The register of organisations, the status scale, the rules for reports, and the deadlines. */
export async function register(client: Client): Promise<void> {
  await client.sayAll([
    registered(MINISTRY, 'Departementet for helsetjenester', 'ministry'),
    registered(REGION, 'Helse Solheim RHF', 'region', MINISTRY),
    registered('granvik', 'Granvik sykehus HF', 'trust', REGION),
    registered('fjellheim', 'Fjellheim sykehus HF', 'trust', REGION),
    registered('kysten', 'Kysten sykehus HF', 'trust', REGION),
    registered('solheim-innkjop', 'Solheim Innkjøp AS', 'partner', REGION),
    alias(REGION, 'Helse Solheim'),
    alias('granvik', 'Granvik'),
    alias('fjellheim', 'Fjellheim'),
    alias('kysten', 'Kysten'),
    board(REGION, 'Styret i Helse Solheim RHF'),
    board('granvik', 'Styret for Granvik sykehus HF'),
    board('fjellheim', 'Styret for Fjellheim sykehus HF'),
    board('kysten', 'Styret for Kysten sykehus HF'),
    ...TRUSTS.map((subject): Said => ({
      what: 'organisations.joined-group',
      subject,
      organisation: MINISTRY,
      at: '2029-12-03',
      data: { group: 'foretaksgruppen', from: '2020-01-01' },
    })),
    {
      what: 'log.status-scale-published',
      subject: 'log',
      organisation: MINISTRY,
      at: '2029-12-04',
      data: {
        scale: 'trafikklys',
        version: 1,
        steps: [
          step('gronn', 'Grønn: i rute', 'Grøn: i rute', 'Green: on track', 'met'),
          step('gul', 'Gul: risiko for avvik', 'Gul: risiko for avvik', 'Yellow: at risk', 'at-risk'),
          step('rod', 'Rød: avvik', 'Raud: avvik', 'Red: off track', 'not-met'),
          step('ikke-startet', 'Ikke startet', 'Ikkje starta', 'Not started', 'not-judged'),
        ],
      },
    },
    {
      what: 'log.rule-set-registered',
      subject: 'log',
      organisation: MINISTRY,
      at: '2029-12-04',
      data: { ruleSet, version, sha256, description },
    },
    ...calendar(MINISTRY, '2031-03-01', '2031-03-15'),
    ...calendar(REGION, '2031-02-01', '2031-02-15'),
    ...[
      {
        id: 'tertial-1',
        report: 'tertial',
        months: [1, 2, 3, 4],
        date: '2030-05-20',
        title: 'Første tertial',
      },
      {
        id: 'tertial-2',
        report: 'tertial',
        months: [5, 6, 7, 8],
        date: '2030-09-20',
        title: 'Andre tertial',
      },
      {
        id: 'juni-og-juli',
        report: 'monthly',
        months: [6, 7],
        date: '2030-08-20',
        title: 'Juni og juli i én forsendelse',
      },
    ].map(({ id, report, months, date, title }): Said =>
      deadline(REGION, id, { what: 'shipment', report, months }, date, title),
    ),
  ]);
}

const deadline = (organisation: string, id: string, what: unknown, date: string, title: string): Said => ({
  what: 'calendar.deadline-set',
  subject: `${organisation}.2030`,
  organisation,
  at: '2029-12-20',
  data: { deadline: id, for: what, date, title },
});

const calendar = (organisation: string, administrative: string, treated: string): readonly Said[] => [
  deadline(
    organisation,
    'arlig-melding-administrativ',
    { what: 'annual-report', step: 'administrative' },
    administrative,
    'Administrativ innsending av årlig melding',
  ),
  deadline(
    organisation,
    'arlig-melding-styrebehandlet',
    { what: 'annual-report', step: 'board' },
    treated,
    'Styrebehandlet årlig melding',
  ),
  {
    what: 'calendar.weekend-rule-chosen',
    subject: `${organisation}.2030`,
    organisation,
    at: '2029-12-20',
    data: { rule: 'next-working-day', source: 'Brev om rapporteringsfrister 20.12.2029' },
  },
];
