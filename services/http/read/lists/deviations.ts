import type { QueryOf, readEndpoints } from '../../../../contracts/api';
import type { DeviationRow } from '../../../../contracts/api/rows';
import type { DeviationView } from '../../../../contracts/views';
import { anyOf, between, equal, words } from '../filters';
import { nameOf } from '../names';
import type { Seen } from '../seen';
import { storedList } from '../stored-list';

type Query = QueryOf<typeof readEndpoints.deviations.query>;

type OrderWord = 'organisation' | 'due' | 'accepted-until' | 'seq';

export const deviations = storedList<DeviationView, DeviationRow, Query, OrderWord>({
  name: 'deviations',
  withPersons: true,
  collection: 'deviations',
  filters: (query, { reader }) => [
    ...reader.only('organisation'),
    ...anyOf('organisation', query.organisation),
    ...anyOf('issuer', query.issuer),
    ...anyOf('requirement', query.requirement),
    ...equal('years', query.year),
    ...equal('open', query.open),
    ...equal('essential', query.essential),
    ...anyOf('about', query.about),
    ...anyOf('lacks', query.lacks),
    ...between('nextDue', query['due-from'], query['due-to']),
    ...words('description', query.q),
  ],
  orders: { organisation: 'organisation', due: 'nextDue', 'accepted-until': 'accepted.until', seq: 'seq' },
  rows: (found, seen) => Promise.resolve(found.map(({ view }) => deviationRow(view, seen))),
  columns: [
    { name: 'requirement', cell: d => d.requirement },
    { name: 'deviation', cell: d => d.deviation },
    { name: 'organisation', cell: d => d.organisation },
    { name: 'organisation_name', cell: d => d.organisationName },
    { name: 'open', cell: d => d.open },
    { name: 'essential', cell: d => d.essential },
    { name: 'about', cell: d => d.about },
    { name: 'description', cell: d => d.description },
    { name: 'cause', cell: d => d.cause },
    { name: 'lacks', cell: d => d.lacks.join(', ') },
    { name: 'measures', cell: d => d.measures.map(m => `${m.measure} (${m.stage}): ${m.text}`).join('\n') },
    { name: 'next_due', cell: d => d.nextDue },
    { name: 'overdue', cell: d => d.overdue },
    { name: 'effective', cell: d => d.effect?.effective },
    { name: 'accepted_until', cell: d => d.accepted?.until },
    { name: 'acceptance_expired', cell: d => d.acceptanceExpired },
    { name: 'raised', cell: d => d.raised?.time },
    { name: 'raised_recorded', cell: d => d.raised?.recordedAt },
    { name: 'closed', cell: d => d.closed?.time },
  ],
});

export function deviationRow(view: DeviationView, seen: Pick<Seen, 'register' | 'today'>): DeviationRow {
  const { because: _, stream: __, first: ___, last: ____, ...shown } = view;
  const { requirement, deviation, organisation, open, accepted, nextDue } = view;
  return {
    href: `/v1/deviations/${requirement}/${deviation}`,
    ...shown,
    organisationName: nameOf(seen, organisation),
    acceptanceExpired: open && accepted !== undefined && accepted.until < seen.today,
    overdue: open && nextDue !== undefined && nextDue < seen.today,
  };
}
