import { sha256 } from './hashes';

/** What a leaf says (`kravspor-leaf/v1`). The bytes are what is hashed; this is only read from them. */
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
  /^\{"event":"([0-9a-f]{64})","format":"kravspor-leaf\/v1","meta":"([0-9a-f]{64})","origin":"([!#-[\]-~]+)","prev":(null|"[0-9a-f]{64}"),"recordedAt":"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)","revision":(0|[1-9]\d{0,14}),"seq":(0|[1-9]\d{0,14}),"stream":"([a-z0-9.-]{1,300})"\}$/;

/** Reads a leaf; undefined unless it is written exactly as the format has it, which leaves no second way to write it. */
export function parseLeaf(text: string): Leaf | undefined {
  const found = LEAF.exec(text);
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

/** The newest leaf of every stream. */
export interface StreamHeads {
  /** What the next leaf of the stream must build on: the revision and the hash of the last, or undefined. */
  last(stream: string): { readonly revision: number; readonly hash: string } | undefined;
  set(stream: string, revision: number, hash: Buffer): void;
}

const KEY_BYTES = 12;
const HASH_BYTES = 32;

/**
 * An open table in a few arrays, since a million streams in a Map would not fit in the memory this is to run in. Streams
 * are told apart by 96 bits of the SHA-256 of their names.
 */
export function streamHeads(): StreamHeads {
  let capacity = 1 << 10;
  let used = 0;
  let keys = Buffer.alloc(capacity * KEY_BYTES);
  let hashes = Buffer.alloc(capacity * HASH_BYTES);
  /** Revision + 1; 0 for an empty place. */
  let revisions = new Float64Array(capacity);

  function slotOf(key: Buffer): number {
    let slot = key.readUInt32LE(0) % capacity;
    while (revisions[slot] !== 0 && key.compare(keys, slot * KEY_BYTES, (slot + 1) * KEY_BYTES) !== 0)
      slot = (slot + 1) % capacity;
    return slot;
  }

  function grow(): void {
    const old = { capacity, keys, hashes, revisions };
    capacity = Math.ceil(capacity * 1.6);
    keys = Buffer.alloc(capacity * KEY_BYTES);
    hashes = Buffer.alloc(capacity * HASH_BYTES);
    revisions = new Float64Array(capacity);
    for (let i = 0; i < old.capacity; i++) {
      const revision = old.revisions[i] ?? 0;
      if (revision === 0) continue;
      const slot = slotOf(old.keys.subarray(i * KEY_BYTES, (i + 1) * KEY_BYTES));
      old.keys.copy(keys, slot * KEY_BYTES, i * KEY_BYTES, (i + 1) * KEY_BYTES);
      old.hashes.copy(hashes, slot * HASH_BYTES, i * HASH_BYTES, (i + 1) * HASH_BYTES);
      revisions[slot] = revision;
    }
  }

  const keyOf = (stream: string): Buffer => sha256(stream).subarray(0, KEY_BYTES);

  return {
    last: stream => {
      const slot = slotOf(keyOf(stream));
      const revision = revisions[slot] ?? 0;
      if (revision === 0) return undefined;
      return {
        revision: revision - 1,
        hash: hashes.toString('hex', slot * HASH_BYTES, (slot + 1) * HASH_BYTES),
      };
    },
    set: (stream, revision, hash) => {
      if (used > capacity * 0.75) grow();
      const key = keyOf(stream);
      const slot = slotOf(key);
      if (revisions[slot] === 0) used++;
      key.copy(keys, slot * KEY_BYTES);
      hash.copy(hashes, slot * HASH_BYTES);
      revisions[slot] = revision + 1;
    },
  };
}
