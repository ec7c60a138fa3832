import { createHash } from 'node:crypto';
import { UUID } from '@eventstore/db-client/generated/shared_pb';
import { BatchAppendReq, type ReadResp } from '@eventstore/db-client/generated/streams_pb';
import type { Entry, NewEntry, Position } from '../port';

export type Recorded = ReadResp.ReadEvent.RecordedEvent;

/** Metadata that does not carry the entry's id lies as text under this name, beside the id. */
const WRAPPED = 'kravsporMetadata';

/**
 * The entry as the server stores it: the very bytes, told to be JSON where they are, so that its tools show them. The
 * server compares ids alone and takes a known one for a repeat, so the id it gets is made of the nonce of one append,
 * the entry's own id and all that the entry says: a repeat is then always the same append sent again by us.
 */
export function toProposed(entry: NewEntry, nonce: Buffer): BatchAppendReq.ProposedMessage {
  const message = new BatchAppendReq.ProposedMessage();
  message.setId(new UUID().setString(serverId(entry, nonce)));
  message
    .getMetadataMap()
    .set('type', entry.type)
    .set('content-type', isJson(entry.data) ? 'application/json' : 'application/octet-stream');
  message.setData(Buffer.from(entry.data));
  return message.setCustomMetadata(Buffer.from(storedMetadata(entry)));
}

export function toEntry(recorded: Recorded, prefix: string): Entry {
  const map = recorded.getMetadataMap();
  const name = textOf(recorded.getStreamIdentifier()?.getStreamName_asU8() ?? new Uint8Array());
  return {
    stream: name.slice(prefix.length),
    revision: Number(recorded.getStreamRevision()),
    position: positionOf(recorded),
    type: map.get('type') ?? '',
    data: textOf(recorded.getData_asU8()),
    ...fromStored(textOf(recorded.getCustomMetadata_asU8()), recorded),
  };
}

/** Events of one append have positions of their own; prepare and commit are the same since transactions are gone. */
export function positionOf(recorded: Recorded): Position {
  return recorded.getCommitPosition() as Position;
}

function serverId(entry: NewEntry, nonce: Buffer): string {
  const hash = createHash('sha256').update(nonce);
  for (const text of [entry.id, entry.type, entry.data, entry.metadata])
    hash.update(`${Buffer.byteLength(text)}:`).update(text);
  const bytes = hash.digest().subarray(0, 16);
  // A UUIDv8 (RFC 9562, section 5.8).
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

function storedMetadata({ id, metadata }: NewEntry): string {
  const parsed = objectOf(metadata);
  if (parsed !== undefined && parsed['id'] === id && !(WRAPPED in parsed)) return metadata;
  return JSON.stringify({ id, [WRAPPED]: metadata });
}

function fromStored(stored: string, recorded: Recorded): Pick<Entry, 'id' | 'metadata'> {
  const parsed = objectOf(stored);
  const [id, wrapped] = [parsed?.['id'], parsed?.[WRAPPED]];
  return {
    id: typeof id === 'string' ? id : (recorded.getId()?.getString() ?? ''),
    metadata: typeof wrapped === 'string' ? wrapped : stored,
  };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function objectOf(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const textOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
