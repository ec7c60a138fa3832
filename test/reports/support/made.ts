import type { Happened } from './tell';

export const GRANVIK = 'granvik';
export const REGION = 'helse-solheim';
export const REPORT = 'granvik.annual.2031.1';
export const requirement = (item: string): string => `granvik.helse-solheim-sr-2031-${item}`;
export const NORDVIK = 'nordvik.helse-solheim-sr-2031-i005';
export const COMMISSION = 'helse-solheim.departementet-od-2031-i004';
export const EARLIER = 'granvik.helse-solheim-sr-2030-i009';

export const WHOLE_YEAR = { year: 2031, months: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] };
export const FIRST_TERTIAL = { year: 2031, months: [1, 2, 3, 4] };
export const OPEN = { access: 'open' };
export const light = (value: string): object => ({ scale: 'trafikklys', version: 1, value });
export const board = (number: string, day: string): object => ({
  number,
  title: 'Styringskrav og rammer 2031',
  date: day,
});

export const register = (
  subject: string,
  day: string,
  name: string,
  kind: string,
  parent?: string,
): Happened => ({
  family: 'organisations',
  subject,
  what: 'registered',
  day,
  by: 'departementet',
  data: { name, kind, ...(parent === undefined ? {} : { parent }) },
});

export const on = (
  subject: string,
  what: string,
  day: string,
  data: object,
  recorded?: string,
): Happened => ({
  family: 'requirement',
  subject,
  what,
  day,
  by: subject.slice(0, subject.indexOf('.')),
  data,
  ...(recorded === undefined ? {} : { recorded }),
});

export const issued = (subject: string, item: string, lines: [number, number], data: object): Happened =>
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

export const document = (id: string, day: string, year: number): Happened => ({
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

export const calendar = (what: string, data: object): Happened => ({
  family: 'calendar',
  subject: 'helse-solheim.2031',
  what,
  day: '2031-01-15',
  by: REGION,
  data,
});

export const i001 = requirement('i001');
export const i003 = requirement('i003');
export const i004 = requirement('i004');
export const i005 = requirement('i005');
export const i006 = requirement('i006');
export const i007 = requirement('i007');
export const i008 = requirement('i008');
