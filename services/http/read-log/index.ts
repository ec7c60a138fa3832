import { isLeft, left, right } from 'fp-ts/Either';
import type { QueryOf, readLogEndpoints } from '../../../contracts/api';
import { addDays, endOfDayInOslo } from '../../../contracts/calendar';
import type { Problem } from '../../../contracts/problems';
import type { NumberedRead, ReadFilter } from '../../read-log';
import type { Handlers } from '../handler';
import { listHandler, type ListSpec } from '../read/list';
import { keysetOf } from './keyset';

type Query = QueryOf<typeof readLogEndpoints.reads.query>;

/** Who has read what, the newest first. */
const reads: ListSpec<Query, NumberedRead> = {
  name: 'reads',
  withPersons: true,
  open: async ({ cursor: _, limit: __, format: ___, order, ...query }, { service }) => {
    // What was read until now is to be in it.
    await service.reads.flush();
    const { cursorOf, placeIn } = keysetOf({ order: order ?? '-at', ...query });
    const filter = filterOf(query);
    const oldestFirst = order === 'at';
    return right(async (limit, cursor) => {
      const place = cursor === undefined ? undefined : placeIn(cursor);
      if (place !== undefined && isLeft(place)) return place;
      const after = place === undefined ? {} : { after: Number(place.right) };
      const order = oldestFirst ? 'oldest-first' : 'newest-first';
      const page = await service.readLog.list({ ...filter, ...after, order, limit: limit + 1 })();
      if (isLeft(page)) return left(UNAVAILABLE);
      const items = page.right.items.slice(0, limit);
      const last = items.at(-1);
      const more = page.right.items.length > limit && last !== undefined;
      const next = more ? { next: cursorOf(String(last.number)) } : {};
      return right({ items, total: page.right.total, ...next });
    });
  },
  columns: [
    { name: 'number', cell: r => r.number },
    { name: 'at', cell: r => r.at },
    { name: 'actor', cell: r => r.actor },
    { name: 'organisation', cell: r => r.organisation },
    { name: 'credential', cell: r => r.credential },
    { name: 'kind', cell: r => r.kind },
    { name: 'method', cell: r => r.method },
    { name: 'address', cell: r => r.address },
    { name: 'thing', cell: r => r.thing },
    { name: 'status', cell: r => r.status },
    { name: 'media_type', cell: r => r.mediaType },
  ],
};

function filterOf({ from, to, ...filter }: Omit<Query, 'order' | 'limit' | 'cursor' | 'format'>): ReadFilter {
  return {
    ...filter,
    ...(from === undefined ? {} : { from: endOfDayInOslo(addDays(from, -1)) }),
    ...(to === undefined ? {} : { before: endOfDayInOslo(to) }),
  };
}

const UNAVAILABLE: Problem = {
  problem: 'unavailable',
  detail: 'The log of reads cannot be read now.',
  advice: 'Try again in a moment.',
};

export const readLogHandlers: Handlers<typeof readLogEndpoints> = { reads: listHandler(reads) };
