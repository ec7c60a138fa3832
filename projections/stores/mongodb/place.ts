import type { Collection } from 'mongodb';
import type { MongoConnection } from '../../../services/mongodb';
import { REGISTER } from './names';

/** An open database and what goes with it. */
export interface Place {
  readonly connection: MongoConnection;
  /** Its address as it may be shown. */
  readonly shown: string;
  /** How long the server may work on one read, in milliseconds. */
  readonly readMs: number;
}

/** What the register holds: that it is one, which generation is current, and every generation there is. */
interface Entered {
  readonly _id: string;
  /** Of the store. */
  readonly format?: number;
  /** Of the current generation, and of each there is. */
  readonly id?: string;
  readonly token?: string;
  readonly spec?: string;
  readonly indexed?: boolean;
}

export interface EnteredGeneration extends Entered {
  readonly id: string;
  readonly token: string;
  /** Its collections, as JSON. */
  readonly spec: string;
  /** Its indexes are there; before that it is only loaded. */
  readonly indexed: boolean;
}

export const registerOf = ({ connection }: Place): Collection<Entered> =>
  connection.db.collection<Entered>(REGISTER);

export const entryName = (id: string): string => `generation ${id}`;

export const isGeneration = (entry: Entered): entry is EnteredGeneration => entry.token !== undefined;

/** The entry of a generation, if there is one. */
export async function entryOf(place: Place, id: string): Promise<EnteredGeneration | undefined> {
  const found = await registerOf(place).findOne({ _id: entryName(id) }, { maxTimeMS: place.readMs });
  return found !== null && isGeneration(found) ? found : undefined;
}

const NAMESPACE_NOT_FOUND = 26;

/** Drops a collection; one that somebody else has dropped just now is no matter. */
export async function dropCollection({ connection }: Place, name: string): Promise<void> {
  try {
    await connection.db.dropCollection(name);
  } catch (error) {
    const isGone = error instanceof Error && 'code' in error && error.code === NAMESPACE_NOT_FOUND;
    if (!isGone) throw error;
  }
}
