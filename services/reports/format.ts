import { monthsLabel, norwegianDate, osloDayOf, weekdayName } from '../../contracts/calendar';
import type { MaybeValue, Period } from '../../contracts/events/parts';
import { IsoDate, type Timestamp } from '../../contracts/primitives';
import type { Source, StatusFact } from '../../contracts/reports';
import type { Speaker } from './words';

/** A day as readers write it, 01.02.2032; what is no day is left as it stands. */
export const dayText = (day: string): string => (IsoDate.is(day) ? norwegianDate(day) : day);

/** The day in Oslo of a point in time. */
export const dayOf = (time: Timestamp): string => norwegianDate(osloDayOf(time));

export const weekdayAnd = ({ name }: Speaker, day: IsoDate): string =>
  `${name(weekdayName(day))} ${norwegianDate(day)}`;

export const daysText = ({ say }: Speaker, n: number): string => say(n === 1 ? 'day' : 'days', { n });

/** When something was told: as claimed, and where it differs by a day or more as recorded; and when it was corrected. */
export function whenText(speaker: Speaker, { time, recordedAt, daysLater, correctedAt }: Source): string {
  const { say } = speaker;
  const date = dayOf(time);
  const days = daysText(speaker, daysLater);
  const when = daysLater < 1 ? date : say('recordedLater', { date, recorded: dayOf(recordedAt), days });
  return correctedAt === null ? when : say('correctedOn', { when, date: dayOf(correctedAt) });
}

/** A decimal with the comma of Norwegian, or the point of English. */
export const numberText = ({ language }: Speaker, decimal: string): string =>
  language === 'en' ? decimal : decimal.replace('.', ',');

export const amountText = (speaker: Speaker, decimal: string, unit: string): string =>
  `${numberText(speaker, decimal)} ${unit}`;

export function valueText(speaker: Speaker, value: MaybeValue, unit: string): string {
  switch (value.state) {
    case 'set':
      return amountText(speaker, value.value, unit);
    case 'none':
      return speaker.say('explicitNone', { reason: value.reason });
    case 'pending':
      return speaker.say('pending', { place: value.place });
  }
}

export const periodText = ({ name }: Speaker, { months, year }: Period): string =>
  `${name(monthsLabel(months))} ${year}`;

/** The words of the status's own scale, or its bare value where that scale is not known. */
export const statusText = ({ name }: Speaker, { labels, value }: StatusFact): string =>
  labels === null ? value : name(labels);

export const quote = ({ say }: Speaker, text: string): string => say('quoted', { text });

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Sentences in a row: each but the last ends in a full stop, unless it ends in a mark of its own. */
export function sentences(...parts: readonly (string | null | undefined | false)[]): string {
  const said = parts.flatMap(part => (typeof part === 'string' && part !== '' ? [part] : []));
  return said.map((part, i) => (i === said.length - 1 || ENDED.test(part) ? part : `${part}.`)).join(' ');
}

const ENDED = /[.!?…:]["»”]?$/u;
