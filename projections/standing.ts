import type { RecordView } from '../contracts/views';
import type { FeedPlace, FeedRecord } from '../services/event-log/feed';
import type { EventLog, Position } from '../services/event-log/port';
import { recordAt } from './directory';
import { fromDocument, toDocument } from './plain';
import type { Change, Checkpoint, CollectionSpec, Generation } from './stores';

/** Where the last commit stood in the log, so that another log put in its place is noticed. */
export const standingCollection: CollectionSpec = { name: 'feed', indexes: [] };

const KEY = 'last';

type Standing = Pick<RecordView, 'seq' | 'stream' | 'revision' | 'recordedAt'> & { readonly id: string };

export function standingChange({ seq, stream, revision, record, recordedAt }: FeedRecord): Change {
  const standing: Standing = { seq, stream, revision, id: record.meta.id, recordedAt };
  return { collection: standingCollection.name, key: KEY, document: toDocument(standing) };
}

/** The place in the log that a checkpoint stands for; undefined where this log has another record there. */
export async function placeOf(
  log: EventLog,
  generation: Generation,
  { seq, position }: Checkpoint,
): Promise<FeedPlace | undefined> {
  const standing = await standingAt(generation, seq);
  if (standing === undefined) return undefined;
  const { stream, revision, id, recordedAt } = standing;
  for await (const entry of log.readStream(stream, revision))
    return entry.id === id && entry.position === position
      ? { seq, position: position as Position, recordedAt }
      : undefined;
  return undefined;
}

/** As the last commit left it; one that was broken off may have gone ahead of the checkpoint. */
async function standingAt(generation: Generation, seq: number): Promise<Standing | undefined> {
  const document = await generation.get(standingCollection.name, KEY);
  const standing = document && fromDocument<Standing>(document);
  return standing?.seq === seq ? standing : recordAt(generation, seq);
}
