import type { Family } from '../../contracts/catalogue/define';
import { streamOf, typeName } from '../../contracts/catalogue/catalogue';
import { decode } from '../../contracts/codec/decode';
import { CloudEvent } from '../../contracts/envelope';
import { canonicalJson } from '../../contracts/json/canonical';
import type { NewEntry } from '../../services/event-log/port';
import { recordIdOf, stampRecord } from '../../services/event-log/records';
import { chance, type Chance } from './chance';

/** What a made-up log looks like. The same numbers give the same log, but for its salts. */
export interface Size {
  readonly requirements: number;
  /** How many requirements live side by side, their events interleaved. */
  readonly open: number;
  readonly seed?: number;
}

/** An event on its way to a stream, with the entry the log would store. */
export interface Made {
  readonly stream: string;
  readonly revision: number;
  readonly entry: NewEntry;
}

type Line = readonly [what: string, data: object];

/** A log such as a region and its trusts would fill over a few years, one event at a time. */
export function* realisticLog({ requirements, open, seed = 1 }: Size): Generator<Made> {
  const random = chance(seed);
  const revisions = new Map<string, number>();
  const START = Date.parse('2031-01-02T08:00:00Z');
  let n = 0;

  const make = (family: Family, subject: string, organisation: string, [what, data]: Line): Made => {
    const stream = streamOf(family, subject);
    const revision = revisions.get(stream) ?? 0;
    revisions.set(stream, revision + 1);
    const at = new Date(START + n * 30_000).toISOString();
    const event = decode(CloudEvent, {
      specversion: '1.0',
      id: `e-${n++}`,
      source: 'https://portal.granvik.example',
      type: typeName(family, what),
      subject,
      time: at,
      organisation,
      body: 'administration',
      datacontenttype: 'application/json',
      data,
    });
    if (event._tag === 'Left') throw new Error(JSON.stringify(event.left));
    const { entry } = stampRecord(event.right, canonicalJson(event.right), {
      stream,
      revision,
      recordedAt: event.right.time,
      actor: 'svc-styringsportal' as never,
      credential: 'key-1',
      facts: { now: event.right.time, streams: [] },
    });
    return { stream, revision, entry };
  };

  for (const [id, data] of register()) yield make('organisations', id, 'departementet', ['registered', data]);
  const living: { readonly subject: string; readonly owner: string; readonly lines: Line[] }[] = [];
  let born = 0;
  while (living.length > 0 || born < requirements) {
    while (living.length < open && born < requirements) {
      const owner = TRUSTS[born % TRUSTS.length] ?? 'granvik';
      const key = `helse-solheim-sr-2031-i${Math.floor(born / TRUSTS.length)}`;
      born++;
      living.push({ subject: `${owner}.${key}`, owner, lines: [...lifeOfRequirement(random)].reverse() });
    }
    const at = random.below(living.length);
    const life = living[at];
    const line = life?.lines.pop();
    if (life === undefined) return;
    if (line === undefined) {
      living.splice(at, 1);
      continue;
    }
    const [what] = line;
    const stream = streamOf('requirement', life.subject);
    const before = recordIdOf(stream, 'https://portal.granvik.example', `e-${lastOf.get(stream) ?? 0}`);
    lastOf.set(stream, n);
    yield make(
      'requirement',
      life.subject,
      what === 'issued' || what === 'amended' ? 'helse-solheim' : life.owner,
      what === 'corrected' ? ['corrected', { ...line[1], corrects: before }] : line,
    );
    if (life.lines.length === 0) {
      revisions.delete(stream);
      lastOf.delete(stream);
    }
  }
}

const lastOf = new Map<string, number>();

export const TRUSTS = [
  ...['granvik', 'fjordheim', 'nordlia', 'storvatn', 'elvegard', 'brattasen', 'solbakken', 'havnes'],
  ...[
    'lyngmo',
    'tindvik',
    'breidal',
    'haugseter',
    'vestnes-ikt',
    'skogheim',
    'marka',
    'osen',
    'vik',
    'utsira',
  ],
];

function* register(): Generator<readonly [string, object]> {
  yield ['departementet', { name: 'Helsedepartementet', kind: 'ministry' }];
  yield ['helse-solheim', { name: 'Helse Solheim RHF', kind: 'region', parent: 'departementet' }];
  for (const trust of TRUSTS) yield [trust, { name: `${trust} HF`, kind: 'trust', parent: 'helse-solheim' }];
}

