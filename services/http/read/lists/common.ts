import type { QueryOf, readEndpoints } from '../../../../contracts/api';
import type { CommonRow } from '../../../../contracts/api/rows';
import { type Joint, jointStatus } from '../../../../contracts/states/joint-status';
import { type LogState, stepOf } from '../../../../contracts/states/log';
import type { CommonPart, CommonView } from '../../../../contracts/views';
import { anyOf, equal, words } from '../filters';
import { nameOf } from '../names';
import type { Seen } from '../seen';
import { storedList } from '../stored-list';

type Query = QueryOf<typeof readEndpoints.commonTexts.query>;

export const commonTexts = storedList<CommonView, CommonRow, Query, 'issuer' | 'kind' | 'year' | 'seq'>({
  name: 'common',
  collection: 'common',
  filters: (query, { reader }) => [
    ...reader.onlyAggregated('parts.organisation'),
    ...anyOf('parts.organisation', query.organisation),
    ...anyOf('issuer', query.issuer),
    ...equal('years', query.year),
    ...anyOf('kind', query.kind),
    ...words('text', query.q),
  ],
  orders: { issuer: 'issuer', kind: 'kind', year: 'year', seq: 'seq' },
  rows: (found, seen) => Promise.resolve(found.map(({ view }) => commonRow(view, seen))),
  columns: [
    { name: 'key', cell: c => c.key },
    { name: 'issuer', cell: c => c.issuer },
    { name: 'kind', cell: c => c.kind },
    { name: 'year', cell: c => c.year },
    { name: 'text', cell: c => c.text },
    { name: 'same_text', cell: c => c.sameText },
    { name: 'joint_status', cell: c => c.joint },
    { name: 'addressees', cell: c => c.addressees },
    { name: 'parts', cell: c => c.parts.map(p => `${p.organisation}: ${p.joint ?? p.stage}`).join(', ') },
  ],
});

/** Is anything of it this reader's to see? */
export const maySeeCommon = ({ parts }: CommonView, { reader }: Pick<Seen, 'reader'>): boolean =>
  reader.whole || parts.some(p => reader.aggregates(p.organisation));

export function commonRow(view: CommonView, seen: Pick<Seen, 'reader' | 'register' | 'log'>): CommonRow {
  const { reader, log } = seen;
  const summed = view.parts.filter(p => reader.whole || reader.aggregates(p.organisation));
  const readable = summed.filter(p => reader.whole || reader.sees(p.organisation));
  return {
    ...view,
    href: `/v1/common/${view.key}`,
    joint: jointStatus(summed.flatMap(part => jointOf(part, log) ?? [])) ?? null,
    addressees: summed.length,
    parts: readable.map(part => ({
      ...part,
      href: `/v1/requirements/${part.requirement}`,
      organisationName: nameOf(seen, part.organisation),
      joint: jointOf(part, log) ?? null,
    })),
  };
}

/** A part without an answer counts as missing where one is due, and else not at all. */
function jointOf({ status, stage, reporting }: CommonPart, log: LogState): Joint | undefined {
  if (status !== undefined) return stepOf(log, status)?.judgement ?? 'not-judged';
  const isDue = reporting === 'annual' || reporting === 'through-year+annual';
  return isDue && stage !== 'withdrawn' && stage !== 'superseded' ? 'missing' : undefined;
}
