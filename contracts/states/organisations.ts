import type { DataFor } from '../catalogue/catalogue';
import { change, type Fold, put } from './fold';
import { type Mark, markOf, type Told } from './told';

type Registered = DataFor<'organisations', 'registered'>;

export interface Organisation {
  readonly id: string;
  readonly name: string;
  readonly kind: Registered['kind'];
  readonly parent?: string;
  readonly number?: string;
  readonly from?: string;
  readonly aliases: readonly { readonly alias: string; readonly from?: string; readonly mark: Mark }[];
  readonly groups: readonly {
    readonly group: string;
    readonly from: string;
    readonly to?: string;
    readonly mark: Mark;
  }[];
  readonly bodies: readonly { readonly body: string; readonly name: string }[];
  readonly units: readonly { readonly unit: string; readonly name: string }[];
  readonly merged?: { readonly into: string; readonly from: string; readonly mark: Mark };
  readonly retired?: { readonly from: string; readonly reason: string; readonly mark: Mark };
  readonly mark: Mark;
}

/** The register: every organisation with its names and groups over time. */
export interface OrganisationsState {
  readonly organisations: readonly Organisation[];
}

export const organisationsFold: Fold<OrganisationsState> = {
  initial: { organisations: [] },
  evolve: (state, told) => (told.family === 'organisations' ? evolve(state, told) : state),
};

export const organisationOf = ({ organisations }: OrganisationsState, id: string): Organisation | undefined =>
  organisations.find(o => o.id === id);

/** Is `superior` above `id` in the register, at any distance? */
export function isAbove(state: OrganisationsState, superior: string, id: string): boolean {
  const seen = new Set<string>();
  for (
    let at = organisationOf(state, id)?.parent;
    at !== undefined && !seen.has(at);
    at = organisationOf(state, at)?.parent
  ) {
    if (at === superior) return true;
    seen.add(at);
  }
  return false;
}

/** Those below `id`, at any distance. */
export const below = (state: OrganisationsState, id: string): readonly Organisation[] =>
  state.organisations.filter(o => isAbove(state, id, o.id));

/** Neither merged away nor retired on that day. */
export const existsOn = ({ from, merged, retired }: Organisation, day: string): boolean =>
  (from === undefined || from <= day) &&
  (merged === undefined || day < merged.from) &&
  (retired === undefined || day < retired.from);

/** Every name the organisation goes by on that day. */
export const namesOn = ({ name, aliases }: Organisation, day: string): readonly string[] => [
  name,
  ...aliases.filter(a => a.from === undefined || a.from <= day).map(a => a.alias),
];

/** The groups it belongs to on that day. */
export const groupsOn = ({ groups }: Organisation, day: string): readonly string[] =>
  groups.filter(g => g.from <= day && (g.to === undefined || day <= g.to)).map(g => g.group);

function evolve(state: OrganisationsState, told: Told<'organisations'>): OrganisationsState {
  const mark = markOf(told);
  const id = told.subject;
  const update = (by: (o: Organisation) => Organisation): OrganisationsState => ({
    organisations: change(state.organisations, o => o.id === id, by),
  });
  switch (told.what) {
    case 'registered': {
      const organisation = { id, ...told.data, aliases: [], groups: [], bodies: [], units: [], mark };
      return { organisations: put(state.organisations, organisation, o => o.id === id) };
    }
    case 'alias-added':
      return update(o => ({
        ...o,
        aliases: put(o.aliases, { ...told.data, mark }, a => a.alias === told.data.alias),
      }));
    case 'joined-group':
      return update(o => ({
        ...o,
        groups: put(o.groups, { ...told.data, mark }, g => g.group === told.data.group),
      }));
    case 'merged':
      return update(o => ({ ...o, merged: { into: told.data.into, from: told.data.from, mark } }));
    case 'retired':
      return update(o => ({ ...o, retired: { ...told.data, mark } }));
    case 'body-registered':
      return update(o => ({ ...o, bodies: put(o.bodies, told.data, b => b.body === told.data.body) }));
    case 'unit-registered':
      return update(o => ({ ...o, units: put(o.units, told.data, u => u.unit === told.data.unit) }));
    case 'corrected':
      return state;
  }
}
