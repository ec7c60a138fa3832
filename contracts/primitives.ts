import { integer, list, object, oneOf, pattern, text, type Static } from './codec/kit';

/** An organisation's id: a short slug without dots, since dots join the parts of a stream's name. */
export const OrganisationId = pattern(
  'OrganisationId',
  'an organisation id (a-z, 0-9, hyphen)',
  /^[a-z][a-z0-9-]{0,62}$/,
);
export type OrganisationId = Static<typeof OrganisationId>;

/** The key of a requirement's text, common to all its addressees; also the local id of documents, items, deviations … */
export const Key = pattern('Key', 'a key (a-z, 0-9, hyphen)', /^[a-z0-9](?:[a-z0-9-]{0,118}[a-z0-9])?$/);
export type Key = Static<typeof Key>;

/** The id of the thing an event is about; family and subject name the stream. */
export const Subject = pattern(
  'Subject',
  'the id of a thing (a-z, 0-9, hyphen, dot)',
  /^[a-z0-9][a-z0-9.-]{0,220}$/,
);
export type Subject = Static<typeof Subject>;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** A record's id: UUIDv5 of JCS `[stream, source, id]`. */
export const RecordId = pattern('RecordId', 'a record id (UUID, lower case)', UUID);
export type RecordId = Static<typeof RecordId>;

/** The name of a stream: its family, or `family-subject`. */
export const StreamName = pattern('StreamName', 'a stream name', /^[a-z][a-z-]*(?:-[a-z0-9][a-z0-9.-]*)?$/);
export type StreamName = Static<typeof StreamName>;

/** An opaque id of a person or a service; names live outside the log, where they can be erased. */
export const ActorId = pattern('ActorId', 'an opaque actor id', /^[a-z][a-z0-9-]{1,62}$/);
export type ActorId = Static<typeof ActorId>;

export const Sha256 = pattern('Sha256', 'a SHA-256 in lower-case hex', /^[0-9a-f]{64}$/);
export type Sha256 = Static<typeof Sha256>;

/** 16 random bytes in hex. */
export const Salt = pattern('Salt', '16 bytes in lower-case hex', /^[0-9a-f]{32}$/);
export type Salt = Static<typeof Salt>;

/** A point in time, RFC 3339 in UTC with at most milliseconds. */
export const Timestamp = pattern(
  'Timestamp',
  'a time in UTC such as 2025-02-01T10:00:00Z',
  /^\d{4}-\d{2}-\d{2}T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,3})?Z$/,
  s => isCalendarDay(s.slice(0, 10)),
  { format: 'date-time' },
);
export type Timestamp = Static<typeof Timestamp>;

export const IsoDate = pattern('IsoDate', 'a date such as 2025-02-01', /^\d{4}-\d{2}-\d{2}$/, isCalendarDay, {
  format: 'date',
});
export type IsoDate = Static<typeof IsoDate>;

function isCalendarDay(day: string): boolean {
  const [year, month, date] = [Number(day.slice(0, 4)), Number(day.slice(5, 7)), Number(day.slice(8, 10))];
  return month >= 1 && month <= 12 && date >= 1 && date <= daysIn(year, month);
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Money, percentages and measured values: exact decimals, never binary floats. */
export const Decimal = pattern(
  'Decimal',
  'a decimal number as a string such as "10.5"',
  /^-?(?:0|[1-9]\d{0,17})(?:\.\d{1,9})?$/,
);
export type Decimal = Static<typeof Decimal>;

export const Year = integer(1990, 2200);
export const Month = integer(1, 12);
/** A period is a set of months: June and July may go in one shipment. */
export const Months = list(Month, { min: 1, max: 12, unique: true });
export const Revision = integer(0, Number.MAX_SAFE_INTEGER);
export const Seq = integer(0, Number.MAX_SAFE_INTEGER);

export const Line = text(300);
export const Prose = text(20_000);
export const Reason = text(2_000);

/** An address as CloudEvents uses it for `source`. */
export const UriReference = pattern('UriReference', 'a URI reference of printable ASCII', /^[!-~]{1,200}$/);

export const MediaType = pattern('MediaType', 'a media type', /^[a-z]+\/[a-z0-9.+-]+$/);

/** A file kept outside the log and named by its hash. */
export const Attachment = object(
  { sha256: Sha256, bytes: integer(0, Number.MAX_SAFE_INTEGER), mediaType: MediaType, title: Line },
  { address: text(2_000) },
);
export type Attachment = Static<typeof Attachment>;

/** A link to something outside: a white paper, a board case, a section of law. */
export const Reference = object(
  { kind: oneOf('document', 'board-case', 'law', 'goal', 'requirement', 'other'), title: Line },
  { address: text(2_000), place: Line },
);
export type Reference = Static<typeof Reference>;

/** May the public see it? Graded content is never stored; there is no word for it here. */
export const Classification = object({ access: oneOf('open', 'exempt') }, { legalBasis: Line });
export type Classification = Static<typeof Classification>;

export const Role = oneOf(
  'administrator',
  'issuer',
  'recipient',
  'reporter',
  'board',
  'owner',
  'controller',
  'auditor',
  'service',
);
export type Role = Static<typeof Role>;

/** The body of an organisation on whose behalf something is done. */
export const Body = oneOf('administration', 'board', 'general-meeting');
export type Body = Static<typeof Body>;
