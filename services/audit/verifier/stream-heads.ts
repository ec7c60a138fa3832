import { randomBytes } from 'node:crypto';
import { HASH_BYTES } from './hashes';

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

const HALF_BYTES = HASH_BYTES / 2;
const FULL = 0.8;
const GROWTH = 1.4;

/**
 * An open table in a few arrays, since a million streams in a Map would not fit in the memory this is to run in. Streams
 * are told apart by two hashes of 32 bits, other ones in every run, so that nobody can choose names that are taken for
 * one; should chance do it, the chain of both looks broken, and nothing is hidden.
 */
export function streamHeads(): StreamHeads {
  const [seedA, seedB] = [randomBytes(4).readInt32LE(), randomBytes(4).readInt32LE()];
  let capacity = 1 << 10;
  let used = 0;
  let keysA = new Int32Array(capacity);
  let keysB = new Int32Array(capacity);
  let hashes = Buffer.alloc(capacity * HALF_BYTES);
  /** Revision + 1; 0 for an empty place. */
  let revisions = new Uint32Array(capacity);

  function slotOf(a: number, b: number): number {
    let slot = (a >>> 0) % capacity;
    while (revisions[slot] !== 0 && (keysA[slot] !== a || keysB[slot] !== b)) slot = (slot + 1) % capacity;
    return slot;
  }

  function grow(): void {
    const old = { capacity, keysA, keysB, hashes, revisions };
    capacity = Math.ceil(capacity * GROWTH);
    keysA = new Int32Array(capacity);
    keysB = new Int32Array(capacity);
    hashes = Buffer.alloc(capacity * HALF_BYTES);
    revisions = new Uint32Array(capacity);
    for (let i = 0; i < old.capacity; i++) {
      const revision = old.revisions[i] ?? 0;
      if (revision === 0) continue;
      const [a, b] = [old.keysA[i] ?? 0, old.keysB[i] ?? 0];
      const slot = slotOf(a, b);
      keysA[slot] = a;
      keysB[slot] = b;
      old.hashes.copy(hashes, slot * HALF_BYTES, i * HALF_BYTES, (i + 1) * HALF_BYTES);
      revisions[slot] = revision;
    }
  }

  return {
    at: stream => {
      if (used > capacity * FULL) grow();
      const [a, b] = [mixed(stream, seedA), mixed(stream, seedB)];
      const slot = slotOf(a, b);
      const revision = (revisions[slot] ?? 0) - 1;
      if (revision >= 0)
        return { revision, hash: hashes.toString('hex', slot * HALF_BYTES, (slot + 1) * HALF_BYTES), slot };
      keysA[slot] = a;
      keysB[slot] = b;
      return { revision, hash: null, slot };
    },
    set: (slot, revision, row, i) => {
      if (revisions[slot] === 0) used++;
      row.copy(hashes, slot * HALF_BYTES, i * HASH_BYTES, i * HASH_BYTES + HALF_BYTES);
      revisions[slot] = revision + 1;
    },
  };
}

/** A name as 32 bits. The state is shifted into itself after each character, so that what a name adds depends on the seed. */
function mixed(name: string, seed: number): number {
  let state = seed;
  for (let i = 0; i < name.length; i++) {
    state = Math.imul(state ^ name.charCodeAt(i), 0x9e3779b1);
    state ^= state >>> 15;
  }
  return state;
}
