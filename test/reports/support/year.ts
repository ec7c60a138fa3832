import { reportDigest } from '../../../contracts/reports';
import { reportOf } from './asked';
import { ground } from './ground';
import { life } from './life';
import { COMMISSION, GRANVIK, i003, i005, i006, i007, light, NORDVIK, on, REPORT, WHOLE_YEAR } from './made';
import { type Happened, logOf } from './tell';

export { requirement } from './made';

/** A small fictive year of one trust, in which one answer is told too early and corrected. */
export const toAdministrative: readonly Happened[] = [...ground, ...life];

/** The id that a later event of the row names. */
const recordAt = (row: readonly Happened[], seq: number): string => {
  const found = logOf(row)[seq];
  if (found === undefined) throw new Error(`no record ${seq}`);
  return found.record.meta.id;
};

const corrected = {
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
    replacement: corrected,
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
