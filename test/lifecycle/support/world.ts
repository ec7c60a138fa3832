import { type Circumstances, type Happened, tell } from './tell';

/** Fictive organisations: a ministry, two regions, and trusts below them. */
const registered = (id: string, name: string, kind: string, parent?: string): Happened =>
  tell('organisations', id, 'registered', { name, kind, ...(parent === undefined ? {} : { parent }) }, START);

const START: Circumstances = { on: '2030-12-01', by: 'departementet' };

export const register: readonly Happened[] = [
  registered('departementet', 'Omsorgsdepartementet', 'ministry'),
  registered('helse-solheim', 'Helse Solheim RHF', 'region', 'departementet'),
  registered('helse-nordre', 'Helse Nordre RHF', 'region', 'departementet'),
  registered('granvik', 'Granvik sykehus HF', 'trust', 'helse-solheim'),
  registered('fjordheim', 'Fjordheim sykehus HF', 'trust', 'helse-solheim'),
  registered('havnes', 'Havnes sykehus HF', 'trust', 'helse-nordre'),
];

export const SCALE = { scale: 'traffic-light', version: 1 };

const step = (value: string, judgement: string): object => ({
  value,
  labels: { nb: value, nn: value, en: value },
  judgement,
});

export const scale = tell(
  'log',
  'log',
  'status-scale-published',
  { ...SCALE, steps: [step('green', 'met'), step('yellow', 'at-risk'), step('red', 'not-met')] },
  START,
);

/** What there is before any story begins. */
export const world: readonly Happened[] = [...register, scale];

/** The requirement most stories are about, laid by the region on one of its trusts. */
export const KEY = 'helse-solheim-sr-2031-i1';
export const REQUIREMENT = `granvik.${KEY}`;

const ISSUED = {
  issuer: 'helse-solheim',
  addresseePhrase: 'Alle HF',
  registerRevision: 5,
  text: 'Øve beredskapsplanen med kommunene i opptaksområdet.',
  kind: 'task',
  modality: 'skal',
  reporting: { mode: 'through-year+annual', source: 'kap. 1.1' },
  classification: { access: 'open' },
  steeringYear: 2031,
};

export const INDICATOR = { direction: 'increase', unit: 'meldte hendelser', baselineYear: 2030 };

/** The region lays a requirement on a trust, on 1 February unless told otherwise. */
export const issued = (
  data: object = {},
  circumstances: Circumstances = {},
  subject = REQUIREMENT,
): Happened =>
  tell(
    'requirement',
    subject,
    'issued',
    { ...ISSUED, ...data },
    { on: '2031-02-01', by: 'helse-solheim', ...circumstances },
  );

export const issuedIndicator = (data: object = {}): Happened =>
  issued({ kind: 'indicator', indicator: INDICATOR, ...data });

/** Something told of the requirement: by the trust unless told otherwise. */
export const told = (what: string, data: object = {}, circumstances: Circumstances = {}): Happened =>
  tell('requirement', REQUIREMENT, what, data, circumstances);

/** Something the region tells of the requirement. */
export const fromAbove = (what: string, data: object = {}, circumstances: Circumstances = {}): Happened =>
  tell('requirement', REQUIREMENT, what, data, { by: 'helse-solheim', ...circumstances });

export const amended = (data: object = {}, circumstances: Circumstances = {}): Happened =>
  fromAbove(
    'amended',
    {
      version: 2,
      text: 'Øve beredskapsplanen med alle kommunene.',
      renewAcceptance: true,
      reason: 'Skjerpet',
      ...data,
    },
    { on: '2031-05-01', ...circumstances },
  );

export const green = { ...SCALE, value: 'green' };
export const red = { ...SCALE, value: 'red' };
export const ALL_YEAR = { year: 2031, months: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] };

export const reported = (data: object = {}, circumstances: Circumstances = {}): Happened =>
  told(
    'reported',
    { period: ALL_YEAR, status: green, text: 'Planen er øvd.', ...data },
    { on: '2032-01-10', ...circumstances },
  );
