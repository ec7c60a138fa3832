import { lastOf, type ReportState, standing } from '../../contracts/states/report';
import type { ReportStage, ReportView } from '../../contracts/views';
import { toDocument } from '../plain';
import { indexed, type View } from '../view';

/** Each report with its frozen versions. */
export const reports: View<'report'> = {
  family: 'report',
  version: 1,
  collection: {
    name: 'reports',
    indexes: indexed('value', 'organisation', 'kind', 'year', 'stage', 'seq'),
    sorts: [
      ['organisation', 'year'],
      ['organisation', 'seq'],
    ],
  },
  documents: ({ subject, state, because }, placed) => {
    const [organisation = '', kind = '', year = '', number = ''] = subject.split('.');
    const title = state.opened?.title;
    const view: ReportView = {
      ...placed,
      report: subject,
      organisation,
      kind,
      year: Number(year),
      number: Number(number),
      stage: stageOf(state),
      ...(title === undefined ? {} : { title }),
      ...state,
      because,
    };
    return [{ key: subject, document: toDocument(view) }];
  },
};

function stageOf(state: ReportState): ReportStage {
  if (state.sealed !== undefined) return 'sealed';
  if (standing(state, 'board') !== undefined) return 'board';
  if (state.submissions.at(-1)?.returned !== undefined) return 'returned';
  if (standing(state, 'administrative') !== undefined) return 'administrative';
  if (lastOf(state, 'administrative') !== undefined) return 'returned';
  return state.opened === undefined ? 'unknown' : 'opened';
}
