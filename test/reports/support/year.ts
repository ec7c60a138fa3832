import {
  annualReport,
  type AnnualQuery,
  inputOf,
  reportDigest,
  type SeqRecord,
} from '../../../contracts/reports';
import type { ReportStep } from '../../../contracts/events/parts';
import { at, type Happened, logOf, streamsOf } from './tell';

export const GRANVIK = 'granvik';
export const REGION = 'helse-solheim';
export const REPORT = 'granvik.annual.2031.1';
export const requirement = (item: string): string => `granvik.helse-solheim-sr-2031-${item}`;
export const NORDVIK = 'nordvik.helse-solheim-sr-2031-i005';
export const COMMISSION = 'helse-solheim.departementet-od-2031-i004';
export const EARLIER = 'granvik.helse-solheim-sr-2030-i009';

const WHOLE_YEAR = { year: 2031, months: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] };
const FIRST_TERTIAL = { year: 2031, months: [1, 2, 3, 4] };
const OPEN = { access: 'open' };
const light = (value: string): object => ({ scale: 'trafikklys', version: 1, value });
const board = (number: string, day: string): object => ({
  number,
  title: 'Styringskrav og rammer 2031',
  date: day,
});

const register = (subject: string, day: string, name: string, kind: string, parent?: string): Happened => ({
  family: 'organisations',
  subject,
  what: 'registered',
  day,
  by: 'departementet',
  data: { name, kind, ...(parent === undefined ? {} : { parent }) },
});

const on = (subject: string, what: string, day: string, data: object, recorded?: string): Happened => ({
  family: 'requirement',
  subject,
  what,
  day,
  by: subject.slice(0, subject.indexOf('.')),
  data,
  ...(recorded === undefined ? {} : { recorded }),
});

const issued = (subject: string, item: string, lines: [number, number], data: object): Happened =>
  on(subject, 'issued', '2031-01-20', {
    issuer: REGION,
    addresseePhrase: 'Alle HF',
    registerRevision: 4,
    kind: 'task',
    modality: 'skal',
    reporting: { mode: 'through-year+annual', source: 'kap. 1.1' },
    classification: OPEN,
    steeringYear: 2031,
    origin: {
      document: 'helse-solheim.sr-2031',
      item,
      place: { section: '3.2', sectionTitle: 'Beredskap', firstLine: lines[0], lastLine: lines[1] },
    },
    ...data,
  });

const document = (id: string, day: string, year: number): Happened => ({
  family: 'document',
  subject: `helse-solheim.${id}`,
  what: 'registered',
  day,
  by: REGION,
  data: {
    title: `Styringskrav og rammer ${year}`,
    kind: 'steering-document',
    year,
    classification: OPEN,
    original: { sha256: '12'.repeat(32), bytes: 9000, mediaType: 'text/plain', title: `${id}.txt` },
  },
});

const calendar = (what: string, data: object): Happened => ({
  family: 'calendar',
  subject: 'helse-solheim.2031',
  what,
  day: '2031-01-15',
  by: REGION,
  data,
});

const [i001, i003, i004, i005, i006, i007, i008] = [
  'i001',
  'i003',
  'i004',
  'i005',
  'i006',
  'i007',
  'i008',
].map(requirement) as [string, string, string, string, string, string, string];

