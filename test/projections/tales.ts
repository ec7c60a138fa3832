import { describeCatalogue } from '../../contracts/catalogue/catalogue';
import type { Tale } from './support';

const example = (family: Tale['family'], what: string): unknown =>
  describeCatalogue().find(t => t.family === family && t.what === what)?.example;

/** An event of the catalogue with its own example, or with other data. */
export const tale = (
  family: Tale['family'],
  subject: string,
  what: string,
  more: Partial<Tale> & { readonly change?: object } = {},
): Tale => {
  const { change, ...rest } = more;
  const given = rest.data ?? example(family, what);
  return { family, subject, what, ...rest, data: { ...(given as object), ...change } };
};

export const REQUIREMENT = 'granvik.helse-solheim-sr-2031-i012';
export const DOCUMENT = 'helse-solheim.sr-2031';
export const CALENDAR = 'helse-solheim.2032';
export const REPORT = 'granvik.annual.2031.1';

export const requirement = (what: string, more: Parameters<typeof tale>[3] = {}): Tale =>
  tale('requirement', REQUIREMENT, what, more);

/** One event of nearly every kind, in an order in which they could happen. */
export const YEAR: readonly Tale[] = [
  tale('log', 'log', 'opened'),
  tale('log', 'log', 'status-scale-published'),
  tale('organisations', 'helse-solheim', 'registered', {
    data: { name: 'Helse Solheim RHF', kind: 'region' },
  }),
  tale('organisations', 'granvik', 'registered'),
  tale('organisations', 'granvik', 'alias-added'),
  tale('organisations', 'granvik', 'joined-group'),
  tale('calendar', CALENDAR, 'deadline-set'),
  tale('calendar', CALENDAR, 'weekend-rule-chosen'),
  tale('calendar', CALENDAR, 'deadline-moved'),
  tale('document', DOCUMENT, 'registered'),
  tale('document', DOCUMENT, 'item-read'),
  tale('document', DOCUMENT, 'reading-completed'),
  tale('document', DOCUMENT, 'item-corrected'),
  tale('document', DOCUMENT, 'indicator-specified', { change: { item: 'i012' } }),
  tale('document', DOCUMENT, 'published'),
  requirement('issued', { organisation: 'helse-solheim' }),
  requirement('received'),
  requirement('clarification-asked'),
  requirement('clarification-given'),
  tale('document', DOCUMENT, 'accepted'),
  requirement('accepted'),
  requirement('responsible-assigned'),
  requirement('baseline-set'),
  requirement('measured'),
  requirement('reported', { time: '2031-05-10T08:00:00Z' }),
  requirement('deviation-raised'),
  requirement('deviation-explained'),
  requirement('deviation-notified'),
  requirement('measure-planned'),
  requirement('measure-started'),
  requirement('amended', { time: '2031-06-01T08:00:00Z', organisation: 'helse-solheim' }),
  requirement('parent-changed'),
  requirement('cascaded'),
  requirement('deadline-extended'),
  requirement('deviation-accepted'),
  requirement('status-asked'),
  requirement('status-given'),
  tale('report', REPORT, 'opened'),
  tale('report', REPORT, 'submitted'),
  tale('report', REPORT, 'returned'),
  tale('report', REPORT, 'submitted-anew'),
  tale('report', REPORT, 'difference-judged'),
  tale('report', REPORT, 'board-treated'),
  requirement('carried-forward'),
  tale('organisations', 'granvik', 'merged', { change: { into: 'fjordheim' } }),
  requirement('addressee-succeeded', { change: { successor: 'fjordheim' } }),
  requirement('fulfilled'),
];
