import { board, EARLIER, FIRST_TERTIAL, i003, i004, i005, i006, i008, light, on, WHOLE_YEAR } from './made';
import type { Happened } from './tell';

/** Records 23 to 53: how the trust took it, how the year went, and what it answers. */
export const life: readonly Happened[] = [
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
