import { HASH_BYTES, sha256 } from './hashes';

/** The newest leaf of a stream, on which its next must build. */
export interface Head {
  /** -1 before the first. */
  readonly revision: number;
  /** The first half of its hash in hex, 128 bits; null before the first. */
  readonly hash: string | null;
  /** Where it is kept; good until the next `at`. */
  readonly slot: number;
}

export interface StreamHeads {
  at(stream: string): Head;
  /** Puts the `i`-th hash of a row in the place of the head. */
  set(slot: number, revision: number, row: Buffer, i: number): void;
}

const KEY_BYTES = 8;
const HALF_BYTES = HASH_BYTES / 2;
const FULL = 0.8;
const GROWTH = 1.4;

/**
 * An open table in a few arrays, since a million streams in a Map would not fit in the memory this is to run in. Streams
 * are told apart by 64 bits of the SHA-256 of their names: two that are taken for one would break the chain of both, so
 * that hides nothing.
 */
export function streamHeads(): StreamHeads {
  let capacity = 1 << 10;
  let used = 0;
  let keys = Buffer.alloc(capacity * KEY_BYTES);
  let hashes = Buffer.alloc(capacity * HALF_BYTES);
  /** Revision + 1; 0 for an empty place. */
  let revisions = new Uint32Array(capacity);

  function slotOf(key: Buffer): number {
    let slot = key.readUInt32LE(0) % capacity;
    while (revisions[slot] !== 0 && !isAt(slot, key)) slot = (slot + 1) % capacity;
    return slot;
  }

  function isAt(slot: number, key: Buffer): boolean {
    const from = slot * KEY_BYTES;
    for (let i = 0; i < KEY_BYTES; i++) if (keys[from + i] !== key[i]) return false;
    return true;
  }

  function grow(): void {
    const old = { capacity, keys, hashes, revisions };
    capacity = Math.ceil(capacity * GROWTH);
    keys = Buffer.alloc(capacity * KEY_BYTES);
    hashes = Buffer.alloc(capacity * HALF_BYTES);
    revisions = new Uint32Array(capacity);
    for (let i = 0; i < old.capacity; i++) {
      const revision = old.revisions[i] ?? 0;
      if (revision === 0) continue;
      const slot = slotOf(old.keys.subarray(i * KEY_BYTES, (i + 1) * KEY_BYTES));
      old.keys.copy(keys, slot * KEY_BYTES, i * KEY_BYTES, (i + 1) * KEY_BYTES);
      old.hashes.copy(hashes, slot * HALF_BYTES, i * HALF_BYTES, (i + 1) * HALF_BYTES);
      revisions[slot] = revision;
    }
  }

  return {
    at: stream => {
      if (used > capacity * FULL) grow();
      const key = sha256(stream);
      const slot = slotOf(key);
      const revision = (revisions[slot] ?? 0) - 1;
      if (revision >= 0)
        return { revision, hash: hashes.toString('hex', slot * HALF_BYTES, (slot + 1) * HALF_BYTES), slot };
      key.copy(keys, slot * KEY_BYTES, 0, KEY_BYTES);
      return { revision, hash: null, slot };
    },
    set: (slot, revision, row, i) => {
      if (revisions[slot] === 0) used++;
      row.copy(hashes, slot * HALF_BYTES, i * HASH_BYTES, i * HASH_BYTES + HALF_BYTES);
      revisions[slot] = revision + 1;
    },
  };
}