/** A small fictive year of one trust, up to the basis of its administrative version (record 57). */
export const toAdministrative: readonly Happened[] = [
  {
    family: 'log',
    subject: 'log',
    what: 'opened',
    day: '2029-12-01',
    by: 'departementet',
    data: { format: 'kravspor-log/v1', origin: 'solheim.example/log', clock: 'simulated' },
  },
  {
    family: 'log',
    subject: 'log',
    what: 'status-scale-published',
    day: '2029-12-01',
    by: 'departementet',
    data: {
      scale: 'trafikklys',
      version: 1,
      steps: [
        { value: 'gronn', labels: { nb: 'Grønn', nn: 'Grøn', en: 'Green' }, judgement: 'met' },
        { value: 'gul', labels: { nb: 'Gul', nn: 'Gul', en: 'Yellow' }, judgement: 'at-risk' },
        { value: 'rod', labels: { nb: 'Rød', nn: 'Raud', en: 'Red' }, judgement: 'not-met' },
      ],
    },
  },
  register('departementet', '2029-12-01', 'Departementet', 'ministry'),
  register(REGION, '2029-12-01', 'Helse Solheim RHF', 'region', 'departementet'),
  register(GRANVIK, '2029-12-01', 'Granvik sykehus HF', 'trust', REGION),
  register('nordvik', '2029-12-01', 'Nordvik sykehus HF', 'trust', REGION),
  {
    family: 'organisations',
    subject: GRANVIK,
    what: 'unit-registered',
    day: '2029-12-01',
    by: GRANVIK,
    data: { unit: 'medisinsk-klinikk', name: 'Medisinsk klinikk' },
  },
  document('sr-2030', '2030-01-10', 2030),
  on(EARLIER, 'issued', '2030-01-20', {
    issuer: REGION,
    addresseePhrase: 'Alle HF',
    registerRevision: 4,
    text: 'Holde oversikt over avtaler med frivillige.',
    kind: 'task',
    modality: 'bør',
    reporting: { mode: 'on-request', source: 'kap. 8' },
    classification: OPEN,
    steeringYear: 2030,
    origin: {
      document: 'helse-solheim.sr-2030',
      item: 'i009',
      place: { section: '4.1', sectionTitle: 'Frivillige', firstLine: 88, lastLine: 88 },
    },
  }),
  document('sr-2031', '2031-01-10', 2031),
  calendar('deadline-set', {
    deadline: 'administrativ',
    for: { what: 'annual-report', step: 'administrative' },
    date: '2032-02-01',
    title: 'Administrativ innsending av årlig melding',
  }),
  calendar('deadline-set', {
    deadline: 'styre',
    for: { what: 'annual-report', step: 'board' },
    date: '2032-02-15',
    title: 'Styrebehandlet årlig melding',
  }),
  calendar('weekend-rule-chosen', { rule: 'next-working-day', source: 'Brev til foretakene 15.01.2031' }),
  on(COMMISSION, 'issued', '2031-01-18', {
    issuer: 'departementet',
    addresseePhrase: 'Helse Solheim',
    registerRevision: 4,
    text: 'Styrke beredskapen i hele regionen.',
    kind: 'task',
    modality: 'skal',
    reporting: { mode: 'annual', source: 'Oppdragsdokumentet kap. 2' },
    classification: OPEN,
    steeringYear: 2031,
  }),
  issued(i001, 'i001', [10, 14], {
    text: 'Beredskap angår alle foretakene.',
    kind: 'framing',
    modality: 'none',
    reporting: { mode: 'none', source: 'kap. 1.1' },
  }),
  issued(i003, 'i003', [20, 21], {
    text: 'Antall meldte hendelser skal øke med 10 % fra 2030.',
    kind: 'indicator',
    indicator: {
      direction: 'increase',
      unit: 'meldinger',
      baselineYear: 2030,
      wantedChange: { unit: 'percent', amount: '10' },
    },
  }),
  issued(i004, 'i004', [22, 23], {
    text: 'Andelen utsatte øvelser skal ned, og ingen enhet skal ligge over 10 %.',
    kind: 'indicator',
    indicator: { direction: 'decrease', unit: '%', baselineYear: 2030, threshold: '10' },
  }),
  issued(i005, 'i005', [30, 31], {
    text: 'Øve beredskapsplanen med kommunene i opptaksområdet.',
    parent: { requirement: COMMISSION, cascade: 'adapted', revision: 0, version: 1 },
  }),
  issued(i006, 'i006', [32, 32], { text: 'Ha reservekraft ved alle behandlingssteder.' }),
  issued(i007, 'i007', [33, 33], { text: 'Delta i regionalt øvingsnettverk.' }),
  issued(i008, 'i008', [34, 34], { text: 'Føre eget register over nødnett.' }),
  issued(NORDVIK, 'i005', [30, 31], {
    text: 'Øve beredskapsplanen med kommunene i opptaksområdet.',
    parent: { requirement: COMMISSION, cascade: 'adapted', revision: 0, version: 1 },
  }),
  on(COMMISSION, 'cascaded', '2031-01-20', {
    document: 'helse-solheim.sr-2031',
    children: [
      { requirement: i005, cascade: 'adapted' },
      { requirement: NORDVIK, cascade: 'adapted' },
    ],
  }),
  on(i005, 'received', '2031-01-22', {}),
  on(i003, 'accepted', '2031-02-20', {
    version: 1,
    boardCase: board('12/31', '2031-02-20'),
    wording: 'Styret tar kravene til etterretning',
  }),
  on(i004, 'accepted', '2031-02-20', {
    version: 1,
    boardCase: board('12/31', '2031-02-20'),
    wording: 'Styret tar kravene til etterretning',
  }),
  on(i005, 'accepted', '2031-02-20', {
    version: 1,
    boardCase: board('12/31', '2031-02-20'),
    wording: 'Styret tar kravene til etterretning',
  }),
  on(i006, 'clarification-asked', '2031-02-01', {
    question: 'q1',
    text: 'Gjelder kravet også poliklinikkene?',
  }),
  on(i006, 'clarification-given', '2031-02-10', { question: 'q1', text: 'Nei, bare steder med døgndrift.' }),
  on(i006, 'accepted', '2031-02-20', {
    version: 1,
    boardCase: board('12/31', '2031-02-20'),
    reservation: 'Forutsetter investeringsramme.',
  }),
  on(i005, 'responsible-assigned', '2031-02-22', { unit: 'medisinsk-klinikk', person: 'p-7f3a' }),
  on(i003, 'baseline-set', '2031-02-25', {
    year: 2030,
    value: { state: 'set', value: '412' },
    source: 'Meldesystemet',
  }),
  on(i005, 'reported', '2031-05-10', {
    period: FIRST_TERTIAL,
    status: light('gul'),
    text: 'Fire av elleve kommuner er med.',
  }),
  on(i005, 'deviation-raised', '2031-05-10', {
    deviation: 'd1',
    about: 'actual',
    period: FIRST_TERTIAL,
    description: 'Bare fire av elleve kommuner er med.',
    cause: 'Kommunene mangler øvingsleder.',
  }),
  on(i005, 'measure-planned', '2031-05-12', {
    deviation: 'd1',
    measure: 'm1',
    text: 'Foretaket stiller øvingsleder.',
    due: '2031-09-01',
    responsible: 'p-1b2c',
  }),
  on(i005, 'amended', '2031-06-01', {
    version: 2,
    text: 'Øve beredskapsplanen med alle kommunene i opptaksområdet innen 1. oktober.',
    renewAcceptance: true,
    reason: 'Skjerpet i tilleggsdokument',
  }),
  on(i005, 'accepted', '2031-06-15', { version: 2, boardCase: board('30/31', '2031-06-15') }),
  on(i008, 'withdrawn', '2031-06-20', { reason: 'Registeret føres nasjonalt' }),
  on(i005, 'measure-started', '2031-07-01', { deviation: 'd1', measure: 'm1' }),
  on(i005, 'measure-completed', '2031-09-30', { deviation: 'd1', measure: 'm1' }),
  on(i005, 'effect-verified', '2031-12-01', {
    deviation: 'd1',
    effective: true,
    text: 'Alle elleve kommuner øvde i november.',
  }),
  on(i005, 'deviation-closed', '2031-12-10', { deviation: 'd1', text: 'Effekten er bekreftet.' }),
  on(i006, 'deviation-raised', '2031-09-10', {
    deviation: 'd2',
    about: 'actual',
    period: { year: 2031, months: [5, 6, 7, 8] },
    description: 'To av fem steder mangler aggregat.',
    variance: { goal: '5', actual: '3', unit: 'steder' },
    cause: 'Leveransen er forsinket.',
  }),
  on(i006, 'deviation-notified', '2031-09-11', { deviation: 'd2', text: 'Målet nås ikke i 2031.' }),
  on(i006, 'measure-planned', '2031-09-12', {
    deviation: 'd2',
    measure: 'm1',
    text: 'Leie aggregat.',
    due: '2031-12-01',
  }),
  on(i006, 'deviation-accepted', '2031-11-01', {
    deviation: 'd2',
    until: '2032-06-30',
    reason: 'Nytt bygg står klart i 2032',
  }),
  on(EARLIER, 'status-asked', '2031-09-01', {
    question: 's1',
    text: 'Hvordan ligger dere an?',
    due: '2031-09-15',
  }),
  on(EARLIER, 'status-given', '2031-09-12', { question: 's1', text: 'Oversikten er ført.' }),
  on(i003, 'measured', '2032-01-15', {
    period: WHOLE_YEAR,
    value: { state: 'set', value: '460' },
    source: 'Meldesystemet',
  }),
  on(i004, 'measured', '2032-01-15', { period: WHOLE_YEAR, value: { state: 'set', value: '8.5' } }),
  on(i003, 'reported', '2032-01-20', {
    period: WHOLE_YEAR,
    status: light('gronn'),
    text: 'Flere melder fra.',
  }),
  on(i004, 'reported', '2032-01-20', {
    period: WHOLE_YEAR,
    status: light('gul'),
    text: 'Færre øvelser ble utsatt etter sommeren.',
  }),
  on(
    i005,
    'reported',
    '2032-01-13',
    { period: WHOLE_YEAR, status: light('gronn'), text: 'Planen er øvd med ti kommuner.' },
    '2032-01-25',
  ),
  on(i006, 'reported', '2032-01-26', {
    period: WHOLE_YEAR,
    status: light('rod'),
    text: 'Tre av fem steder har reservekraft.',
  }),
];

