import { define } from '../catalogue/define';
import { literal, object, oneOf, variant } from '../codec/kit';
import { label } from '../labels';
import { Attachment, IsoDate, Key, Line, Months, Reason } from '../primitives';
import { Corrected, ReportKind, ReportStep } from './parts';

const keeper = { roles: ['issuer', 'owner'], relation: 'self' } as const;

/** What is due: a report (a step of the annual one, or the shipment of a set of months), or something else. */
export const DeadlineFor = variant(
  'what',
  object({ what: literal('annual-report'), step: ReportStep }),
  object({ what: literal('shipment'), report: ReportKind, months: Months }),
  object({ what: literal('other') }),
);

export const WeekendRule = oneOf('none', 'next-working-day', 'previous-working-day');

/** An organisation's deadlines of a year, for those below it. */
export const calendarEvents = {
  'deadline-set': define({
    data: object({ deadline: Key, for: DeadlineFor, date: IsoDate, title: Line }),
    who: keeper,
    labels: label('Frist satt', 'Frist sett', 'Deadline set'),
    example: {
      deadline: 'arlig-melding-administrativ',
      for: { what: 'annual-report', step: 'administrative' },
      date: '2032-02-01',
      title: 'Administrativ innsending av årlig melding',
    },
  }),
  'deadline-moved': define({
    data: object({ deadline: Key, date: IsoDate, reason: Reason }),
    who: keeper,
    labels: label('Frist flyttet', 'Frist flytta', 'Deadline moved'),
    example: {
      deadline: 'arlig-melding-administrativ',
      date: '2032-02-03',
      reason: 'Samordnet med departementet',
    },
  }),
  'template-published': define({
    data: object({ template: Key, report: ReportKind, title: Line }, { attachment: Attachment }),
    who: keeper,
    labels: label('Mal publisert', 'Mal publisert', 'Template published'),
    example: { template: 'arlig-melding-2031', report: 'annual', title: 'Mal for årlig melding 2031' },
  }),
  'weekend-rule-chosen': define({
    data: object({ rule: WeekendRule, source: Line }),
    who: keeper,
    labels: label('Helgeregel valgt', 'Helgeregel vald', 'Weekend rule chosen'),
    example: { rule: 'next-working-day', source: 'Brev til foretakene 03.01.2032' },
  }),
  corrected: define({
    data: Corrected,
    who: keeper,
    labels: label('Rettet', 'Retta', 'Corrected'),
    example: {
      outcome: 'annulled',
      corrects: '5f0c8d6e-6d0b-5a53-8f7e-0d6f2a1b9c3d',
      reason: 'Fristen ble satt to ganger',
    },
  }),
};
