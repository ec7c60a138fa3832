import type { QueryOf, readEndpoints } from '../../../../contracts/api';
import { ownerOf } from '../../../../contracts/subjects';
import type { FollowUpsView, ParkedView } from '../../../../contracts/views';
import { anyOf, equal } from '../filters';
import { computedList } from '../computed-list';
import { allOf, type Seen } from '../seen';
import { storedList } from '../stored-list';

export interface FollowUpsRow extends FollowUpsView {
  readonly href: string;
}

export const followUps = storedList<
  FollowUpsView,
  FollowUpsRow,
  QueryOf<typeof readEndpoints.followUps.query>,
  'seq'
>({
  name: 'follow-ups',
  collection: 'follow-ups',
  filters: (query, { reader }) => [
    ...reader.only('organisation'),
    ...equal('open', query.open),
    ...anyOf('stream', query.stream),
    ...anyOf('organisation', query.organisation),
  ],
  orders: { seq: 'seq' },
  rows: found => Promise.resolve(found.map(({ view }) => ({ href: `/v1/follow-ups/${view.act}`, ...view }))),
  columns: [
    { name: 'act', cell: f => f.act },
    { name: 'open', cell: f => f.open },
    { name: 'type', cell: f => f.type },
    { name: 'stream', cell: f => f.stream },
    { name: 'organisation', cell: f => f.organisation },
    { name: 'time', cell: f => f.time },
    { name: 'completed', cell: f => f.completed?.recordedAt },
    { name: 'total', cell: f => f.completed?.total },
    { name: 'declined', cell: f => f.completed?.declined },
  ],
});

/** Streams of single things of nobody's are for those who see the whole log. */
export const parked = computedList<ParkedView, QueryOf<typeof readEndpoints.parked.query>, 'seq'>({
  name: 'parked',
  all: (_query, seen) =>
    allOf<ParkedView, ParkedView>(seen, 'parked', [], ({ view }) => (maySee(view, seen) ? [view] : [])),
  key: p => p.stream,
  orders: { seq: p => p.seq },
  columns: [
    { name: 'stream', cell: p => p.stream },
    { name: 'revision', cell: p => p.revision },
    { name: 'seq', cell: p => p.seq },
    { name: 'type', cell: p => p.type },
    { name: 'why', cell: p => p.why },
    { name: 'waiting', cell: p => p.waiting },
    { name: 'record', cell: p => p.record },
  ],
});

function maySee({ stream }: ParkedView, { reader }: Pick<Seen, 'reader'>): boolean {
  const owner = ownerOf(stream);
  return reader.whole || (owner !== undefined && reader.sees(owner));
}
