import { object, pattern, type Static, text } from './codec/kit';
import { type Label, label } from './labels';
import { ActorId, OrganisationId } from './primitives';

const Email = pattern('Email', 'an e-mail address', /^[^\s@]{1,64}@[^\s@]{1,190}$/);

/** What the register tells of a person, besides the opaque id that events know it by. */
export const PersonFacts = object({ organisation: OrganisationId, name: text(200) }, { email: Email });
export type PersonFacts = Static<typeof PersonFacts>;

export interface Person extends PersonFacts {
  readonly id: ActorId;
}

/** A person as readers are shown it: by name, or as erased. Whoever is neither is known by the id alone. */
export type ShownPerson = { readonly name: string } | { readonly erased: Label };

/** What stands everywhere in the place of an erased name. */
export const ERASED: Label = label('slettet', 'sletta', 'erased');

/** The fields of events, of their `meta`, and of views, that hold a person's id. */
export const PERSON_FIELDS: ReadonlySet<string> = new Set(['actor', 'person', 'responsible', 'holder']);

/** Every person's id in a value, at any depth. */
export function personsIn(value: unknown, found = new Set<string>()): ReadonlySet<string> {
  if (Array.isArray(value)) for (const item of value) personsIn(item, found);
  else if (typeof value === 'object' && value !== null) {
    for (const [name, part] of Object.entries(value)) {
      if (typeof part === 'object') personsIn(part, found);
      else if (PERSON_FIELDS.has(name) && ActorId.is(part)) found.add(part);
    }
  }
  return found;
}
