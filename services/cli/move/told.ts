import { isLeft } from 'fp-ts/Either';
import type { ActorId, Sha256 } from '../../../contracts/primitives';
import { originalOf } from '../../audit';
import { openEventLog } from '../../event-log';
import { type FeedRecord, readFeed } from '../../event-log/feed';
import { Ended, EXIT } from '../exit';

/** What a log tells of originals and persons. */
export interface ToldOf {
  /** Each original that a record names, and whether its bytes were given to the store before that record. */
  readonly originals: ReadonlyMap<Sha256, { readonly given: boolean }>;
  readonly erasedOriginals: ReadonlySet<Sha256>;
  readonly erasedPersons: ReadonlySet<ActorId>;
}

/** Reads a log for what it tells of originals and persons. */
export async function toldIn(uri: string): Promise<ToldOf> {
  const log = await openEventLog(uri, { readOnly: true })();
  if (isLeft(log)) throw new Ended(log.left.message, log.left.advice, EXIT.unavailable);
  const originals = new Map<Sha256, { readonly given: boolean }>();
  const erasedOriginals = new Set<Sha256>();
  const erasedPersons = new Set<ActorId>();
  try {
    for await (const batch of readFeed(log.right))
      for (const record of batch) {
        const hash = originalOf(record);
        if (hash !== undefined)
          originals.set(hash, { given: wasGiven(record, hash) || originals.get(hash)?.given === true });
        const { told } = record;
        if (told?.family !== 'log') continue;
        if (told.what === 'original-erased') erasedOriginals.add(told.data.sha256);
        if (told.what === 'person-erased') erasedPersons.add(told.data.person);
      }
    return { originals, erasedOriginals, erasedPersons };
  } finally {
    await log.right.close();
  }
}

/**
 * Only an import gives bytes to the store, and it does so before its first record, whose id it makes of their hash. Whoever
 * registers a document by an event of their own tells its hash alone, and has no way to give the bytes.
 */
const wasGiven = ({ record }: FeedRecord, hash: Sha256): boolean =>
  record.event.id === `${hash.slice(0, 32)}-registered`;
