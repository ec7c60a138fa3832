import { Empty, StreamIdentifier } from '@eventstore/db-client/generated/shared_pb';
import { ReadResp } from '@eventstore/db-client/generated/streams_pb';
import type { Entry } from '../port';
import { stringUuid, structuredUuid } from './uuid';
import { unwrap } from './wrapped';

const { ReadEvent } = ReadResp;

/** One event as it is read. Commit and prepare position are the same: the place in our log. */
export function eventAnswer(entry: Entry, structuredIds: boolean): ReadResp {
  const { json, data, custom, created } = unwrap(entry);
  const event = new ReadEvent.RecordedEvent();
  event.setId(structuredIds ? structuredUuid(entry.id) : stringUuid(entry.id));
  event.setStreamIdentifier(identifierOf(entry.stream));
  event.setStreamRevision(String(entry.revision));
  event.setPreparePosition(entry.position);
  event.setCommitPosition(entry.position);
  const metadata = event.getMetadataMap();
  metadata.set('type', entry.type);
  metadata.set('content-type', json ? 'application/json' : 'application/octet-stream');
  metadata.set('created', created);
  event.setCustomMetadata(custom);
  event.setData(data);
  return new ReadResp().setEvent(new ReadEvent().setEvent(event).setCommitPosition(entry.position));
}

export const identifierOf = (stream: string): StreamIdentifier =>
  new StreamIdentifier().setStreamName(Buffer.from(stream));

export const streamNotFound = (stream: string): ReadResp =>
  new ReadResp().setStreamNotFound(new ReadResp.StreamNotFound().setStreamIdentifier(identifierOf(stream)));

export const firstRevision = (revision: number): ReadResp =>
  new ReadResp().setFirstStreamPosition(String(revision));

export const lastRevision = (revision: number): ReadResp =>
  new ReadResp().setLastStreamPosition(String(revision));

export const confirmation = (id: string): ReadResp =>
  new ReadResp().setConfirmation(new ReadResp.SubscriptionConfirmation().setSubscriptionId(id));

export const caughtUp = (): ReadResp => new ReadResp().setCaughtUp(new ReadResp.CaughtUp());

export function checkpoint(position: number): ReadResp {
  const at = new ReadResp.Checkpoint();
  at.setCommitPosition(String(position));
  at.setPreparePosition(String(position));
  return new ReadResp().setCheckpoint(at);
}

export const nothing = (): Empty => new Empty();
