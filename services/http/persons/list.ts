import { isLeft, left, right } from 'fp-ts/Either';
import type { personEndpoints, QueryOf } from '../../../contracts/api';
import type { Person } from '../../../contracts/persons';
import { listHandler, type ListSpec } from '../read/list';
import { nameOf } from '../read/names';
import { keysetOf } from '../read-log/keyset';
import type { Handler } from '../handler';
import { UNREADABLE } from './problems';

type Row = (typeof personEndpoints)['persons'];
type Query = QueryOf<Row['query']>;

interface PersonRow extends Person {
  readonly href: string;
  readonly organisationName: string;
}

/** Persons of the organisations the reader may see, in the order of their ids. */
const persons: ListSpec<Query, PersonRow> = {
  name: 'persons',
  open: async ({ organisation }, seen) => {
    const { service, reader, register } = seen;
    const { cursorOf, placeIn } = keysetOf({ name: 'persons', organisation: organisation ?? null });
    const wanted = organisation ?? register.organisations.map(o => o.id);
    const among =
      organisation === undefined && reader.whole ? {} : { organisations: wanted.filter(reader.sees) };
    const { erasedPersons } = (await service.door.read('log', 'log')).state;
    const erased = new Set(erasedPersons.map(e => e.id));
    return right(async (limit, cursor) => {
      const place = cursor === undefined ? undefined : placeIn(cursor);
      if (place !== undefined && isLeft(place)) return place;
      const after = place === undefined ? {} : { after: place.right };
      const page = await service.persons.list({ ...among, ...after, limit: limit + 1 })();
      if (isLeft(page)) return left(UNREADABLE);
      const found = page.right.items.slice(0, limit);
      const last = found.at(-1);
      const more = page.right.items.length > limit && last !== undefined;
      const items = found
        .filter(p => !erased.has(p.id))
        .map(p => ({ href: `/v1/persons/${p.id}`, ...p, organisationName: nameOf(seen, p.organisation) }));
      return right({ items, total: page.right.total, ...(more ? { next: cursorOf(last.id) } : {}) });
    });
  },
  columns: [
    { name: 'id', cell: p => p.id },
    { name: 'organisation', cell: p => p.organisation },
    { name: 'organisation_name', cell: p => p.organisationName },
    { name: 'name', cell: p => p.name },
    { name: 'email', cell: p => p.email },
  ],
};

const answer = listHandler(persons);

export const personsAnswer: Handler<Row> = async asked => {
  const listed = await answer(asked);
  if (isLeft(listed)) return listed;
  const headers = { ...listed.right.headers, 'Cache-Control': 'no-store' };
  return right({ ...listed.right, headers });
};
