import type { DataFor } from '../catalogue/catalogue';
import type { ReportKind, ReportStep } from '../events/parts';
import { type Fold, put } from './fold';
import { type Mark, markOf, outranks, type Told } from './told';

type DeadlineSet = DataFor<'calendar', 'deadline-set'>;

export interface Deadline extends DeadlineSet {
  readonly mark: Mark;
  /** Where it was moved: the date first set, and why it moved. */
  readonly moved?: { readonly from: string; readonly reason: string; readonly mark: Mark };
}

export interface CalendarState {
  readonly deadlines: readonly Deadline[];
  readonly templates: readonly (DataFor<'calendar', 'template-published'> & { readonly mark: Mark })[];
  /** Without one, no day is moved, and whoever looks is told that no rule was chosen. */
  readonly weekendRule?: DataFor<'calendar', 'weekend-rule-chosen'> & { readonly mark: Mark };
}

export const calendarFold: Fold<CalendarState> = {
  initial: { deadlines: [], templates: [] },
  evolve: (state, told) => (told.family === 'calendar' ? evolve(state, told) : state),
};

/** The deadline of a step of the annual report. */
export const annualDeadline = ({ deadlines }: CalendarState, step: ReportStep): Deadline | undefined =>
  deadlines.find(d => d.for.what === 'annual-report' && d.for.step === step);

/**
 * The shipment a report of these months goes in: the one that covers them all. June alone goes with June and July where
 * those are shipped together, and is therefore not late before that shipment is.
 */
export const shipmentOf = (
  { deadlines }: CalendarState,
  report: ReportKind,
  months: readonly number[],
): Deadline | undefined =>
  deadlines.find(
    ({ for: f }) => f.what === 'shipment' && f.report === report && months.every(m => f.months.includes(m)),
  );

function evolve(state: CalendarState, told: Told<'calendar'>): CalendarState {
  const mark = markOf(told);
  switch (told.what) {
    case 'deadline-set': {
      const same = (d: Deadline): boolean => d.deadline === told.data.deadline;
      return outranks(mark, state.deadlines.find(same)?.mark)
        ? { ...state, deadlines: put(state.deadlines, { ...told.data, mark }, same) }
        : state;
    }
    case 'deadline-moved': {
      const { deadline, date, reason } = told.data;
      return {
        ...state,
        deadlines: state.deadlines.map(d =>
          d.deadline === deadline
            ? { ...d, date, moved: { from: d.moved?.from ?? d.date, reason, mark } }
            : d,
        ),
      };
    }
    case 'template-published':
      return {
        ...state,
        templates: put(state.templates, { ...told.data, mark }, t => t.template === told.data.template),
      };
    case 'weekend-rule-chosen':
      return { ...state, weekendRule: { ...told.data, mark } };
    case 'corrected':
      return state;
  }
}
