import { monthsLabel, norwegianDate, osloDayOf } from '../../contracts/calendar';
import type { Indicator, MaybeValue, Period, Status } from '../../contracts/events/parts';
import type { Label, Language } from '../../contracts/labels';
import type { ShownPerson } from '../../contracts/persons';
import { IsoDate, type Timestamp } from '../../contracts/primitives';
import { fill } from './fill';
import { type Texts, textsIn, wordOf } from './texts';

/**
 * What things are called outside the texts: organisations by the register, statuses by their scales, persons by the
 * register of persons, as far as the reader may see it.
 */
export interface Names {
  readonly organisation: (id: string) => string;
  readonly status: (status: Status) => Label | undefined;
  readonly person: (id: string) => ShownPerson | undefined;
}

/** Everything needed to say something in a language. */
export interface Speaker {
  readonly language: Language;
  readonly texts: Texts;
  readonly names: Names;
}

export const speakerOf = (language: Language, names: Names): Speaker => ({
  language,
  texts: textsIn(language),
  names,
});

/** Where nothing is known of organisations and scales, their ids speak for themselves. */
export const bareNames: Names = { organisation: id => id, status: () => undefined, person: () => undefined };

/** A person's name, or that it was erased; the id of whom nothing is known. */
export function personText({ language, names }: Speaker, id: string): string {
  const person = names.person(id);
  if (person === undefined) return id;
  return 'name' in person ? person.name : `(${person.erased[language]})`;
}

/** A day as pages write it, 01.02.2031; what is no day is left as it stands. */
export const dayText = (day: string): string => (IsoDate.is(day) ? norwegianDate(day) : day);

/** The day in Oslo of a point in time. */
export const dateText = (time: Timestamp): string => norwegianDate(osloDayOf(time));

/** Day and minute in Oslo. */
export const timeText = (time: Timestamp): string => `${dateText(time)} ${CLOCK.format(Date.parse(time))}`;

const CLOCK = new Intl.DateTimeFormat('nb', {
  timeZone: 'Europe/Oslo',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

export const daysText = ({ texts }: Speaker, days: number): string =>
  days === 1 ? texts.history.day : fill(texts.history.days, { count: String(days) });

/** A decimal with the comma of Norwegian, or the point of English. */
export const decimalText = ({ language }: Speaker, value: string): string =>
  language === 'en' ? value : value.replace('.', ',');

export const periodText = ({ language }: Speaker, { months, year }: Period): string =>
  `${monthsLabel(months)[language]} ${year}`;

export function statusText({ language, texts, names }: Speaker, status: Status): string {
  const { scale, version, value } = status;
  return (
    names.status(status)?.[language] ??
    fill(texts.values.statusUnknown, { value, scale, version: String(version) })
  );
}

export function valueText(speaker: Speaker, value: MaybeValue): string {
  switch (value.state) {
    case 'set':
      return decimalText(speaker, value.value);
    case 'none':
      return fill(speaker.texts.values.none, { reason: value.reason });
    case 'pending':
      return fill(speaker.texts.values.pending, { place: value.place });
  }
}

export function indicatorText(speaker: Speaker, indicator: Indicator): string {
  const { direction, unit, threshold, baselineYear, wantedChange } = indicator;
  const amount = wantedChange?.amount;
  const change = amount === undefined ? undefined : decimalText(speaker, amount);
  const wanted =
    change === undefined || wantedChange?.unit !== 'percent'
      ? change
      : fill(speaker.texts.values.percent, { amount: change });
  return fill(speaker.texts.values.indicator, {
    direction: wordOf(speaker.texts, 'direction', direction),
    unit,
    threshold: threshold === undefined ? undefined : decimalText(speaker, threshold),
    baselineYear: baselineYear?.toString(),
    wanted,
  });
}

export const reportingText = (
  { texts }: Speaker,
  { mode, source }: { readonly mode: string; readonly source: string },
): string => fill(texts.values.reporting, { mode: wordOf(texts, 'mode', mode), source });

export const boardCaseText = (
  { texts }: Speaker,
  { number, title, date }: { readonly number: string; readonly title: string; readonly date: string },
): string => fill(texts.values.boardCase, { number, title, date: dayText(date) });
