import { type Either, left, right } from 'fp-ts/Either';
import type { TaskEither } from 'fp-ts/TaskEither';
import type { Collection } from 'mongodb';
import { PersonFacts, type Person } from '../../../contracts/persons';
import { ActorId } from '../../../contracts/primitives';
import { messageOf } from '../../../contracts/thrown';
import { failureOf, type MongoConnection, type MongoProblem, OURS } from '../../mongodb';
import { inserted } from '../../mongodb/inserted';
import { openOn } from '../../mongodb/open-on';
import type { PersonQuery, PersonRegister, RegisterError } from './port';

/** One document an id, changed in one step: a person, or that there was one. The latter is never changed again. */
interface Row {
  readonly _id: string;
  readonly erased: boolean;
  readonly organisation?: string;
  readonly name?: string;
  readonly email?: string;
}

/** Ids asked for in one go. */
const AT_ONCE = 1_000;

/** The register in a MongoDB database, for many processes at once and without transactions. */
export const openMongoRegister = (uri: string): TaskEither<MongoProblem, PersonRegister> =>
  openOn(uri, async (connection: MongoConnection) => {
    const rows: Collection<Row> = connection.db.collection(`${OURS}persons`);
    await rows.createIndex({ erased: 1, organisation: 1, _id: 1 });
    return { ...registerOver(rows), close: () => connection.close() };
  });

function registerOver(rows: Collection<Row>): Omit<PersonRegister, 'close'> {
  async function put({ id, ...facts }: Person): Promise<Either<RegisterError, 'added' | 'changed'>> {
    const row = { erased: false, ...facts };
    if (await inserted(() => rows.insertOne({ _id: id, ...row }))) return right('added');
    // An id that is there stays there, as a person or as erased.
    const changed = await rows.replaceOne({ _id: id, erased: false }, row);
    return changed.matchedCount === 1 ? right('changed') : left({ kind: 'erased' });
  }

  async function get(ids: readonly string[]): Promise<ReadonlyMap<string, Person>> {
    const found = new Map<string, Person>();
    for (const some of inParts(ids))
      for (const row of await rows.find({ _id: { $in: some }, erased: false }).toArray()) {
        const person = personOf(row);
        found.set(person.id, person);
      }
    return found;
  }

  async function list({ organisations, after, limit }: PersonQuery) {
    const among = {
      erased: false,
      ...(organisations === undefined ? {} : { organisation: { $in: [...organisations] } }),
    };
    const behind = after === undefined ? among : { ...among, _id: { $gt: after } };
    const page = await rows.find(behind).sort({ _id: 1 }).limit(limit).toArray();
    return { items: page.map(personOf), total: await rows.countDocuments(among) };
  }

  async function erase(ids: readonly string[]): Promise<number> {
    let known = 0;
    for (const some of inParts(ids)) {
      // Nothing is written where all is done already: this is asked at every start, of all that were ever erased.
      const done = await rows.find({ _id: { $in: some }, erased: true }).toArray();
      const buried = new Set(done.map(row => row._id));
      for (const id of some) if (!buried.has(id)) known += await bury(id);
    }
    return known;
  }

  /** Puts the mark in the place of the person, or of nothing; gives how many persons it was. */
  async function bury(id: string): Promise<number> {
    const mark = { erased: true };
    if (await inserted(() => rows.insertOne({ _id: id, ...mark }))) return 0;
    return (await rows.replaceOne({ _id: id, erased: false }, mark)).matchedCount;
  }

  return {
    put: person => attempting(() => put(person)),
    get: ids => attempting(async () => right(await get(ids))),
    list: query => attempting(async () => right(await list(query))),
    erase: ids => attempting(async () => right(await erase(ids))),
  };
}

function personOf({ _id: id, organisation, name, email }: Row): Person {
  const facts = { organisation, name, ...(email === undefined ? {} : { email }) };
  if (!ActorId.is(id) || !PersonFacts.is(facts))
    throw new Error('a document of the register has another shape than it should');
  return { id, ...facts };
}

const inParts = (ids: readonly string[]): readonly string[][] =>
  Array.from({ length: Math.ceil(ids.length / AT_ONCE) }, (_, i) =>
    ids.slice(i * AT_ONCE, (i + 1) * AT_ONCE),
  );

const attempting =
  <A>(work: () => Promise<Either<RegisterError, A>>): TaskEither<RegisterError, A> =>
  () =>
    work().catch((error: unknown) =>
      left({ kind: failureOf(error) === 'no-space' ? 'no-space' : 'unavailable', detail: messageOf(error) }),
    );
