import {
  existsOn,
  isAbove,
  organisationOf,
  type OrganisationsState,
} from '../../../contracts/states/organisations';
import type { Act } from '../facts';
import { firstOf, invalid, refuse, type Verdict } from '../refusals';

type OrganisationAct = Act<'organisations'>;

const known = (state: OrganisationsState, id: string, pointer: string): Verdict =>
  organisationOf(state, id) === undefined
    ? invalid(
        pointer,
        'a registered organisation',
        id,
        'Register it first; GET /v1/organisations lists the register.',
      )
    : undefined;

/** A name or alias may be borne by one organisation only, else nobody could tell whom a document means. */
function free(state: OrganisationsState, name: string, bearer: string, pointer: string): Verdict {
  const same = (other: string): boolean => other.toLowerCase() === name.toLowerCase();
  const taken = state.organisations.find(
    o => o.id !== bearer && (same(o.id) || same(o.name) || o.aliases.some(a => same(a.alias))),
  );
  return taken === undefined
    ? undefined
    : refuse(
        'lifecycle',
        `${taken.id} goes by that name.`,
        'a name that no other organisation bears',
        'Choose another alias, or correct the record of the other one.',
        {
          errors: [{ pointer, expected: 'a free name', found: name }],
        },
      );
}

/** May this be said of the register as it stands? */
export function decideOrganisations(state: OrganisationsState, act: OrganisationAct): Verdict {
  const { subject } = act;
  if (act.what === 'registered') {
    const { name, parent } = act.data;
    return firstOf(
      () =>
        organisationOf(state, subject) === undefined
          ? undefined
          : refuse(
              'lifecycle',
              `${subject} is registered already.`,
              'an id that is not taken',
              'Choose another id, or add an alias.',
            ),
      () => free(state, name, subject, '/data/name'),
      () => (parent === undefined ? undefined : known(state, parent, '/data/parent')),
    );
  }
  return firstOf(
    () => known(state, subject, '/subject'),
    () => decideRegistered(state, act),
  );
}

function decideRegistered(state: OrganisationsState, act: OrganisationAct): Verdict {
  switch (act.what) {
    case 'alias-added':
      return free(state, act.data.alias, act.subject, '/data/alias');
    case 'merged':
      return firstOf(
        () => isStanding(state, act.subject),
        () => goesOn(state, act.subject, act.data),
      );
    case 'retired':
      return isStanding(state, act.subject);
    case 'joined-group': {
      const { from, to } = act.data;
      return to === undefined || from <= to
        ? undefined
        : invalid('/data/to', `a date from ${from} on`, to, 'A membership ends after it begins.');
    }
    case 'registered':
    case 'body-registered':
    case 'unit-registered':
    case 'corrected':
      return undefined;
  }
}

/** What is merged away or retired is gone for good; a wrong record of it is corrected. */
function isStanding(state: OrganisationsState, id: string): Verdict {
  const { merged, retired } = organisationOf(state, id) ?? {};
  return merged === undefined && retired === undefined
    ? undefined
    : refuse(
        'lifecycle',
        `${id} is ${merged === undefined ? 'retired' : `merged into ${merged.into}`}.`,
        'an organisation that is neither merged into another nor retired',
        'Correct the record that says so, if it is wrong.',
      );
}

/** The organisation that others are merged into is there on that day, and is not a part of what is merged. */
function goesOn(
  state: OrganisationsState,
  subject: string,
  { into, from }: { readonly into: string; readonly from: string },
): Verdict {
  const successor = organisationOf(state, into);
  const isFit =
    successor !== undefined &&
    existsOn(successor, from) &&
    into !== subject &&
    !isAbove(state, subject, into);
  return isFit
    ? undefined
    : invalid(
        '/data/into',
        `another organisation of the register, there on ${from} and not below ${subject}`,
        into,
        'Name the organisation that goes on; GET /v1/organisations lists the register.',
      );
}
