import { canonicalJson, sha256Hex } from '../../contracts/json/canonical';
import type { Sha256 } from '../../contracts/primitives';
import type { LogRecord, Meta } from '../../contracts/record';

export const LEAF_FORMAT = 'kravspor-leaf/v1';

/** What the tree takes from a record of the feed. */
export interface LeafSource {
  readonly seq: number;
  readonly recordedAt: string;
  readonly stream: string;
  readonly revision: number;
  readonly record: LogRecord;
}

/**
 * The leaf of a record, `kravspor-leaf/v1`: the canonical bytes (RFC 8785) of an object of these nine members. It is a
 * function of the record, its place in the feed, and the leaf before it in its stream, and of nothing else. `event` and
 * `meta` are hashes with salts, so that a leaf tells nothing about a text that can be guessed.
 */
export const leafOf = (origin: string, record: LeafSource, prev: string | null): Buffer =>
  // Written out in the order of the names, which is several times cheaper; a test holds it against the canonical form.
  Buffer.from(
    `{"event":"${record.record.meta.digest}","format":"${LEAF_FORMAT}","meta":"${metaHash(record.record.meta)}",` +
      `"origin":${JSON.stringify(origin)},"prev":${prev === null ? 'null' : `"${prev}"`},` +
      `"recordedAt":"${withMilliseconds(record.recordedAt)}","revision":${record.revision},` +
      `"seq":${record.seq},"stream":${JSON.stringify(record.stream)}}`,
  );

/** SHA-256 over the meta salt and the canonical bytes of meta without its salts. */
export function metaHash({ salts, ...rest }: Meta): string {
  return sha256Hex(Buffer.from(salts.meta, 'hex'), canonicalJson(rest));
}

/** SHA-256 over a salt and canonical bytes: how a leaf speaks of the event, and of meta. */
export const saltedHash = (salt: string, bytes: string): Sha256 =>
  sha256Hex(Buffer.from(salt, 'hex'), bytes) as Sha256;

/** One form for all times, so that they compare as text. */
const withMilliseconds = (time: string): string => (time.length === 24 ? time : new Date(time).toISOString());

/** What a leaf says. */
export interface Leaf {
  readonly event: string;
  readonly meta: string;
  readonly origin: string;
  readonly prev: string | null;
  readonly recordedAt: string;
  readonly revision: number;
  readonly seq: number;
  readonly stream: string;
}

const LEAF =
  /^\{"event":"([0-9a-f]{64})","format":"kravspor-leaf\/v1","meta":"([0-9a-f]{64})","origin":"([!#-[\]-~]+)","prev":(null|"[0-9a-f]{64}"),"recordedAt":"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)","revision":(0|[1-9]\d{0,8}),"seq":(0|[1-9]\d{0,14}),"stream":"([a-z0-9.-]+)"\}$/;

/** Reads a leaf; undefined unless it is written exactly so. */
export function parseLeaf(bytes: Buffer): Leaf | undefined {
  const found = LEAF.exec(bytes.toString('latin1'));
  if (found === null) return undefined;
  const [, event = '', meta = '', origin = '', prev = '', recordedAt = '', revision, seq, stream = ''] =
    found;
  return {
    event,
    meta,
    origin,
    prev: prev === 'null' ? null : prev.slice(1, -1),
    recordedAt,
    revision: Number(revision),
    seq: Number(seq),
    stream,
  };
}