/** The id that a later event of the row names. */
export const recordAt = (row: readonly Happened[], seq: number): string => {
  const found = logOf(row)[seq];
  if (found === undefined) throw new Error(`no record ${seq}`);
  return found.record.meta.id;
};

const light10 = {
  period: WHOLE_YEAR,
  status: light('gronn'),
  text: 'Planen er øvd med alle elleve kommunene.',
};

/** Up to and with record 57, the basis of the administrative version. */
export const administrativeRow: readonly Happened[] = [
  ...toAdministrative,
  on(i005, 'corrected', '2032-01-27', {
    outcome: 'replaced',
    corrects: recordAt(toAdministrative, 52),
    replacement: light10,
    reason: 'Den siste kommunen var glemt',
  }),
  on(NORDVIK, 'reported', '2032-01-27', {
    period: WHOLE_YEAR,
    status: light('gul'),
    text: 'Sju av ni kommuner er øvd.',
  }),
  on(COMMISSION, 'reported', '2032-01-28', {
    period: WHOLE_YEAR,
    status: light('gul'),
    text: 'Regionen er styrket, men ikke alle kommuner er med.',
  }),
  {
    family: 'report',
    subject: REPORT,
    what: 'opened',
    day: '2032-01-28',
    by: GRANVIK,
    data: { months: WHOLE_YEAR.months, title: 'Årlig melding 2031' },
  },
];

