import { createHash, randomFillSync } from 'node:crypto';
import { type Either, left, right } from 'fp-ts/Either';
import { decode } from '../../contracts/codec/decode';
import type { CloudEvent } from '../../contracts/envelope';
import { canonicalJson, sha256Hex } from '../../contracts/json/canonical';
import type { RecordId } from '../../contracts/primitives';
import { type Facts, LogRecord, type Meta } from '../../contracts/record';
import type { Entry, NewEntry } from './port';

/** A record read back whose bytes are not what was written, or which this program cannot read. */
export interface Damage {
  readonly stream: string;
  readonly revision: number;
  readonly explanation: string;
}

/** RFC 9562 namespace of the record ids of this log format. */
const NAMESPACE = Buffer.from('8f2c1c0e5b0a4b6c9a5d3f1d2e7c4b90', 'hex');

/** A UUIDv5 (RFC 9562) of a canonical name. */
export function uuidOf(name: readonly unknown[]): RecordId {
  const hash = createHash('sha1').update(NAMESPACE).update(canonicalJson(name)).digest();
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = hash.toString('hex', 0, 16);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join(
    '-',
  ) as RecordId;
}

/** The id of a record: what identifies an event for ever, in one word. */
export const recordIdOf = (stream: string, source: string, id: string): RecordId =>
  uuidOf([stream, source, id]);

/** What is stamped on an event besides what the event and the stream tell. */
export interface Stamp {
  /** The record's id, where it has been worked out before. */
  readonly id?: RecordId;
  readonly stream: string;
  readonly revision: number;
  readonly recordedAt: Meta['recordedAt'];
  readonly actor: Meta['actor'];
  readonly credential: string;
  readonly facts: Facts;
}

export interface Stamped {
  readonly record: LogRecord;
  readonly entry: NewEntry;
}

const digestOf = (salt: string, event: string): Meta['digest'] =>
  sha256Hex(Buffer.from(salt, 'hex'), event) as Meta['digest'];

const SALT_BYTES = 16;
const random = Buffer.alloc(256 * SALT_BYTES);
let used = random.length;

/** Random bytes are asked for many at a time; each is used once. */
function newSalt(): Meta['salts']['event'] {
  if (used === random.length) {
    randomFillSync(random);
    used = 0;
  }
  used += SALT_BYTES;
  return random.toString('hex', used - SALT_BYTES, used) as Meta['salts']['event'];
}

/** Makes the record of an event, with its own salts; `bytes` is the event in canonical form. */
export function stampRecord(event: CloudEvent, bytes: string, stamp: Stamp): Stamped {
  const salts = { event: newSalt(), meta: newSalt() };
  const meta: Meta = {
    ...stamp,
    stream: stamp.stream as Meta['stream'],
    id: stamp.id ?? recordIdOf(stamp.stream, event.source, event.id),
    salts,
    digest: digestOf(salts.event, bytes),
  };
  return {
    record: { event, meta },
    entry: { id: meta.id, type: event.type, data: bytes, metadata: canonicalJson(meta) },
  };
}

/**
 * Reads an entry back. The digest over the very bytes is checked each time; shape is checked by the codec, but not the
 * event's type and data, which may be of a version this program does not know.
 */
export function readRecord(entry: Entry): Either<Damage, LogRecord> {
  const damage = (explanation: string): Either<Damage, LogRecord> =>
    left({ stream: entry.stream, revision: entry.revision, explanation });
  const parsed = parse(entry);
  if (parsed === undefined) return damage('the stored bytes are not JSON');
  const record = decode(LogRecord, parsed);
  if (record._tag === 'Left')
    return damage(`the stored record has another shape at ${record.left[0]?.pointer ?? '/'}`);
  const { meta } = record.right;
  if (meta.stream !== entry.stream || meta.revision !== entry.revision || meta.id !== entry.id)
    return damage('the record speaks of another place in the log than the one it lies at');
  if (record.right.event.type !== entry.type)
    return damage('the record speaks of another type than it is filed under');
  if (digestOf(meta.salts.event, entry.data) !== meta.digest)
    return damage('the event is not the one that was recorded: its digest differs');
  return right(record.right);
}

function parse(entry: Entry): unknown {
  try {
    const event: unknown = JSON.parse(entry.data);
    const meta: unknown = JSON.parse(entry.metadata);
    return { event, meta };
  } catch {
    return undefined;
  }
}
