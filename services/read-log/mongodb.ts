import { randomUUID } from 'node:crypto';
import { type Either, left, right } from 'fp-ts/Either';
import type { TaskEither } from 'fp-ts/TaskEither';
import type { Collection } from 'mongodb';
import { messageOf } from '../../contracts/thrown';
import { failureOf, type MongoConnection, type MongoProblem, OURS } from '../mongodb';
import { inserted } from '../mongodb/inserted';
import { openOn } from '../mongodb/open-on';
import { pause } from '../mongodb/pause';
import { type Batch, EMPTY, listedFrom } from './mongodb-list';
import type { NumberedRead, ReadEntry, ReadLog, ReadLogError } from './port';

/** How many batches one call forgets from at most, so that nobody waits for long. */
const BATCHES_AT_ONCE = 50;
/** Each try after the first is due to another process that appended in between. */
const TRIES = 100;

/**
 * The log of reads in a MongoDB database, for many processes at once and without transactions. What is appended together is
 * one document, so it is there as a whole or not at all; its `_id` is the number of its first entry, so that of two
 * processes that go on from the same last document one has to try again.
 */
export const openMongoReadLog = (uri: string): TaskEither<MongoProblem, ReadLog> =>
  openOn(uri, async (connection: MongoConnection) => {
    const batches: Collection<Batch> = connection.db.collection(`${OURS}reads`);
    await batches.createIndex({ oldest: 1 });
    await batches.createIndex({ 'entries.actor': 1, _id: 1 });
    await batches.createIndex({ 'entries.thing': 1, _id: 1 });
    return { ...readLogOver(batches), close: () => connection.close() };
  });

function readLogOver(batches: Collection<Batch>): Omit<ReadLog, 'close'> {
  /** Entries of an append that failed on the way, and the document that they are in if it did arrive. */
  const unsure = new WeakMap<ReadEntry, Pick<Batch, '_id' | 'token'>>();

  async function append(entries: readonly ReadEntry[]): Promise<void> {
    const open = await notThere(entries);
    for (let tries = 0; open.length > 0; tries++) {
      if (tries === TRIES) throw new Error('others append all the time');
      await pause(tries);
      if (await appendedAt(await nextNumber(), open)) return;
    }
  }

  /** Those that no earlier append of this process has brought in after all. */
  async function notThere(entries: readonly ReadEntry[]): Promise<readonly ReadEntry[]> {
    const places = new Map(entries.flatMap(e => unsure.get(e) ?? []).map(place => [place.token, place]));
    const arrived = new Set<string>();
    for (const { _id, token } of places.values())
      if ((await batches.findOne({ _id, token })) !== null) arrived.add(token);
    return entries.filter(e => !arrived.has(unsure.get(e)?.token ?? ''));
  }

  async function nextNumber(): Promise<number> {
    const [last] = await batches
      .find({}, { projection: { last: 1 } })
      .sort({ _id: -1 })
      .limit(1)
      .toArray();
    return (last?.last ?? 0) + 1;
  }

  async function appendedAt(first: number, entries: readonly ReadEntry[]): Promise<boolean> {
    const batch = batchOf(
      first,
      entries.map((entry, i) => ({ number: first + i, ...entry })),
    );
    try {
      return await inserted(() => batches.insertOne(batch));
    } catch (error) {
      for (const entry of entries) unsure.set(entry, { _id: batch._id, token: batch.token });
      throw error;
    }
  }

  async function forget(before: string): Promise<number> {
    const next = await nextNumber();
    const old = await batches
      .find({ oldest: { $lt: before } })
      .sort({ oldest: 1 })
      .limit(BATCHES_AT_ONCE)
      .toArray();
    let forgotten = 0;
    for (const batch of old) forgotten += await forgetIn(batch, before, batch.last + 1 === next);
    return forgotten;
  }

  /** The last document stays, if empty, since it tells which numbers were given. */
  async function forgetIn(batch: Batch, before: string, isLast: boolean): Promise<number> {
    const entries = batch.entries.filter(({ at }) => at >= before);
    const unchanged = { _id: batch._id, oldest: batch.oldest };
    const change = { entries, count: entries.length, oldest: oldestOf(entries) };
    const done =
      entries.length === 0 && !isLast
        ? (await batches.deleteOne(unchanged)).deletedCount
        : (await batches.updateOne(unchanged, { $set: change })).matchedCount;
    return done === 0 ? 0 : batch.entries.length - entries.length;
  }

  return {
    append: entries => attempting(() => append(entries)),
    list: query => attempting(() => listedFrom(batches, query)),
    forget: before => attempting(() => forget(before)),
  };
}

const batchOf = (first: number, entries: readonly NumberedRead[]): Batch => ({
  _id: first,
  last: first + entries.length - 1,
  token: randomUUID(),
  oldest: oldestOf(entries),
  entries,
  count: entries.length,
});

const oldestOf = (entries: readonly NumberedRead[]): string =>
  entries.reduce((oldest, { at }) => (oldest === EMPTY || at < oldest ? at : oldest), EMPTY);

const attempting =
  <A>(work: () => Promise<A>): TaskEither<ReadLogError, A> =>
  (): Promise<Either<ReadLogError, A>> =>
    work().then(right, (error: unknown) =>
      left({ kind: failureOf(error) === 'no-space' ? 'no-space' : 'unavailable', detail: messageOf(error) }),
    );
