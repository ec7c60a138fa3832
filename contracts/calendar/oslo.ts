import type { IsoDate, Timestamp } from '../primitives';
import { daysBetween, dateOfNumber, dayNumber } from './dates';

const HOUR_MS = 3_600_000;

/** The calendar day in Norway at a point in time. */
export function osloDayOf(at: Timestamp): IsoDate {
  const ms = Date.parse(at);
  return dateOfNumber(Math.floor((ms + hoursAhead(ms) * HOUR_MS) / (24 * HOUR_MS)));
}

/** The midnight that ends a day in Norway: the first instant that no longer belongs to it. */
export function endOfDayInOslo(date: IsoDate): Timestamp {
  const midnight = (dayNumber(date) + 1) * 24 * HOUR_MS;
  // Clocks never change at midnight, so the hour before tells the offset.
  const offset = hoursAhead(midnight - 3 * HOUR_MS);
  return new Date(midnight - offset * HOUR_MS).toISOString() as Timestamp;
}

export type Punctuality = 'on-time' | { readonly daysLate: number };

/** Whether something done at a time was done by a day: the whole day counts, as it is in Norway. */
export function punctuality(due: IsoDate, at: Timestamp): Punctuality {
  const daysLate = daysBetween(due, osloDayOf(at));
  return daysLate <= 0 ? 'on-time' : { daysLate };
}

/**
 * How far Norway is ahead of UTC. Summer time lasts from 01:00 UTC on the last Sunday of March to 01:00 UTC on the last
 * Sunday of October (directive 2000/84/EC; so since 1996).
 */
function hoursAhead(ms: number): 1 | 2 {
  const year = new Date(ms).getUTCFullYear();
  return ms >= lastSunday(year, 3) + HOUR_MS && ms < lastSunday(year, 10) + HOUR_MS ? 2 : 1;
}

function lastSunday(year: number, month: number): number {
  const lastDay = new Date(Date.UTC(year, month, 0));
  return lastDay.getTime() - lastDay.getUTCDay() * 24 * HOUR_MS;
}
