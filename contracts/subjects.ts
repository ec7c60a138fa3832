import { type Either, left, right } from 'fp-ts/Either';
import type { Family } from './catalogue/define';
import { Key, OrganisationId, RecordId } from './primitives';
import { ReportKind } from './events/parts';

/** What a subject names, by family: whose stream it is, and which thing of theirs. */
export interface Thing {
  readonly family: Family;
  /** The organisation whose stream this is; absent for the log's own streams. */
  readonly owner?: OrganisationId;
}

const FORMS: Readonly<Record<Family, string>> = {
  log: 'log',
  organisations: '<organisation>',
  access: '<key id>',
  document: '<issuer>.<document>',
  requirement: '<addressee>.<key>',
  report: '<organisation>.<annual|tertial|monthly>.<year>.<number>',
  calendar: '<organisation>.<year>',
  'follow-ups': '<record id of the act>',
};

const isYear = (s: string): boolean => /^(?:199\d|20\d\d|21\d\d|2200)$/.test(s);
const isNumber = (s: string): boolean => /^[1-9]\d{0,3}$/.test(s);

/** Reads a subject; the left side tells the form that was expected. */
export function parseSubject(family: Family, subject: string): Either<string, Thing> {
  const [owner = '', a = '', b = '', c = '', ...more] = subject.split('.');
  const owned = (sound: boolean): Either<string, Thing> =>
    sound && more.length === 0 && OrganisationId.is(owner) ? right({ family, owner }) : left(FORMS[family]);
  const single = (sound: boolean): Either<string, Thing> => (sound ? right({ family }) : left(FORMS[family]));
  switch (family) {
    case 'log':
      return single(subject === 'log');
    case 'organisations':
      return owned(a === '');
    case 'access':
      return single(Key.is(subject));
    case 'document':
    case 'requirement':
      return owned(Key.is(a) && b === '');
    case 'report':
      return owned(ReportKind.is(a) && isYear(b) && isNumber(c));
    case 'calendar':
      return owned(isYear(a) && b === '');
    case 'follow-ups':
      return single(RecordId.is(subject));
  }
}

/** The organisation whose stream it is, read off the stream's name; undefined for the log's own streams. */
export function ownerOf(stream: string): string | undefined {
  const match = /^(?:document|requirement|report|calendar)-([a-z0-9-]+)\./.exec(stream);
  return match?.[1];
}

export const requirementStream = (requirement: string): string => `requirement-${requirement}`;
export const documentStream = (document: string): string => `document-${document}`;
export const reportStream = (report: string): string => `report-${report}`;
export const calendarStream = (organisation: string, year: number): string =>
  `calendar-${organisation}.${year}`;
export const requirementSubject = (organisation: string, key: string): string => `${organisation}.${key}`;

/** The key of a requirement's text, from its subject. */
export const keyOf = (requirement: string): string => requirement.slice(requirement.indexOf('.') + 1);

/** The addressee of a requirement, from its subject. */
export const addresseeOf = (requirement: string): string => requirement.slice(0, requirement.indexOf('.'));

/** The key that all addressees of one item of a document share. */
export const keyOfItem = (document: string, item: string): string => `${document.replace('.', '-')}-${item}`;
