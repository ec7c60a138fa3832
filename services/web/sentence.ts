import { type AnyHappening, decodeHappening } from '../../contracts/catalogue/catalogue';
import { Effect } from '../../contracts/events/document';
import { BoardCase, Indicator, MaybeValue, Period, Reporting, Status } from '../../contracts/events/parts';
import { PERSON_FIELDS } from '../../contracts/persons';
import { Months } from '../../contracts/primitives';
import { monthsLabel } from '../../contracts/calendar';
import { fill, type Values } from './fill';
import {
  boardCaseText,
  dayText,
  decimalText,
  indicatorText,
  periodText,
  personText,
  reportingText,
  type Speaker,
  statusText,
  valueText,
} from './format';
import { textAt, type Texts, wordOf } from './texts';

/** An event as a sentence tells it. */
export interface Telling {
  readonly type: string;
  readonly subject: string;
  readonly organisation: string;
  readonly data: unknown;
}

/** What happened, in words. Every type of the catalogue has its own sentence; a type not known here is named. */
export function sentenceOf(speaker: Speaker, telling: Telling): string {
  const happening = decodeHappening(telling);
  const template =
    happening._tag === 'Left'
      ? undefined
      : textAt(speaker.texts, 'told', happening.right.family, happening.right.what);
  if (happening._tag === 'Left' || template === undefined)
    return fill(speaker.texts.history.unknown, { type: telling.type });
  return tidy(fill(template, valuesOf(speaker, telling, happening.right)));
}

/** A quoted text brings its own full stop. */
const tidy = (text: string): string => text.replace(/([.!?…])([»”])\./gu, '$1$2');

function valuesOf(speaker: Speaker, telling: Telling, { family, data }: AnyHappening): Values {
  const { names } = speaker;
  const [owner = ''] = telling.subject.split('.');
  const told: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(data)) {
    // That a person was erased is told of the id: there is nothing else left of them.
    const isPerson = family !== 'log' && PERSON_FIELDS.has(name) && typeof value === 'string';
    told[name] = isPerson ? personText(speaker, value) : fieldText(speaker, name, value);
  }
  return {
    ...told,
    ...partsOf(speaker, data),
    owner: names.organisation(owner),
    subject: family === 'organisations' ? names.organisation(telling.subject) : telling.subject,
    by: names.organisation(telling.organisation),
    [`by-${family}`]: told['by'],
  };
}

const DAYS: ReadonlySet<string> = new Set(['date', 'due', 'until', 'from', 'to', 'expires']);
const ORGANISATIONS: ReadonlySet<string> = new Set(['issuer', 'successor', 'into', 'organisation']);
const DECIMALS: ReadonlySet<string> = new Set(['goal', 'actual', 'amount']);
const VOCABULARIES: Readonly<Record<string, keyof Texts['words']>> = {
  kind: 'kind',
  modality: 'modality',
  cascade: 'cascade',
  step: 'step',
  rule: 'rule',
  clock: 'clock',
  about: 'about',
  body: 'body',
  essential: 'essential',
  effective: 'effective',
  renewAcceptance: 'renewAcceptance',
};

/** A field of an event's data, in words. */
function fieldText(speaker: Speaker, name: string, value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  const vocabulary = VOCABULARIES[name];
  if (vocabulary !== undefined && (typeof value === 'string' || typeof value === 'boolean'))
    return wordOf(speaker.texts, vocabulary, String(value));
  if (typeof value === 'string') {
    if (DAYS.has(name)) return dayText(value.slice(0, 10));
    if (DECIMALS.has(name)) return decimalText(speaker, value);
    return ORGANISATIONS.has(name) ? speaker.names.organisation(value) : value;
  }
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return structureText(speaker, value);
}

function structureText(speaker: Speaker, value: object): string | undefined {
  if (Months.is(value)) return monthsLabel(value)[speaker.language];
  if (Array.isArray(value)) return String(value.length);
  if (Period.is(value)) return periodText(speaker, value);
  if (Status.is(value)) return statusText(speaker, value);
  if (MaybeValue.is(value)) return valueText(speaker, value);
  if (BoardCase.is(value)) return boardCaseText(speaker, value);
  if (Reporting.is(value)) return reportingText(speaker, value);
  if (Indicator.is(value)) return indicatorText(speaker, value);
  if (Effect.is(value)) return fill(wordOf(speaker.texts, 'effect', value.kind), { key: value.key });
  return undefined;
}

/** What sentences need of the insides of a field. */
function partsOf(speaker: Speaker, data: AnyHappening['data']): Values {
  return {
    ...('place' in data
      ? { firstLine: String(data.place.firstLine), lastLine: String(data.place.lastLine) }
      : {}),
    ...('basis' in data ? { basisCount: String(data.basis + 1) } : {}),
    ...('variance' in data
      ? {
          goal: decimalText(speaker, data.variance.goal),
          actual: decimalText(speaker, data.variance.actual),
          unit: data.variance.unit,
        }
      : {}),
    ...('forecast' in data
      ? { forecastStatus: statusText(speaker, data.forecast.status), forecastText: data.forecast.text }
      : {}),
    ...('parent' in data && typeof data.parent === 'string'
      ? { parent: speaker.names.organisation(data.parent) }
      : {}),
  };
}
