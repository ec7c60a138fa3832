import type { RecordView } from '../../contracts/views';
import type { FeedRecord } from '../../services/event-log/feed';
import { toDocument } from '../plain';
import type { CollectionSpec, Document } from '../stores';
import { indexed } from '../view';

/** Every record, folded or not, by its id. One is written for each event, so it is kept tiny. */
export const recordsCollection: CollectionSpec = { name: 'records', indexes: indexed('value', 'seq') };

export const RECORDS_VERSION = 1;

export function recordDocument({
  seq,
  position,
  recordedAt,
  stream,
  revision,
  record,
}: FeedRecord): Document {
  const { type, time, organisation } = record.event;
  const view: RecordView = { seq, stream, revision, position, type, time, recordedAt, organisation };
  return toDocument(view);
}
