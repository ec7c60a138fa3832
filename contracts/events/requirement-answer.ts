import { define } from '../catalogue/define';
import { integer, list, object } from '../codec/kit';
import { label } from '../labels';
import { ActorId, Attachment, IsoDate, Key, Line, Prose, RecordId, Year } from '../primitives';
import { BoardCase, MaybeValue, Period, Status } from './parts';

const recipient = { roles: ['recipient', 'board'], relation: 'self' } as const;
const reporter = { roles: ['reporter'], relation: 'self' } as const;
const owner = { roles: ['owner', 'issuer'], relation: 'above' } as const;

/** How the addressee takes a requirement, and what it answers. */
export const requirementAnswerEvents = {
  received: define({
    data: object({}, { note: Line }),
    who: recipient,
    labels: label('Mottatt', 'Motteke', 'Received'),
    example: { note: 'Journalført' },
  }),
  accepted: define({
    data: object({ version: integer(1, 999) }, { boardCase: BoardCase, wording: Line, reservation: Prose }),
    who: recipient,
    labels: label('Akseptert', 'Akseptert', 'Accepted'),
    example: {
      version: 1,
      boardCase: { number: '12/31', title: 'Styringskrav og rammer 2031', date: '2031-02-20' },
      wording: 'Styret tar kravet til etterretning',
    },
  }),
  'clarification-asked': define({
    data: object({ question: Key, text: Prose }),
    who: recipient,
    labels: label('Avklaring bedt om', 'Avklaring beden om', 'Clarification asked'),
    example: { question: 'q1', text: 'Gjelder kravet også de distriktspsykiatriske sentrene?' },
  }),
  'clarification-given': define({
    data: object({ question: Key, text: Prose }),
    who: owner,
    labels: label('Avklaring gitt', 'Avklaring gitt', 'Clarification given'),
    example: { question: 'q1', text: 'Ja, de er en del av foretaket.' },
  }),
  'responsible-assigned': define({
    data: object({}, { unit: Key, person: ActorId }),
    who: recipient,
    labels: label('Ansvarlig utpekt', 'Ansvarleg peika ut', 'Responsible assigned'),
    example: { unit: 'medisinsk-klinikk', person: 'p-7f3a' },
  }),
  'baseline-set': define({
    data: object({ year: Year, value: MaybeValue }, { source: Line }),
    who: { roles: ['reporter', 'owner', 'issuer'], relation: 'self-or-above' },
    labels: label('Sammenligningsgrunnlag fastsatt', 'Samanlikningsgrunnlag fastsett', 'Baseline set'),
    example: {
      year: 2030,
      value: { state: 'set', value: '412' },
      source: 'Kvalitetssystemet, uttrekk 15.01.2031',
    },
  }),
  measured: define({
    data: object({ period: Period, value: MaybeValue }, { source: Line }),
    who: reporter,
    labels: label('Målt', 'Målt', 'Measured'),
    example: { period: { year: 2031, months: [1, 2, 3, 4] }, value: { state: 'set', value: '151' } },
  }),
  reported: define({
    data: object(
      { period: Period, status: Status, text: Prose },
      { forecast: object({ status: Status, text: Prose }), evidence: list(Attachment, { max: 20 }) },
    ),
    who: reporter,
    labels: label('Rapportert', 'Rapportert', 'Reported'),
    example: {
      period: { year: 2031, months: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] },
      status: { scale: 'traffic-light', version: 1, value: 'green' },
      text: 'Planen er øvd med alle kommunene.',
    },
  }),
  'status-asked': define({
    data: object({ question: Key, text: Prose }, { due: IsoDate }),
    who: owner,
    labels: label('Status etterspurt', 'Status etterspurd', 'Status asked'),
    example: { question: 's1', text: 'Hvordan ligger dere an?', due: '2031-09-15' },
  }),
  'status-given': define({
    data: object({ question: Key, text: Prose }, { status: Status }),
    who: reporter,
    labels: label('Status gitt', 'Status gitt', 'Status given'),
    example: {
      question: 's1',
      text: 'I rute.',
      status: { scale: 'traffic-light', version: 1, value: 'green' },
    },
  }),
  'report-question-asked': define({
    data: object({ question: Key, answer: RecordId, text: Prose }),
    who: owner,
    labels: label('Spørsmål til rapport', 'Spørsmål til rapport', 'Question on a report'),
    example: {
      question: 'r1',
      answer: '5f0c8d6e-6d0b-5a53-8f7e-0d6f2a1b9c3d',
      text: 'Hvilke kommuner gjenstår?',
    },
  }),
  'report-question-answered': define({
    data: object({ question: Key, text: Prose }),
    who: reporter,
    labels: label(
      'Spørsmål til rapport besvart',
      'Spørsmål til rapport svart på',
      'Question on a report answered',
    ),
    example: { question: 'r1', text: 'To av elleve kommuner gjenstår.' },
  }),
};
