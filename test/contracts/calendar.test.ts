import fc from 'fast-check';
import {
  addDays,
  applyWeekendRule,
  daysBetween,
  easterSunday,
  endOfDayInOslo,
  holidayOn,
  isWorkingDay,
  monthsLabel,
  norwegianDate,
  osloDayOf,
  punctuality,
  weekdayName,
} from '../../contracts/calendar';
import { IsoDate, Timestamp } from '../../contracts/primitives';

const day = (text: string): IsoDate => {
  if (!IsoDate.is(text)) throw new Error(text);
  return text;
};
const time = (text: string): Timestamp => {
  if (!Timestamp.is(text)) throw new Error(text);
  return text;
};

const someTime = fc
  .date({ min: new Date('1996-01-01'), max: new Date('2199-12-30'), noInvalidDate: true })
  .map(date => time(date.toISOString()));
const someDay = someTime.map(at => day(at.slice(0, 10)));

describe('days', () => {
  it.each([
    ['2025-02-01', 'lørdag'],
    ['2025-02-15', 'lørdag'],
    ['2025-02-03', 'mandag'],
    ['2024-02-29', 'torsdag'],
    ['1969-12-31', 'onsdag'],
    ['2000-01-02', 'søndag'],
  ])('%s is a %s', (date, name) => {
    expect(weekdayName(day(date)).nb).toBe(name);
  });

  it('have names in three languages', () => {
    expect(weekdayName(day('2025-02-01'))).toEqual({ nb: 'lørdag', nn: 'laurdag', en: 'Saturday' });
  });

  it('are counted over leap days and years', () => {
    expect(daysBetween(day('2024-02-28'), day('2024-03-01'))).toBe(2);
    expect(daysBetween(day('2025-03-01'), day('2024-12-31'))).toBe(-60);
    expect(addDays(day('2024-12-31'), 1)).toBe('2025-01-01');
  });

  it('added and counted agree', () => {
    fc.assert(fc.property(someDay, fc.integer({ min: -4000, max: 4000 }), (date, days) => expect(daysBetween(date, addDays(date, days))).toBe(days))); // prettier-ignore
  });

  it('are written as Norwegian pages do', () => {
    expect(norwegianDate(day('2025-02-01'))).toBe('01.02.2025');
  });
});

describe('holidays', () => {
  it.each([
    '1961-04-02', '1981-04-19', '2000-04-23', '2008-03-23', '2011-04-24', '2018-04-01', '2019-04-21', '2020-04-12', '2021-04-04',
    '2022-04-17', '2023-04-09', '2024-03-31', '2025-04-20', '2026-04-05', '2027-03-28', '2038-04-25', '2049-04-18', '2076-04-19', '2285-03-22',
  ])('Easter Sunday is on %s', date => {
    expect(easterSunday(Number(date.slice(0, 4)))).toBe(date);
  }); // prettier-ignore

  it('Easter is a Sunday between 22 March and 25 April', () => {
    for (let year = 1990; year <= 2200; year++) {
      const easter = easterSunday(year);
      expect([easter.slice(5) >= '03-22', easter.slice(5) <= '04-25', weekdayName(easter).en]).toEqual([true, true, 'Sunday']); // prettier-ignore
    }
  });

  it('of 2025 are these', () => {
    const all = Array.from({ length: 365 }, (_, i) => addDays(day('2025-01-01'), i));
    const names = all.flatMap(date =>
      holidayOn(date) === undefined ? [] : [`${date} ${holidayOn(date)?.nb}`],
    );
    expect(names).toEqual([
      '2025-01-01 Første nyttårsdag',
      '2025-04-17 Skjærtorsdag',
      '2025-04-18 Langfredag',
      '2025-04-20 Første påskedag',
      '2025-04-21 Andre påskedag',
      '2025-05-01 Arbeidernes dag',
      '2025-05-17 Grunnlovsdagen',
      '2025-05-29 Kristi himmelfartsdag',
      '2025-06-08 Første pinsedag',
      '2025-06-09 Andre pinsedag',
      '2025-12-25 Første juledag',
      '2025-12-26 Andre juledag',
    ]);
  });
});

