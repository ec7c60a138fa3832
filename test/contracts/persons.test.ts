import { describeCatalogue } from '../../contracts/catalogue/catalogue';
import { PERSON_FIELDS, personsIn } from '../../contracts/persons';
import { ActorId } from '../../contracts/primitives';

type Json = Readonly<Record<string, unknown>>;
const isObject = (u: unknown): u is Json => typeof u === 'object' && u !== null;

/** The names of the fields anywhere in a schema that hold the id of a person or a service. */
function personFields(schema: unknown): readonly string[] {
  if (!isObject(schema)) return [];
  const own = isObject(schema['properties'])
    ? Object.entries(schema['properties']).filter(
        ([, s]) => isObject(s) && s['title'] === ActorId.schema['title'],
      )
    : [];
  return [...own.map(([name]) => name), ...Object.values(schema).flatMap(personFields)];
}

describe('where persons are named', () => {
  it('is known of every field of every event that holds a person’s id', () => {
    const fields = describeCatalogue().flatMap(({ schema }) => personFields(schema));
    expect(new Set(fields).size).toBeGreaterThan(2);
    expect(fields.filter(field => !PERSON_FIELDS.has(field))).toEqual([]);
  });

  it('is found at any depth, and only where an id can be one', () => {
    const value = {
      meta: { actor: 'svc-portal' },
      measures: [{ responsible: 'p-1' }, { responsible: null }],
      responsible: { unit: 'beredskap', person: 'p-2' },
      person: 'Kari Nordmann',
      text: 'p-3',
    };
    expect([...personsIn(value)].sort()).toEqual(['p-1', 'p-2', 'svc-portal']);
  });
});
