import { sha256Hex } from '../../contracts/json/canonical';
import type { RecordView } from '../../contracts/views';
import type { FeedRecord } from '../../services/event-log/feed';
import { toDocument } from '../plain';
import type { CollectionSpec, Document } from '../stores';
import { indexed } from '../view';

/** Every record, folded or not, by its id. One is written for each event, so it is kept tiny. */
export const recordsCollection: CollectionSpec = {
  name: 'records',
  indexes: indexed('value', 'seq', 'origin'),
};

export const RECORDS_VERSION = 2;

/** Long enough (96 bits) that no two which differ come out the same. */
export const originOf = (source: string, id: string): string => sha256Hex(`${source}\n${id}`).slice(0, 24);

export function recordDocument({
  seq,
  position,
  recordedAt,
  stream,
  revision,
  record,
}: FeedRecord): Document {
  const { type, time, organisation, source, id } = record.event;
  const origin = originOf(source, id);
  const view: RecordView = { seq, stream, revision, position, type, time, recordedAt, organisation, origin };
  return toDocument(view);
}
