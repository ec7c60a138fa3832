import type { IsoDate } from '../primitives';
import { addDays, weekdayOf } from './dates';
import { holidayOn } from './holidays';

/** What becomes of a deadline on a day that is no working day; `none`: it stays. */
export type WeekendRule = 'none' | 'next-working-day' | 'previous-working-day';

/** Monday to Friday, and no public holiday. Christmas and New Year's Eve are working days, as in law. */
export const isWorkingDay = (date: IsoDate): boolean => weekdayOf(date) < 5 && holidayOn(date) === undefined;

/** The day on which a deadline really falls. */
export function applyWeekendRule(date: IsoDate, rule: WeekendRule): IsoDate {
  switch (rule) {
    case 'none':
      return date;
    case 'next-working-day':
      return nearestWorkingDay(date, 1);
    case 'previous-working-day':
      return nearestWorkingDay(date, -1);
  }
}

function nearestWorkingDay(date: IsoDate, step: 1 | -1): IsoDate {
  let day = date;
  while (!isWorkingDay(day)) day = addDays(day, step);
  return day;
}
