import type { IsoDate } from '../primitives';
import { type Label, label } from '../labels';
import { dateOfNumber, daysBetween, yearOf } from './dates';

/**
 * Easter Sunday of a Gregorian year, by Oudin's form of the computus (1940). `fullMoon` counts the days from 21 March
 * to the paschal full moon.
 */
export function easterSunday(year: number): IsoDate {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const leapCenturies = Math.floor(century / 4);
  const moonCorrection = Math.floor((8 * century + 13) / 25);
  const uncorrected = (19 * golden + century - leapCenturies - moonCorrection + 15) % 30;
  const fullMoon =
    uncorrected -
    Math.floor(uncorrected / 28) * (1 - Math.floor(29 / (uncorrected + 1)) * Math.floor((21 - golden) / 11));
  const weekday = (year + Math.floor(year / 4) + fullMoon + 2 - century + leapCenturies) % 7;
  const march28 = Date.UTC(year, 2, 28) / 86_400_000;
  return dateOfNumber(march28 + fullMoon - weekday);
}

const fixed: Readonly<Record<string, Label>> = {
  '01-01': label('Første nyttårsdag', 'Første nyttårsdag', 'New Year’s Day'),
  '05-01': label('Arbeidernes dag', 'Arbeidardagen', 'Labour Day'),
  '05-17': label('Grunnlovsdagen', 'Grunnlovsdagen', 'Constitution Day'),
  '12-25': label('Første juledag', 'Første juledag', 'Christmas Day'),
  '12-26': label('Andre juledag', 'Andre juledag', 'Boxing Day'),
};

/** By days after Easter Sunday. */
const movable: Readonly<Record<number, Label>> = {
  [-3]: label('Skjærtorsdag', 'Skjertorsdag', 'Maundy Thursday'),
  [-2]: label('Langfredag', 'Langfredag', 'Good Friday'),
  0: label('Første påskedag', 'Første påskedag', 'Easter Sunday'),
  1: label('Andre påskedag', 'Andre påskedag', 'Easter Monday'),
  39: label('Kristi himmelfartsdag', 'Kristi himmelfartsdag', 'Ascension Day'),
  49: label('Første pinsedag', 'Første pinsedag', 'Whit Sunday'),
  50: label('Andre pinsedag', 'Andre pinsedag', 'Whit Monday'),
};

/** The Norwegian public holiday on a day (lov om helligdager, and 1 and 17 May), or undefined; ordinary Sundays are none. */
export const holidayOn = (date: IsoDate): Label | undefined =>
  fixed[date.slice(5)] ?? movable[daysBetween(easterSunday(yearOf(date)), date)];
