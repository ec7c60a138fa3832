import type { QueryOf, readEndpoints } from '../../../../contracts/api';
import { existsOn, groupsOn, namesOn } from '../../../../contracts/states/organisations';
import type { OrganisationView } from '../../../../contracts/views';
import { computedList } from '../computed-list';
import { anyOf, words } from '../filters';
import { nameOf } from '../names';
import { present } from '../present';
import { allOf, type Seen } from '../seen';

type Query = QueryOf<typeof readEndpoints.organisations.query>;

/** An organisation as of a day. */
export interface OrganisationRow extends Pick<
  OrganisationView,
  'organisation' | 'name' | 'kind' | 'revision' | 'seq'
> {
  readonly href: string;
  readonly on: string;
  readonly parent?: string;
  readonly parentName?: string;
  readonly number?: string;
  readonly exists: boolean;
  readonly aliases: readonly string[];
  readonly groups: readonly string[];
  readonly bodies: OrganisationView['bodies'];
  readonly units: OrganisationView['units'];
  readonly merged?: { readonly into: string; readonly from: string };
  readonly retired?: { readonly from: string; readonly reason: string };
}

type OrderWord = 'name' | 'organisation' | 'kind' | 'parent';

/** The register is everybody's to see. */
export const organisations = computedList<OrganisationRow, Query, OrderWord>({
  name: 'organisations',
  all: ({ on, kind, parent, group, existing, q }, seen) => {
    const filters = [...anyOf('kind', kind), ...anyOf('parent', parent), ...words('names', q)];
    const isWanted = (o: OrganisationRow): boolean =>
      (group === undefined || o.groups.some(g => group.includes(g))) &&
      (existing === undefined || o.exists === existing);
    return allOf<OrganisationView, OrganisationRow>(seen, 'organisations', filters, ({ view }) =>
      [organisationRow(view, on ?? seen.today, seen)].filter(isWanted),
    );
  },
  key: o => o.organisation,
  orders: { name: o => o.name, organisation: o => o.organisation, kind: o => o.kind, parent: o => o.parent },
  columns: [
    { name: 'organisation', cell: o => o.organisation },
    { name: 'name', cell: o => o.name },
    { name: 'kind', cell: o => o.kind },
    { name: 'parent', cell: o => o.parent },
    { name: 'number', cell: o => o.number },
    { name: 'on', cell: o => o.on },
    { name: 'exists', cell: o => o.exists },
    { name: 'aliases', cell: o => o.aliases.join(', ') },
    { name: 'groups', cell: o => o.groups.join(', ') },
  ],
});

export function organisationRow(
  view: OrganisationView,
  on: string,
  seen: Pick<Seen, 'register'>,
): OrganisationRow {
  const { organisation, name, kind, parent, number, bodies, units, merged, retired, revision, seq } = view;
  return present({
    href: `/v1/organisations/${organisation}`,
    ...{ organisation, name, kind, on, parent, number },
    parentName: parent === undefined ? undefined : nameOf(seen, parent),
    exists: existsOn(view, on),
    aliases: namesOn(view, on).slice(1),
    groups: groupsOn(view, on),
    ...{ bodies, units },
    merged: merged && { into: merged.into, from: merged.from },
    retired: retired && { from: retired.from, reason: retired.reason },
    ...{ revision, seq },
  });
}
