import { randomBytes } from 'node:crypto';
import { inserted } from '../../../services/mongodb/inserted';
import { layoutsOf } from '../layout';
import type { CollectionSpec, Generation, ViewStore } from '../port';
import { dropped, otherCollections, refused } from '../failing';
import { attempting, reading } from './failures';
import { mongoGeneration } from './generation';
import { indexed } from './indexing';
import { tokenIn } from './names';
import {
  dropCollection,
  entryName,
  entryOf,
  isGeneration,
  registerOf,
  type EnteredGeneration,
  type Place,
} from './place';
import { specsIn } from '../specs';

/** The store in a database whose register is there. */
export function mongoViewStore(place: Place): ViewStore {
  const { connection, shown, readMs } = place;
  const register = registerOf(place);

  return {
    current: () => reading(shown, current),
    open: (id, collections) => attempting(shown, () => open(id, collections, enter)),
    openExisting: (id, collections) => attempting(shown, () => open(id, collections)),
    promote: id => attempting(shown, () => promote(id)),
    drop: id => attempting(shown, () => drop(id)),
    close: () => reading(shown, () => connection.close()),
  };

  async function current(): Promise<string | undefined> {
    const entry = await register.findOne({ _id: 'current' }, { maxTimeMS: readMs });
    return entry?.id;
  }

  async function open(
    id: string,
    collections: readonly CollectionSpec[],
    make?: typeof enter,
  ): Promise<Generation> {
    layoutsOf(collections); // Ones that contradict themselves are not to be stored.
    const spec = JSON.stringify(collections);
    const entry = (await entryOf(place, id)) ?? (await make?.(id, spec));
    if (entry === undefined) throw dropped(id);
    if (entry.spec !== spec) throw otherCollections(id);
    return mongoGeneration(place, entry, collections);
  }

  async function enter(id: string, spec: string): Promise<EnteredGeneration> {
    const token = randomBytes(6).toString('hex');
    const entry: EnteredGeneration = { _id: entryName(id), id, token, spec, indexed: false };
    if (await inserted(() => register.insertOne(entry))) return entry;
    const other = await entryOf(place, id);
    if (other === undefined) throw dropped(id);
    return other;
  }

  async function promote(id: string): Promise<void> {
    const entry = await entryOf(place, id);
    if (entry === undefined) throw refused(`there is no generation ${id} to promote`);
    await indexed(place, id, layoutsOf(specsIn(entry.spec)));
    await register.updateOne({ _id: 'current' }, { $set: { id } }, { upsert: true });
    for (const other of await entered())
      if (other.id !== id) await register.deleteOne({ _id: other._id, token: other.token });
    await sweep();
  }

  async function drop(id: string): Promise<void> {
    if ((await current()) === id) throw refused(`generation ${id} is the current one and cannot be dropped`);
    await register.deleteOne({ _id: entryName(id) });
    await sweep();
  }

  /**
   * Drops the collections of generations that are no longer entered; also those left by somebody who was cut off here,
   * or who went on writing to a dropped one. A generation is entered before its collections are made, so that none is
   * taken for a dropped one while it is made.
   */
  async function sweep(): Promise<void> {
    const names = await connection.db.listCollections({}, { nameOnly: true }).toArray();
    const tokens = new Set((await entered()).map(entry => entry.token));
    for (const { name } of names) {
      const token = tokenIn(name);
      if (token !== undefined && !tokens.has(token)) await dropCollection(place, name);
    }
  }

  async function entered(): Promise<readonly EnteredGeneration[]> {
    const all = await register.find({}, { maxTimeMS: readMs }).toArray();
    return all.filter(isGeneration);
  }
}
