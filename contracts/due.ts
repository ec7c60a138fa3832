import { applyWeekendRule, daysBetween, type Punctuality, punctuality, type WeekendRule } from './calendar';
import type { ReportKind, ReportStep } from './events/parts';
import { IsoDate } from './primitives';
import { annualDeadline, type CalendarState, type Deadline, shipmentOf } from './states/calendar';
import type { Moment, RequirementView } from './views';

/** A deadline as it really falls: the day that was set, and what the weekend rule makes of it. */
export interface DeadlineDay {
  readonly deadline: string;
  readonly title: string;
  readonly for: Deadline['for'];
  readonly date: IsoDate;
  readonly effective: IsoDate;
  /** Null where no rule was chosen; then the day stays. */
  readonly rule: WeekendRule | null;
  readonly moved: { readonly from: string; readonly reason: string } | null;
  readonly record: string;
}

/** The deadline with its calendar's weekend rule applied. */
export function deadlineDay(calendar: Pick<CalendarState, 'weekendRule'>, deadline: Deadline): DeadlineDay {
  const { date, title, moved, mark } = deadline;
  const rule = calendar.weekendRule?.rule ?? null;
  return {
    deadline: deadline.deadline,
    title,
    for: deadline.for,
    date,
    effective: applyWeekendRule(date, rule ?? 'none'),
    rule,
    moved: moved === undefined ? null : { from: moved.from, reason: moved.reason },
    record: (moved?.mark ?? mark).correctedBy ?? (moved?.mark ?? mark).record,
  };
}

/** Something a requirement's addressee owes by a day. */
export interface DueItem {
  readonly what: 'own' | 'annual-report' | 'shipment';
  readonly step: ReportStep | null;
  readonly report: ReportKind | null;
  readonly months: readonly number[] | null;
  readonly year: number | null;
  readonly title: string | null;
  readonly date: IsoDate;
  readonly effective: IsoDate;
  readonly rule: WeekendRule | null;
  readonly moved: { readonly from: string; readonly reason: string } | null;
  readonly calendar: string | null;
  readonly record: string | null;
  readonly done: boolean;
  /** Days past the effective day where it is not done; else 0. */
  readonly daysOver: number;
}

/** How the last answer stood to its deadline: by the time it claims, and by the time it was recorded. */
export interface Answered {
  readonly deadline: string;
  readonly calendar: string;
  readonly effective: IsoDate;
  readonly claimed: Punctuality;
  readonly recorded: Punctuality;
}

export interface Due {
  /** The earliest that is not done. */
  readonly next: DueItem | null;
  readonly items: readonly DueItem[];
  readonly answered: Answered | null;
}

/** Calendars by `<organisation>.<year>`. */
export type Calendars = (calendar: string) => CalendarState | undefined;

/** The calendars that tell what is due of a requirement: its issuer's, of its latest year and of its last answer. */
export function calendarsOf({ issuer, year, answer }: RequirementView): readonly string[] {
  if (issuer === undefined) return [];
  const years = [year, answer?.period.year].filter(y => y !== undefined);
  return [...new Set(years)].map(y => `${issuer}.${y}`);
}

/** What is due of a requirement and when, as of a day; a question to the view and the calendars, never stored. */
export function dueOf(requirement: RequirementView, calendars: Calendars, today: IsoDate): Due {
  const items = requirement.open
    ? [...ownItems(requirement, today), ...reportItems(requirement, calendars, today)]
    : [];
  const inOrder = items.sort((a, b) => (a.effective < b.effective ? -1 : a.effective > b.effective ? 1 : 0));
  return {
    next: inOrder.find(item => !item.done) ?? null,
    items: inOrder,
    answered: answeredOf(requirement, calendars),
  };
}

const daysOver = (effective: IsoDate, today: IsoDate, done: boolean): number =>
  done ? 0 : Math.max(0, daysBetween(effective, today));

function ownItems({ due, because }: RequirementView, today: IsoDate): readonly DueItem[] {
  if (due === undefined || !IsoDate.is(due.date)) return [];
  const { date } = due;
  return [
    {
      ...{ what: 'own', step: null, report: null, months: null, year: null, title: null, calendar: null },
      ...{ date, effective: date, rule: null, moved: null, record: because['due'] ?? null },
      ...{ done: false, daysOver: daysOver(date, today, false) },
    },
  ];
}

function reportItems(requirement: RequirementView, calendars: Calendars, today: IsoDate): readonly DueItem[] {
  const { issuer, year, reporting, answer } = requirement;
  if (issuer === undefined || year === undefined) return [];
  if (reporting?.mode !== 'annual' && reporting?.mode !== 'through-year+annual') return [];
  const name = `${issuer}.${year}`;
  const calendar = calendars(name);
  if (calendar === undefined) return [];
  const wanted = calendar.deadlines.filter(
    d =>
      d.for.what === 'annual-report' ||
      (d.for.what === 'shipment' && reporting.mode === 'through-year+annual'),
  );
  return wanted.flatMap(deadline => {
    const { for: what } = deadline;
    if (what.what === 'other') return [];
    const { date, effective, rule, moved, title, record } = deadlineDay(calendar, deadline);
    const done = isDone(what, year, answer);
    return [
      {
        what: what.what,
        step: what.what === 'annual-report' ? what.step : null,
        report: what.what === 'shipment' ? what.report : 'annual',
        months: what.what === 'shipment' ? what.months : null,
        ...{ year, title, date, effective, rule, moved, calendar: name, record, done },
        daysOver: daysOver(effective, today, done),
      },
    ];
  });
}

type LastAnswer = RequirementView['answer'];

/** The view knows the last answer only: what is due before it was either answered or overtaken by it. */
function isDone(what: Deadline['for'], year: number, answer: LastAnswer): boolean {
  if (answer === undefined || answer.period.year < year) return false;
  if (answer.period.year > year || answer.period.months.length === 12) return true;
  return what.what === 'shipment' && Math.max(...answer.period.months) >= Math.max(...what.months);
}

function answeredOf({ issuer, answer }: RequirementView, calendars: Calendars): Answered | null {
  if (issuer === undefined || answer === undefined) return null;
  const { year, months } = answer.period;
  const name = `${issuer}.${year}`;
  const calendar = calendars(name);
  const deadline = calendar && deadlineFor(calendar, months);
  if (calendar === undefined || deadline === undefined) return null;
  const { effective } = deadlineDay(calendar, deadline);
  return { deadline: deadline.deadline, calendar: name, effective, ...punctual(effective, answer) };
}

const deadlineFor = (calendar: CalendarState, months: readonly number[]): Deadline | undefined =>
  months.length === 12
    ? annualDeadline(calendar, 'administrative')
    : (shipmentOf(calendar, 'tertial', months) ?? shipmentOf(calendar, 'monthly', months));

const punctual = (
  effective: IsoDate,
  { time, recordedAt }: Moment,
): Pick<Answered, 'claimed' | 'recorded'> => ({
  claimed: punctuality(effective, time),
  recorded: punctuality(effective, recordedAt),
});
