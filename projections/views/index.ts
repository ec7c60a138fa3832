import type { SharedView, ViewsByFamily } from '../view';
import { calendars } from './calendars';
import { common } from './common';
import { deviations } from './deviations';
import { documents } from './documents';
import { followUps } from './follow-ups';
import { organisations } from './organisations';
import { reports } from './reports';
import { requirements } from './requirements';

/** All views there are, and how each stream family feeds them. */
export interface Views {
  readonly own: ViewsByFamily;
  readonly shared: readonly SharedView[];
}

export const views: Views = {
  own: {
    organisations: [organisations],
    document: [documents],
    requirement: [requirements, deviations],
    report: [reports],
    calendar: [calendars],
  },
  shared: [common, followUps],
};