describe('working days', () => {
  it.each([
    ['2025-02-01', false],
    ['2025-02-02', false],
    ['2025-02-03', true],
    ['2025-04-17', false],
    ['2025-12-24', true],
    ['2025-12-26', false],
  ])('%s: %s', (date, working) => {
    expect(isWorkingDay(day(date))).toBe(working);
  });

  it.each([
    ['2025-02-01', 'none', '2025-02-01'],
    ['2025-02-01', 'next-working-day', '2025-02-03'],
    ['2025-02-15', 'previous-working-day', '2025-02-14'],
    ['2025-02-14', 'next-working-day', '2025-02-14'],
    ['2025-04-17', 'next-working-day', '2025-04-22'],
    ['2025-04-21', 'previous-working-day', '2025-04-16'],
    ['2027-12-25', 'next-working-day', '2027-12-27'],
    ['2026-01-01', 'previous-working-day', '2025-12-31'],
  ] as const)('a deadline on %s with the rule %s falls on %s', (date, rule, due) => {
    expect(applyWeekendRule(day(date), rule)).toBe(due);
  });
});

describe('the day in Norway', () => {
  it.each([
    ['2025-02-01T22:59:59.999Z', '2025-02-01'],
    ['2025-02-01T23:00:00Z', '2025-02-02'],
    ['2025-07-01T21:59:59Z', '2025-07-01'],
    ['2025-07-01T22:00:00Z', '2025-07-02'],
    ['2024-12-31T23:00:00.000Z', '2025-01-01'],
  ])('%s lies on %s', (at, date) => {
    expect(osloDayOf(time(at))).toBe(date);
  });

  it.each([
    ['2025-02-01', '2025-02-01T23:00:00.000Z'],
    ['2025-03-29', '2025-03-29T23:00:00.000Z'],
    ['2025-03-30', '2025-03-30T22:00:00.000Z'],
    ['2025-10-25', '2025-10-25T22:00:00.000Z'],
    ['2025-10-26', '2025-10-26T23:00:00.000Z'],
  ])('%s ends at %s', (date, end) => {
    expect(endOfDayInOslo(day(date))).toBe(end);
  });

  it('is the one that the time zone database tells', () => {
    const oslo = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Oslo', dateStyle: 'short' });
    // later than 2037 some builds of the database know no rule
    fc.assert(
      fc.property(
        someTime.filter(at => at < '2037'),
        at => expect(osloDayOf(at)).toBe(oslo.format(new Date(at))),
      ),
      { numRuns: 2000 },
    );
  });

  it('ends where the next begins', () => {
    fc.assert(
      fc.property(someDay, date => {
        const end = endOfDayInOslo(date);
        const last = time(new Date(Date.parse(end) - 1).toISOString());
        expect([osloDayOf(last), osloDayOf(end)]).toEqual([date, addDays(date, 1)]);
      }),
    );
  });
});

describe('punctuality', () => {
  it.each([
    ['2025-02-01', '2025-01-15T10:00:00Z', 'on-time'],
    ['2025-02-01', '2025-02-01T22:59:59.999Z', 'on-time'],
    ['2025-02-01', '2025-02-01T23:00:00Z', { daysLate: 1 }],
    ['2025-02-03', '2025-02-15T08:00:00Z', { daysLate: 12 }],
  ] as const)('due %s, done %s', (due, at, expected) => {
    expect(punctuality(day(due), time(at))).toEqual(expected);
  });
});

describe('sets of months', () => {
  it.each<[number[], string, string, string]>([
    [[6, 7], 'juni og juli', 'juni og juli', 'June and July'],
    [[1, 2, 3, 4], 'januar–april', 'januar–april', 'January–April'],
    [[5], 'mai', 'mai', 'May'],
    [[7, 6, 5, 1, 3], 'januar, mars og mai–juli', 'januar, mars og mai–juli', 'January, March and May–July'],
    [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], 'hele året', 'heile året', 'the whole year'],
    [[], '', '', ''],
  ])('%j', (months, nb, nn, en) => {
    expect(monthsLabel(months)).toEqual({ nb, nn, en });
  });
});
