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
import type { ReadEntry, ReadLog, ReadLogError } from './port';

/** How many batches one call forgets from at most, so that nobody waits for long. */
const BATCHES_AT_ONCE = 50;
/** How long one append tries again after other processes that append in between. */
const PATIENCE_MS = 20_000;

/**
 * The log of reads in a MongoDB database, for many processes at once and without transactions. What is appended together is
 * one document, so it is there as a whole or not at all; its `_id` is the number of its first entry, so that of two
 * processes that go on from the same last document one has to try again.
 */
export const openMongoReadLog = (uri: string): TaskEither<MongoProblem, ReadLog> =>
  openOn(uri, async (connection: MongoConnection) => {
    const batches: Collection<Batch> = connection.db.collection(`${OURS}reads`);
    await batches.createIndex({ oldest: 1 });
    await batches.createIndex({ count: 1 });
    await batches.createIndex({ 'entries.actor': 1, _id: 1 });
    await batches.createIndex({ 'entries.thing': 1, _id: 1 });
    return { ...readLogOver(batches), close: () => connection.close() };
  });

function readLogOver(batches: Collection<Batch>): Omit<ReadLog, 'close'> {
  /** In which document entries are whose append failed on the way, if it has arrived or does later. */
  const unsure = new WeakMap<ReadEntry, Sent>();

  async function append(entries: readonly ReadEntry[]): Promise<void> {
    const earlier = new Set(entries.flatMap(entry => unsure.get(entry) ?? []));
    const others = entries.filter(entry => !unsure.has(entry));
    for (const sent of earlier) await bring(sent);
    if (others.length > 0) await bring(sentAt(await nextNumber(), others));
    for (const entry of entries) unsure.delete(entry);
  }

  /**
   * Inserts the document until it is there. It keeps its place as long as it may have arrived, or may arrive later: two
   * cannot be there. It gets another one only after another process's document was seen there.
   */
  async function bring(sent: Sent): Promise<void> {
    const began = performance.now();
    for (let tries = 0; performance.now() - began < PATIENCE_MS; tries++) {
      await pause(tries);
      const { batch, entries } = sent;
      for (const entry of entries) unsure.set(entry, sent);
      if (await inserted(() => batches.insertOne(batch))) return;
      const there = await batches.findOne({ _id: batch._id }, { projection: { token: 1 } });
      if (there?.token === batch.token) return;
      // Where none is seen, no majority has it yet.
      if (there !== null) sent = sentAt(await nextNumber(), entries);
    }
    throw new Error('others append all the time, or no majority answers');
  }

  async function nextNumber(): Promise<number> {
    const [last] = await batches
      .find({}, { projection: { last: 1 } })
      .sort({ _id: -1 })
      .limit(1)
      .toArray();
    return (last?.last ?? 0) + 1;
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

/** Entries on their way, and the document that they go in. */
interface Sent {
  readonly entries: readonly ReadEntry[];
  readonly batch: Batch;
}

const sentAt = (first: number, entries: readonly ReadEntry[]): Sent => ({
  entries,
  batch: {
    _id: first,
    last: first + entries.length - 1,
    token: randomUUID(),
    oldest: oldestOf(entries),
    entries: entries.map((entry, i) => ({ number: first + i, ...entry })),
    count: entries.length,
  },
});

const oldestOf = (entries: readonly ReadEntry[]): string =>
  entries.reduce((oldest, { at }) => (oldest === EMPTY || at < oldest ? at : oldest), EMPTY);

const attempting =
  <A>(work: () => Promise<A>): TaskEither<ReadLogError, A> =>
  (): Promise<Either<ReadLogError, A>> =>
    work().then(right, (error: unknown) =>
      left({ kind: failureOf(error) === 'no-space' ? 'no-space' : 'unavailable', detail: messageOf(error) }),
    );
