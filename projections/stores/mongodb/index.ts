import * as TE from 'fp-ts/TaskEither';
import { withoutPassword } from '../../../contracts/addresses';
import { connectMongo, OURS, PATIENCE, type MongoPatience } from '../../../services/mongodb';
import { inserted } from '../../../services/mongodb/inserted';
import { refused } from '../failing';
import { StoreFailure, type StoreError, type ViewStore } from '../port';
import { attempting, damaged, foreign } from './failures';
import { FORMAT, REGISTER, tokenIn } from './names';
import { dropCollection, registerOf, type Place } from './place';
import { mongoViewStore } from './store';

/** How long is waited, in milliseconds; `answer` bounds a single read as well. */
export type MongoViewStoreOptions = Partial<MongoPatience>;

/**
 * Opens the view store in the database that a URI names, making it where it is not there yet. It may be opened by any
 * number of processes. The connection heals by itself: what failed as `unavailable` may succeed later.
 */
export const openMongoViewStore = (
  uri: string,
  options: MongoViewStoreOptions = {},
): TE.TaskEither<StoreError, ViewStore> =>
  withPlace(uri, options, async place => {
    await makeHome(place);
    return mongoViewStore(place);
  });

/**
 * Removes the views' collections from the database, and nothing else. A database of something else is left alone
 * (`foreign`).
 */
export const discardMongoViewStore = (
  uri: string,
  options: MongoViewStoreOptions = {},
): TE.TaskEither<StoreError, void> =>
  withPlace(uri, options, async place => {
    const names = await collectionsIn(place);
    refuseOthers(place, names);
    // The register last: without it, what is left over would not be known as ours.
    for (const name of names.filter(each => tokenIn(each) !== undefined)) await dropCollection(place, name);
    await dropCollection(place, REGISTER);
    await place.connection.close();
  });

function withPlace<A>(
  uri: string,
  options: MongoViewStoreOptions,
  work: (place: Place) => Promise<A>,
): TE.TaskEither<StoreError, A> {
  const shown = withoutPassword(uri);
  const patience = { ...PATIENCE, ...options };
  return TE.chain((connection: Place['connection']) =>
    attempting(shown, async () => {
      try {
        return await work({ connection, shown, readMs: Math.floor(patience.answer * 0.8) });
      } catch (error) {
        await connection.close();
        throw error;
      }
    }),
  )(connectMongo(uri, patience));
}

/** Nothing is written to a database before it is known to be empty, ours, or of another part of this program. */
async function makeHome(place: Place): Promise<void> {
  const register = registerOf(place);
  const entry = await register.findOne({ _id: 'store' }, { maxTimeMS: place.readMs });
  if (entry === null) {
    refuseOthers(place, await collectionsIn(place));
    await inserted(() => register.insertOne({ _id: 'store', format: FORMAT }));
    return;
  }
  const { format = 0 } = entry;
  // Damaged views are built anew; those of a newer program, which may be at work beside this one, are not.
  if (format > FORMAT)
    throw refused(
      `the views at ${place.shown} were made by a newer version of this program (format ${format}, here ${FORMAT}): ` +
        'upgrade this one, or name another database for its views',
    );
  if (format < FORMAT)
    throw new StoreFailure(damaged(place.shown, `its format is ${format}, this program's is ${FORMAT}`));
}

function refuseOthers({ shown }: Place, names: readonly string[]): void {
  if (names.includes(REGISTER)) return;
  const stranger = names.find(name => !name.startsWith(OURS) && !name.startsWith('system.'));
  if (stranger !== undefined) throw new StoreFailure(foreign(shown, stranger));
}

async function collectionsIn({ connection }: Place): Promise<readonly string[]> {
  const found = await connection.db.listCollections({}, { nameOnly: true }).toArray();
  return found.map(({ name }) => name);
}
