import { hash } from 'node:crypto';

/** RFC 6962, 2.1: SHA-256 with 0x00 before a leaf and 0x01 before a pair of hashes. */
export const HASH_BYTES = 32;

const LEAF = Buffer.of(0x00);
const pair = Buffer.alloc(1 + 2 * HASH_BYTES, 0x01);

/** Through a binary string, one character a byte: Node makes these several times faster than small buffers. */
const raw = (bytes: Uint8Array | string): string => hash('sha256', bytes, 'binary');

export const sha256 = (bytes: Uint8Array | string): Buffer => Buffer.from(raw(bytes), 'latin1');

export const leafHash = (leaf: Uint8Array): Buffer => sha256(Buffer.concat([LEAF, leaf]));

/**
 * Writes the hash of the leaf from `from` to `to` in a bundle as the `i`-th of a row. The byte before the leaf, the end
 * of its length, has been read already and serves as the prefix.
 */
export function hashLeafInto(row: Buffer, i: number, bundle: Buffer, from: number, to: number): void {
  const before = bundle[from - 1] ?? 0;
  bundle[from - 1] = 0x00;
  row.write(raw(bundle.subarray(from - 1, to)), i * HASH_BYTES, 'latin1');
  bundle[from - 1] = before;
}

export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  pair.set(left, 1);
  pair.set(right, 1 + HASH_BYTES);
  return sha256(pair);
}

/**
 * The root over so many hashes in a row, a power of two: halved again and again, in place of a copy. The byte before each
 * pair, which has been hashed already, becomes its prefix.
 */
export function perfectRoot(row: Buffer, from: number, count: number): Buffer {
  const work = Buffer.allocUnsafe(1 + count * HASH_BYTES);
  row.copy(work, 1, from * HASH_BYTES, (from + count) * HASH_BYTES);
  for (let left = count; left > 1; left /= 2) {
    for (let i = 0; i < left; i += 2) {
      const at = i * HASH_BYTES;
      work[at] = 0x01;
      work.write(raw(work.subarray(at, at + 1 + 2 * HASH_BYTES)), 1 + at / 2, 'latin1');
    }
  }
  return work.subarray(1, 1 + HASH_BYTES);
}

/**
 * The root that a proof of inclusion leads to (RFC 9162, 2.1.3.2); undefined if the proof has not as many hashes as the
 * place of the leaf demands.
 */
export function rootByInclusion(
  leaf: Buffer,
  index: number,
  size: number,
  proof: readonly Buffer[],
): Buffer | undefined {
  let root = leaf;
  let [at, last] = [index, size - 1];
  if (index < 0 || index >= size) return undefined;
  for (const sibling of proof) {
    if (last === 0) return undefined;
    if (at % 2 === 1 || at === last) {
      root = nodeHash(sibling, root);
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
    } else {
      root = nodeHash(root, sibling);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 ? root : undefined;
}

/** Does the proof show that the larger tree begins with the smaller one (RFC 9162, 2.1.4.2)? */
export function isConsistent(
  old: { readonly size: number; readonly root: Buffer },
  now: { readonly size: number; readonly root: Buffer },
  proof: readonly Buffer[],
): boolean {
  if (old.size === now.size) return proof.length === 0 && old.root.equals(now.root);
  if (old.size < 1 || old.size > now.size) return false;
  let [at, last] = [old.size - 1, now.size - 1];
  while (at % 2 === 1) [at, last] = [half(at), half(last)];
  const [first, ...rest] = at === 0 ? [old.root, ...proof] : proof;
  if (first === undefined) return false;
  let [oldRoot, newRoot] = [first, first];
  for (const sibling of rest) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      [oldRoot, newRoot] = [nodeHash(sibling, oldRoot), nodeHash(sibling, newRoot)];
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
    } else {
      newRoot = nodeHash(newRoot, sibling);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && oldRoot.equals(old.root) && newRoot.equals(now.root);
}

/** Not by shifting, which is for 32 bits only. */
const half = (n: number): number => Math.floor(n / 2);
