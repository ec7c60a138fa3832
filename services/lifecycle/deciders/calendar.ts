import type { CalendarState } from '../../../contracts/states/calendar';
import type { Act, DecisionFacts } from '../facts';
import { firstOf, invalid, refuse, type Verdict } from '../refusals';
import { isRegistered } from './registered';

/** May this be said of an organisation's calendar as it stands? */
export function decideCalendar(state: CalendarState, act: Act<'calendar'>, facts: DecisionFacts): Verdict {
  return firstOf(
    () => isRegistered(facts.register, act.owner),
    () => {
      switch (act.what) {
        case 'deadline-set':
          return state.deadlines.some(d => d.deadline === act.data.deadline)
            ? refuse(
                'lifecycle',
                `Deadline ${act.data.deadline} is set already.`,
                'an id of its own',
                'Move it with no.kravspor.calendar.deadline-moved.v1, so that the reason is kept.',
              )
            : undefined;
        case 'deadline-moved':
          return state.deadlines.some(d => d.deadline === act.data.deadline)
            ? undefined
            : invalid('/data/deadline', 'a deadline of this calendar', act.data.deadline, 'Set it first.');
        case 'template-published':
        case 'weekend-rule-chosen':
        case 'corrected':
          return undefined;
      }
    },
  );
}