export const point = (log: readonly SeqRecord[], seq: number): AnnualQuery['basis'] => {
  const found = log[seq];
  if (found === undefined) throw new Error(`no record ${seq}`);
  return { seq, recordedAt: found.record.meta.recordedAt };
};

/** The question a report answers, over the whole log of a row. */
export const queryOf = (
  log: readonly SeqRecord[],
  step: ReportStep,
  basis: number,
  organisation = GRANVIK,
): AnnualQuery => ({
  organisation,
  year: 2031,
  step,
  basis: point(log, basis),
  requirements: [...streamsOf(log).keys()]
    .filter(stream => stream.startsWith(`requirement-${organisation}.`))
    .map(stream => stream.slice('requirement-'.length)),
});

export const reportOf = (
  row: readonly Happened[],
  step: ReportStep,
  basis: number,
  organisation = GRANVIK,
) => {
  const log = logOf(row);
  return annualReport(inputOf(queryOf(log, step, basis, organisation), streamsOf(log)));
};

const report = (what: string, day: string, data: object): Happened => ({
  family: 'report',
  subject: REPORT,
  what,
  day,
  by: GRANVIK,
  data,
});

export const ADMINISTRATIVE_BASIS = 57;
export const BOARD_BASIS = 60;

/** The administrative submission on the Friday before, then an answer that changes, and the board case. */
export const treatedRow: readonly Happened[] = [
  ...administrativeRow,
  report('submitted', '2032-01-30', {
    step: 'administrative',
    basis: ADMINISTRATIVE_BASIS,
    digest: reportDigest(reportOf(administrativeRow, 'administrative', ADMINISTRATIVE_BASIS)),
    gaps: [{ requirement: i007, reason: 'Nettverket starter i 2032' }],
  }),
  on(i006, 'reported', '2032-02-08', {
    period: WHOLE_YEAR,
    status: light('gul'),
    text: 'Leid aggregat er på plass ved fire av fem steder.',
  }),
  report('board-treated', '2032-02-10', {
    boardCase: { number: '8/32', title: 'Årlig melding 2031', date: '2032-02-10' },
    decision: 'Styret godkjenner årlig melding',
  }),
];

export const judged = (answer: string): Happened =>
  report('difference-judged', '2032-02-11', {
    requirement: i006,
    answer,
    essential: true,
    reason: 'Status gikk fra rød til gul',
  });

export const boardSubmitted = (digest: string): Happened =>
  report('submitted', '2032-02-17', {
    step: 'board',
    basis: BOARD_BASIS,
    digest,
    gaps: [{ requirement: i007, reason: 'Nettverket starter i 2032' }],
  });

export const afterwards: Happened = on(i003, 'measured', '2032-02-20', {
  period: WHOLE_YEAR,
  value: { state: 'set', value: '461' },
});

export { at };
