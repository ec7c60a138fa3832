import type { QueryOf, readEndpoints } from '../../../../contracts/api';
import type { ReportRow } from '../../../../contracts/api/rows';
import type { ReportView } from '../../../../contracts/views';
import { anyOf, equal } from '../filters';
import { nameOf } from '../names';
import { present } from '../present';
import type { Seen } from '../seen';
import { storedList } from '../stored-list';

type Query = QueryOf<typeof readEndpoints.reports.query>;

type OrderWord = 'organisation' | 'kind' | 'year' | 'stage' | 'seq';

export const reports = storedList<ReportView, ReportRow, Query, OrderWord>({
  name: 'reports',
  collection: 'reports',
  filters: (query, { reader }) => [
    ...reader.only('organisation'),
    ...anyOf('organisation', query.organisation),
    ...equal('year', query.year),
    ...anyOf('kind', query.kind),
    ...anyOf('stage', query.stage),
  ],
  orders: { organisation: 'organisation', kind: 'kind', year: 'year', stage: 'stage', seq: 'seq' },
  rows: (found, seen) => Promise.resolve(found.map(({ view }) => rowOf(view, seen))),
  columns: [
    { name: 'report', cell: r => r.report },
    { name: 'title', cell: r => r.title },
    { name: 'organisation', cell: r => r.organisation },
    { name: 'organisation_name', cell: r => r.organisationName },
    { name: 'kind', cell: r => r.kind },
    { name: 'year', cell: r => r.year },
    { name: 'stage', cell: r => r.stage },
    { name: 'submissions', cell: r => r.submissions.length },
    { name: 'last_submitted', cell: r => r.submissions.at(-1)?.time },
    { name: 'last_submitted_recorded', cell: r => r.submissions.at(-1)?.recordedAt },
  ],
});

function rowOf(view: ReportView, seen: Seen): ReportRow {
  const { report, organisation, kind, year, number, stage, title, revision, seq } = view;
  return present({
    href: `/v1/reports/${report}`,
    ...{
      report,
      title,
      organisation,
      organisationName: nameOf(seen, organisation),
      kind,
      year,
      number,
      stage,
    },
    submissions: view.submissions.map(({ step, basis, digest, mark, returned }) => ({
      ...{ step, basis, digest, time: mark.time, recordedAt: mark.recordedAt, record: mark.record },
      returned: returned !== undefined,
    })),
    ...{ revision, seq },
  });
}