const WORDS =
  'øve beredskapsplanen med kommunene i opptaksområdet redusere ventetiden for utredning styrke samarbeidet om pasientforløp ' +
  'innen utgangen av året rapportere antall meldte hendelser følge opp sykefravær digital hjemmeoppfølging energibruk bygg';

function prose(random: Chance, words: number): string {
  const all = WORDS.split(' ');
  const picked = Array.from({ length: words }, () => all[random.below(all.length)] ?? 'krav');
  return `${picked.join(' ')}.`;
}

/** About ten events: what is told of one requirement from its issue to its end. */
function* lifeOfRequirement(random: Chance): Generator<Line> {
  const isIndicator = random.below(10) < 3;
  yield ['issued', issued(random, isIndicator)];
  yield ['received', { note: 'Journalført' }];
  yield ['accepted', { version: 1, boardCase: BOARD_CASE, wording: 'Styret tar kravet til etterretning' }];
  if (random.below(10) < 1) {
    yield ['clarification-asked', { question: 'q1', text: prose(random, 8) }];
    yield ['clarification-given', { question: 'q1', text: prose(random, 8) }];
  }
  if (random.below(10) < 3) yield ['responsible-assigned', { unit: 'medisinsk-klinikk' }];
  if (isIndicator) yield ['baseline-set', { year: 2030, value: { state: 'set', value: '412' } }];
  for (const months of TERTIALS) {
    const period = { year: 2031, months };
    if (isIndicator)
      yield ['measured', { period, value: { state: 'set', value: String(random.below(500)) } }];
    yield ['reported', reported(random, period)];
    if (random.below(100) < 3) yield ['corrected', correction(random, period)];
    if (random.below(100) < 7) yield* deviation(period, random);
  }
  if (random.below(100) < 8) {
    yield [
      'amended',
      { version: 2, text: prose(random, 20), renewAcceptance: true, reason: 'Skjerpet i tilleggsdokument' },
    ];
    yield ['accepted', { version: 2, boardCase: BOARD_CASE }];
  }
  yield ['reported', reported(random, { year: 2031, months: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] })];
  if (random.below(10) < 2)
    yield ['carried-forward', { year: 2032, reporting: REPORTING, reason: 'Kravet står ved lag' }];
  else yield ['closed', { reason: 'Styringsåret er over' }];
}

const BOARD_CASE = { number: '12/31', title: 'Styringskrav og rammer 2031', date: '2031-02-20' };
const REPORTING = { mode: 'through-year+annual', source: 'kap. 1.1' };
const TERTIALS = [
  [1, 2, 3, 4],
  [1, 2, 3, 4, 5, 6, 7, 8],
];

const issued = (random: Chance, isIndicator: boolean): object => ({
  issuer: 'helse-solheim',
  addresseePhrase: 'Alle HF',
  registerRevision: 9,
  text: prose(random, 18),
  kind: isIndicator ? 'indicator' : 'task',
  modality: 'skal',
  reporting: REPORTING,
  classification: { access: 'open' },
  steeringYear: 2031,
  origin: {
    document: 'helse-solheim.sr-2031',
    item: 'i012',
    revision: 70,
    place: { section: '3.2', sectionTitle: 'Beredskap', firstLine: 210, lastLine: 212 },
  },
  ...(isIndicator ? { indicator: { direction: 'increase', unit: 'hendelser', baselineYear: 2030 } } : {}),
});

const reported = (random: Chance, period: object): object => ({
  period,
  status: {
    scale: 'traffic-light',
    version: 1,
    value: ['green', 'yellow', 'red'][random.below(3)] ?? 'green',
  },
  text: prose(random, 25),
});

const correction = (random: Chance, period: object): object => ({
  outcome: 'replaced',
  replacement: reported(random, period),
  reason: 'Feil farge',
});

function* deviation(period: object, random: Chance): Generator<Line> {
  const d = { deviation: `d${random.below(1_000_000)}` };
  yield ['deviation-raised', { ...d, about: 'actual', period, description: prose(random, 12) }];
  yield ['deviation-explained', { ...d, cause: prose(random, 10) }];
  yield ['measure-planned', { ...d, measure: 'm1', text: prose(random, 10), due: '2031-10-01' }];
  yield ['measure-completed', { ...d, measure: 'm1' }];
  yield ['effect-verified', { ...d, effective: true, text: prose(random, 6) }];
  yield ['deviation-closed', { ...d, text: 'Effekten er verifisert.' }];
}
