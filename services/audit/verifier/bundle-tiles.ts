import type { Folder } from './files';
import { HASH_BYTES, perfectRoot } from './hashes';
import type { Checkpoint } from './notes';
import { readTile, WIDTH, widthOf } from './tiles';
import { rootOf, rowOf } from './tree';
import { add, type Report, stop } from './verdict';

/** The hash that a signed tree has at a place; undefined where the bundle does not prove it. */
export type HashAt = (index: number) => Buffer | undefined;

/**
 * The tiles of a bundle are its proofs of inclusion: the right edge of the tree gives the root that was signed, and each
 * full tile the hash that stands for it in the tile above. Gives hashes of leaves from tiles that hold.
 */
export function provenHashes(report: Report, folder: Folder, { size, root }: Checkpoint): HashAt {
  const edge = new Map<number, Buffer>();
  for (let level = 0; Math.floor(size / WIDTH ** level) > 0; level++) {
    const index = Math.floor(size / WIDTH ** (level + 1));
    const width = widthOf(level, index, size);
    edge.set(level, width === 0 ? Buffer.alloc(0) : read(folder, level, index, width));
  }
  const found = rootOf([...edge.values()].map(rowOf));
  if (!found.equals(root)) {
    const message = 'The tiles in the bundle are not those that were signed.';
    const hashes = { expected: root.toString('base64'), found: found.toString('base64') };
    add(report, { verdict: 'tampered', code: 'root-differs', message, ...hashes });
    return () => undefined;
  }

  /** The last full tile of each level, since leaves come in order. */
  const last = new Map<number, { readonly index: number; readonly bytes: Buffer | undefined }>();
  function tile(level: number, index: number): Buffer | undefined {
    if (index === Math.floor(size / WIDTH ** (level + 1))) return edge.get(level);
    const known = last.get(level);
    if (known?.index === index) return known.bytes;
    const bytes = read(folder, level, index, WIDTH);
    const stated = hashAt(level + 1, index);
    const holds = stated?.equals(perfectRoot(bytes, 0, WIDTH)) === true;
    if (!holds) {
      const span = WIDTH ** (level + 1);
      const message = `The tile ${index} of level ${level} is not the one that was signed.`;
      const place = { index: index * span, before: (index + 1) * span };
      add(report, { verdict: 'tampered', code: 'tile-differs', message, ...place });
    }
    last.set(level, { index, bytes: holds ? bytes : undefined });
    return holds ? bytes : undefined;
  }
  const hashAt = (level: number, place: number): Buffer | undefined => {
    const from = (place % WIDTH) * HASH_BYTES;
    return tile(level, Math.floor(place / WIDTH))?.subarray(from, from + HASH_BYTES);
  };
  return index => hashAt(0, index);
}

function read(folder: Folder, level: number, index: number, width: number): Buffer {
  const tile = readTile(folder, level, index, width, { bytes: Buffer.alloc(0) });
  if (tile === undefined)
    return stop('incomplete', 'missing-file', `The tile ${index} of level ${level} is not there.`);
  return tile.bytes.length === width * HASH_BYTES
    ? tile.bytes
    : stop('unreadable', 'truncated', `${tile.path} has ${tile.bytes.length} bytes.`);
}
