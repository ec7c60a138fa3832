import type { Organisation } from '../../contracts/states/organisations';
import type { OrganisationView, Placed } from '../../contracts/views';
import { toDocument } from '../plain';
import { indexed, type View } from '../view';

/** The register, a document for each organisation. */
export const organisations: View<'organisations'> = {
  family: 'organisations',
  version: 1,
  collection: {
    name: 'organisations',
    indexes: [
      ...indexed('value', 'kind', 'parent', 'number', 'standing', 'merged.into'),
      ...indexed('sorted-text', 'name'),
      ...indexed('values', 'groups.group', 'names'),
      ...indexed('words', 'names'),
    ],
    sorts: [['kind', 'name']],
  },
  documents: ({ state }, placed) =>
    state.organisations.map(o => ({ key: o.id, document: toDocument(organisationView(o, placed)) })),
};

function organisationView(organisation: Organisation, { seq, revision }: Placed): OrganisationView {
  const { id, name, aliases, merged, retired } = organisation;
  return {
    organisation: id,
    ...organisation,
    standing: merged === undefined && retired === undefined,
    names: [...new Set([name, ...aliases.map(a => a.alias)])],
    seq,
    revision,
  };
}
