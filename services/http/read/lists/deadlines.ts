import type { QueryOf, readEndpoints } from '../../../../contracts/api';
import type { DeadlineRow } from '../../../../contracts/api/rows';
import { daysBetween } from '../../../../contracts/calendar';
import { deadlineDay } from '../../../../contracts/due';
import type { CalendarView } from '../../../../contracts/views';
import { computedList } from '../computed-list';
import { anyOf, equal } from '../filters';
import { nameOf } from '../names';
import { allOf, type Seen } from '../seen';

type Query = QueryOf<typeof readEndpoints.deadlines.query>;

export const deadlines = computedList<DeadlineRow, Query, 'effective' | 'date' | 'organisation' | 'title'>({
  name: 'deadlines',
  all: ({ organisation, year, what, from, to }, seen) => {
    const filters = [...anyOf('organisation', organisation), ...equal('year', year)];
    const isWanted = (d: DeadlineRow): boolean =>
      (what === undefined || what.includes(d.for.what)) &&
      (from === undefined || from <= d.effective) &&
      (to === undefined || d.effective <= to);
    return allOf<CalendarView, DeadlineRow>(seen, 'calendars', filters, ({ view }) =>
      maySeeCalendar(view, seen) ? deadlineRows(view, seen).filter(isWanted) : [],
    );
  },
  key: d => `${d.calendar}/${d.deadline}`,
  orders: {
    effective: d => d.effective,
    date: d => d.date,
    organisation: d => d.organisation,
    title: d => d.title,
  },
  columns: [
    { name: 'calendar', cell: d => d.calendar },
    { name: 'deadline', cell: d => d.deadline },
    { name: 'title', cell: d => d.title },
    { name: 'what', cell: d => d.for.what },
    { name: 'date', cell: d => d.date },
    { name: 'effective', cell: d => d.effective },
    { name: 'weekend_rule', cell: d => d.rule },
    { name: 'moved_from', cell: d => d.moved?.from },
    { name: 'moved_because', cell: d => d.moved?.reason },
    { name: 'days_left', cell: d => d.daysLeft },
  ],
});

/** Deadlines are for those below, so they see their superiors' calendars too. */
export const maySeeCalendar = (
  { organisation }: Pick<CalendarView, 'organisation'>,
  { reader }: Pick<Seen, 'reader'>,
): boolean => reader.sees(organisation) || reader.isBelow(organisation);

export const deadlineRows = (
  view: CalendarView,
  seen: Pick<Seen, 'register' | 'today'>,
): readonly DeadlineRow[] =>
  view.deadlines.map(deadline => {
    const day = deadlineDay(view, deadline);
    const { calendar, organisation, year } = view;
    return {
      href: `/v1/calendars/${calendar}`,
      ...{ calendar, organisation, organisationName: nameOf(seen, organisation), year },
      ...day,
      daysLeft: daysBetween(seen.today, day.effective),
    };
  });
