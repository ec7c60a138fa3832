import { isLeft, left, right } from 'fp-ts/Either';
import { personEndpoints } from '../../../contracts/api';
import { type Person, PersonFacts } from '../../../contracts/persons';
import { ActorId, Sha256 } from '../../../contracts/primitives';
import type { Problem } from '../../../contracts/problems';
import type { Erased } from '../../../contracts/states/log';
import { organisationOf } from '../../../contracts/states/organisations';
import type { Principal } from '../../lifecycle';
import { type Answer, type Handlers, jsonAnswer } from '../handler';
import { type Reader, readerOf } from '../read/reader';
import { unknownThing } from '../read/problems';
import type { Service } from '../service';
import { readJson } from './body';
import { eraseAnswer } from './erase';
import { personsAnswer } from './list';
import { erasedProblem, NO_ORIGINALS, notFilled, UNREADABLE } from './problems';

export const personHandlers: Handlers<typeof personEndpoints> = {
  persons: personsAnswer,
  person: async ({ service, principal, parts }) => {
    const { id } = parts;
    const erased = await erasureOf(service, id);
    if (erased !== undefined) return left(erasedProblem('The person', erased));
    const known = await service.persons.get([id])();
    if (isLeft(known)) return left(UNREADABLE);
    const person = known.right.get(id);
    const { reader } = await readerFor(service, principal);
    if (person === undefined || !reader.sees(person.organisation)) return left(unknownThing(`person ${id}`));
    return right(shown(person, principal));
  },
  putPerson: async ({ service, principal, parts, request, response }) => {
    const { id } = parts;
    if (!ActorId.is(id)) return left(NO_ID);
    const facts = await readJson(PersonFacts, request, response);
    if (isLeft(facts)) return facts;
    const { register, reader } = await readerFor(service, principal);
    const { organisation } = facts.right;
    if (organisationOf(register, organisation) === undefined || !reader.sees(organisation))
      return left(unknownThing(`organisation ${organisation}`));
    const before = await service.persons.get([id])();
    if (isLeft(before)) return left(UNREADABLE);
    const owner = before.right.get(id)?.organisation;
    if (owner !== undefined && !reader.sees(owner)) return left(unknownThing(`person ${id}`));
    const erased = await erasureOf(service, id);
    if (erased !== undefined) return left(erasedProblem('The person', erased));
    const person = { id, ...facts.right };
    const put = await service.persons.put(person)();
    if (isLeft(put)) return left(notFilled(put.left, await erasureOf(service, id)));
    return right({ ...shown(person, principal), status: put.right === 'added' ? 201 : 200 });
  },
  erasePerson: async asked => {
    const { id } = asked.parts;
    if (!ActorId.is(id)) return left(NO_ID);
    const known = await asked.service.persons.get([id])();
    const organisation = isLeft(known) ? undefined : known.right.get(id)?.organisation;
    return eraseAnswer(asked, { what: 'person-erased', id }, organisation);
  },
  eraseOriginal: async asked => {
    const { service, parts } = asked;
    const { sha256 } = parts;
    if (!Sha256.is(sha256)) return left(unknownThing('original'));
    const { erasedOriginals } = (await service.door.read('log', 'log')).state;
    const kept = await service.content.has(sha256)();
    const isErased = erasedOriginals.some(e => e.id === sha256);
    if (isLeft(kept) && !isErased) return left(NO_ORIGINALS);
    return isErased || (!isLeft(kept) && kept.right)
      ? eraseAnswer(asked, { what: 'original-erased', id: sha256 }, undefined)
      : left(unknownThing(`original ${sha256}`));
  },
};

/** The e-mail address is for those who may see the register. */
function shown({ email, ...person }: Person, { roles }: Principal): Answer {
  const mayList = personEndpoints.persons.roles?.some(role => roles.includes(role)) ?? false;
  const value = {
    href: `/v1/persons/${person.id}`,
    ...person,
    ...(mayList && email !== undefined ? { email } : {}),
  };
  return jsonAnswer(value, { headers: { 'Cache-Control': 'no-store' } });
}

async function erasureOf({ door }: Service, id: string): Promise<Erased | undefined> {
  return (await door.read('log', 'log')).state.erasedPersons.find(e => e.id === id);
}

async function readerFor({ door }: Service, principal: Principal) {
  const register = (await door.read('organisations', 'organisations')).state;
  const reader: Reader = readerOf(principal, register);
  return { register, reader };
}

const NO_ID: Problem = {
  problem: 'bad-request',
  detail: 'This cannot be the id of a person.',
  expected: ActorId.name,
  advice: 'Use the opaque id that events know the person by.',
};
