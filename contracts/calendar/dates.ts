import type { IsoDate } from '../primitives';

const DAY_MS = 86_400_000;

/** Days since 1970-01-01. */
export const dayNumber = (date: IsoDate): number => Date.parse(`${date}T00:00:00Z`) / DAY_MS;

export const dateOfNumber = (day: number): IsoDate =>
  new Date(day * DAY_MS).toISOString().slice(0, 10) as IsoDate;

export const yearOf = (date: IsoDate): number => Number(date.slice(0, 4));

/** The calendar day so many days later, or earlier if negative. */
export const addDays = (date: IsoDate, days: number): IsoDate => dateOfNumber(dayNumber(date) + days);

/** How many days `to` comes after `from`; negative if before. */
export const daysBetween = (from: IsoDate, to: IsoDate): number => dayNumber(to) - dayNumber(from);

/** 0 is Monday, 6 is Sunday (1970-01-01 was a Thursday). */
export const weekdayOf = (date: IsoDate): number => (((dayNumber(date) + 3) % 7) + 7) % 7;

/** As Norwegian pages write it: 01.02.2025. */
export const norwegianDate = (date: IsoDate): string => date.split('-').reverse().join('.');
