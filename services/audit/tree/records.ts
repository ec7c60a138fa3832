import { type EventLog, EventLogDamaged } from '../../event-log';
import { type FeedPlace, type FeedRecord, LogDamaged, readFeed } from '../../event-log/feed';
import { damaged } from './alarm';
import type { Resume } from './heads';

export const isDamage = (error: unknown): error is Error =>
  error instanceof LogDamaged || error instanceof EventLogDamaged;

/** The feed's word for where the tree stands. */
export const feedPlaceOf = (place: Resume | undefined): FeedPlace | undefined =>
  place === undefined ? undefined : { ...place, seq: place.size - 1 };

const BATCH = 100;

/**
 * The records after a place. A batch that cannot be read whole is read again one by one, so that what stands before the
 * damage is given, and the damage gets its index: throws `TreeAlarm`.
 */
export async function* recordsAfter(log: EventLog, after: Resume | undefined): AsyncGenerator<FeedRecord> {
  let place = feedPlaceOf(after);
  for (const batchSize of [BATCH, 1]) {
    try {
      for await (const batch of readFeed(log, place, { batchSize })) {
        for (const record of batch) {
          place = record;
          yield record;
        }
      }
      return;
    } catch (error) {
      if (!isDamage(error)) throw error;
      if (batchSize === 1) throw damaged(error.message, place === undefined ? 0 : place.seq + 1);
    }
  }
}
