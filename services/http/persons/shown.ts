import { isLeft } from 'fp-ts/Either';
import { ERASED, personsIn, type ShownPerson } from '../../../contracts/persons';
import type { Reader } from '../read/reader';
import type { Service } from '../service';

/** Persons as a reader is shown them, by id. */
export type ShownPersons = ReadonlyMap<string, ShownPerson>;

interface Looking {
  readonly service: Pick<Service, 'door' | 'persons' | 'logger'>;
  readonly reader: Pick<Reader, 'sees'>;
}

/**
 * The persons in what is about to be shown: those this reader may see by name, and those that were erased. What the log
 * says counts from its record on, whether the register has been told yet or not. Where the register cannot be read, ids
 * stand for names.
 */
export async function shownPersons(value: unknown, { service, reader }: Looking): Promise<ShownPersons> {
  const ids = [...personsIn(value)];
  const shown = new Map<string, ShownPerson>();
  if (ids.length === 0) return shown;
  const { erasedPersons } = (await service.door.read('log', 'log')).state;
  const erased = new Set(erasedPersons.map(e => e.id));
  const known = await service.persons.get(ids.filter(id => !erased.has(id)))();
  if (isLeft(known)) service.logger.error({ problem: known.left }, 'the register of persons cannot be read');
  for (const id of ids) {
    const person = isLeft(known) ? undefined : known.right.get(id);
    if (erased.has(id)) shown.set(id, { erased: ERASED });
    else if (person !== undefined && reader.sees(person.organisation)) shown.set(id, { name: person.name });
  }
  return shown;
}

/** For the JSON form of what is shown: beside the ids in it, who they are. */
export const asJson = (
  persons: ShownPersons,
): { readonly persons?: Readonly<Record<string, ShownPerson>> } =>
  persons.size === 0 ? {} : { persons: Object.fromEntries(persons) };

/** What names persons may not be kept by caches: a name in them would outlive its erasure. */
export const uncached = (persons: ShownPersons): { readonly 'Cache-Control'?: string } =>
  persons.size === 0 ? {} : { 'Cache-Control': 'no-store' };
