import type { CalendarView } from '../../contracts/views';
import { toDocument } from '../plain';
import { indexed, type View } from '../view';

/** An organisation's deadlines of a year. Whether a day is late is for the query, which knows what day it is. */
export const calendars: View<'calendar'> = {
  family: 'calendar',
  version: 1,
  collection: { name: 'calendars', indexes: indexed('value', 'organisation', 'year') },
  documents: ({ subject, state, because }, placed) => {
    const [organisation = '', year = ''] = subject.split('.');
    const view: CalendarView = {
      ...placed,
      calendar: subject,
      organisation,
      year: Number(year),
      ...state,
      because,
    };
    return [{ key: subject, document: toDocument(view) }];
  },
};
