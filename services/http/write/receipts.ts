import { ACTS } from '../../../contracts/follow-ups';
import { familyOf } from '../../../contracts/catalogue/catalogue';
import type { Receipt } from '../../lifecycle';

const acts: ReadonlySet<string> = new Set(ACTS);

/** Has the event follow-ups of its own? Corrections of acts have some too, but only their stream tells. */
export const isActType = (type: string): boolean => acts.has(type);

/** A receipt as it is answered: with how late it was told, and where to look. */
export function receiptBody(receipt: Receipt): Readonly<Record<string, unknown>> {
  const { id, type, stream, revision, position, time, recordedAt, again } = receipt;
  const days = daysBetween(time, recordedAt);
  return {
    id,
    type,
    stream,
    revision,
    position,
    time,
    recordedAt,
    recordedDaysLater: days > 0 ? days : undefined,
    again,
    links: {
      record: recordPath(id),
      history: historyPath(type, stream),
      followUps: isActType(type) ? `/v1/follow-ups/${id}` : undefined,
    },
  };
}

export const recordPath = (id: string): string => `/v1/events/${id}`;

const COLLECTIONS: Readonly<Record<string, string>> = {
  requirement: 'requirements',
  document: 'documents',
  report: 'reports',
  calendar: 'calendars',
};

function historyPath(type: string, stream: string): string {
  const family = familyOf(type) ?? '';
  const collection = COLLECTIONS[family];
  if (collection === undefined) return `/v1/events?stream=${stream}`;
  return `/v1/${collection}/${stream.slice(family.length + 1)}/history`;
}

const DAY_MS = 86_400_000;

const daysBetween = (time: string, recordedAt: string): number =>
  Math.floor((Date.parse(recordedAt) - Date.parse(time)) / DAY_MS);
