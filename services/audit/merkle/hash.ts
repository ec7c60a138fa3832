import { hash } from 'node:crypto';

/** A SHA-256, 32 bytes. */
export type Hash = Buffer;
export const HASH_BYTES = 32;

const LEAF = Buffer.of(0x00);
const pair = Buffer.alloc(1 + 2 * HASH_BYTES, 0x01);

/** RFC 6962, 2.1: the hash of a leaf. */
export const leafHash = (leaf: Uint8Array): Hash => hash('sha256', Buffer.concat([LEAF, leaf]), 'buffer');

/** RFC 6962, 2.1: the hash of an inner node. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Hash {
  pair.set(left, 1);
  pair.set(right, 1 + HASH_BYTES);
  return hash('sha256', pair, 'buffer');
}

/** The root of the tree without leaves. */
export const EMPTY_ROOT: Hash = hash('sha256', '', 'buffer');

/** The root over a power of two of hashes in a row, `count` of them from the `from`-th on. */
export function perfectRoot(hashes: Buffer, from: number, count: number): Hash {
  if (count === 1) return Buffer.from(hashes.subarray(from * HASH_BYTES, (from + 1) * HASH_BYTES));
  const half = count / 2;
  return nodeHash(perfectRoot(hashes, from, half), perfectRoot(hashes, from + half, half));
}

/** The largest power of two below `n`, for n ≥ 2: where RFC 6962 splits a tree. */
export function splitOf(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

export const isPowerOfTwo = (n: number): boolean => Number.isInteger(Math.log2(n));
