import type { Family } from '../catalogue/define';
import { type AccessState, accessFold } from './access';
import { type CalendarState, calendarFold } from './calendar';
import { type DocumentState, documentFold } from './document';
import type { Fold } from './fold';
import { type FollowUpsState, followUpsFold } from './follow-ups';
import { type LogState, logFold } from './log';
import { type OrganisationsState, organisationsFold } from './organisations';
import { type ReportState, reportFold } from './report';
import { type RequirementState, requirementFold } from './requirement';

export interface StateOf {
  readonly log: LogState;
  readonly organisations: OrganisationsState;
  readonly access: AccessState;
  readonly document: DocumentState;
  readonly requirement: RequirementState;
  readonly report: ReportState;
  readonly calendar: CalendarState;
  readonly 'follow-ups': FollowUpsState;
}

/** The fold of each family. Deciders, views, reports and replay all stand on these. */
export const folds: { readonly [F in Family]: Fold<StateOf[F]> } = {
  log: logFold,
  organisations: organisationsFold,
  access: accessFold,
  document: documentFold,
  requirement: requirementFold,
  report: reportFold,
  calendar: calendarFold,
  'follow-ups': followUpsFold,
};
