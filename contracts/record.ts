import { CloudEvent } from './envelope';
import { list, nullable, object, text, type Static } from './codec/kit';
import { ActorId, RecordId, Revision, Salt, Sha256, StreamName, Timestamp } from './primitives';

/** What a decision was made on: its clock, and the streams it looked at with the revision of each (null: missing). */
export const Facts = object({
  now: Timestamp,
  streams: list(object({ stream: StreamName, revision: nullable(Revision) }), { max: 5_000 }),
});
export type Facts = Static<typeof Facts>;

/** What we stamp on an event when we take it; never mixed into the event. */
export const Meta = object({
  id: RecordId,
  stream: StreamName,
  revision: Revision,
  recordedAt: Timestamp,
  actor: ActorId,
  credential: text(100),
  facts: Facts,
  salts: object({ event: Salt, meta: Salt }),
  /** SHA-256 over the event salt and the canonical bytes of the event. */
  digest: Sha256,
});
export type Meta = Static<typeof Meta>;

export const LogRecord = object({ event: CloudEvent, meta: Meta });
export type LogRecord = Static<typeof LogRecord>;

/** What everybody who may see a record sees of its `meta`; salts, credential and facts are the auditor's. */
export const publicMeta = ({ id, stream, revision, recordedAt, actor }: Meta) => ({
  id,
  stream,
  revision,
  recordedAt,
  actor,
});
