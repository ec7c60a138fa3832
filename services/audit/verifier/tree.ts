import { type Folder, newScratch, type Scratch } from './files';
import { HASH_BYTES, hashLeafInto, nodeHash, perfectRoot, sha256 } from './hashes';
import { readTile, type TileFile, WIDTH, widthOf } from './tiles';
import { add, type Report } from './verdict';

/** What is to be done with each leaf: its text and index, and a row of hashes of which its own is the `i`-th. */
export type EachLeaf = (text: string, index: number, row: Buffer, i: number) => void;

/**
 * Goes through the leaves of a log folder, up to a size, and makes the tree of them anew; every tile is held against it.
 * Gives the root, and the roots of the smaller sizes that were asked for; undefined as soon as a leaf is missing.
 */
export function walkTree(
  report: Report,
  folder: Folder,
  size: number,
  sizes: ReadonlySet<number>,
  each: EachLeaf,
): ReadonlyMap<number, Buffer> | undefined {
  const roots = new Map<number, Buffer>();
  const levels: Buffer[][] = [];
  const scratch = newScratch();
  const tileScratch = newScratch();
  for (let index = 0; index * WIDTH < size; index++) {
    const width = widthOf(0, index, size);
    const bundle = readTile(folder, 'entries', index, width, scratch);
    if (bundle === undefined) {
      const message = `The bundle of the leaves from ${index * WIDTH} on is not there.`;
      add(report, { verdict: 'incomplete', code: 'missing-file', message, index: index * WIDTH });
      return undefined;
    }
    const row = hashBundle(report, bundle, index, width, each);
    if (row === undefined) return undefined;
    report.leaves += width;
    compareTile(report, folder, tileScratch, 0, index, row);
    levels[0] = rowOf(row);
    for (const asked of sizes)
      if (asked > index * WIDTH && asked <= index * WIDTH + width)
        roots.set(asked, rootOf([rowOf(row).slice(0, asked - index * WIDTH), ...levels.slice(1)]));
    if (width === WIDTH) carry(report, folder, tileScratch, levels, index);
  }
  levels.forEach((row, level) => {
    if (level > 0 && row.length > 0)
      compareTile(
        report,
        folder,
        tileScratch,
        level,
        Math.floor(size / WIDTH ** (level + 1)),
        Buffer.concat(row),
      );
  });
  return roots;
}

/** A full row of hashes becomes one hash of the level above. */
function carry(report: Report, folder: Folder, scratch: Scratch, levels: Buffer[][], tile: number): void {
  let index = tile;
  for (let level = 0; levels[level]?.length === WIDTH; level++) {
    const row = Buffer.concat(levels[level] ?? []);
    if (level > 0) compareTile(report, folder, scratch, level, index, row);
    levels[level] = [];
    (levels[level + 1] ??= []).push(perfectRoot(row, 0, WIDTH));
    index = Math.floor(index / WIDTH);
  }
}

function hashBundle(
  report: Report,
  { path, bytes, isExact }: TileFile,
  index: number,
  width: number,
  each: EachLeaf,
): Buffer | undefined {
  const row = Buffer.allocUnsafe(width * HASH_BYTES);
  let at = 0;
  for (let i = 0; i < width; i++) {
    const from = at + 2;
    const to = from <= bytes.length ? from + bytes.readUInt16BE(at) : Infinity;
    if (to > bytes.length) {
      const message = `${path} ends in the middle of a leaf.`;
      add(report, { verdict: 'unreadable', code: 'truncated', message, index: index * WIDTH + i });
      return undefined;
    }
    hashLeafInto(row, i, bytes, from, to);
    each(bytes.toString('latin1', from, to), index * WIDTH + i, row, i);
    at = to;
  }
  if (isExact && at !== bytes.length) {
    const message = `${path} holds ${bytes.length - at} bytes behind its last leaf.`;
    add(report, { verdict: 'tampered', code: 'trailing-bytes', message, index: index * WIDTH + width });
  }
  return row;
}

function compareTile(
  report: Report,
  folder: Folder,
  scratch: Scratch,
  level: number,
  index: number,
  row: Buffer,
): void {
  const tile = readTile(folder, level, index, row.length / HASH_BYTES, scratch);
  const leavesEach = WIDTH ** level;
  const first = index * WIDTH * leavesEach;
  const span = { index: first, before: first + (row.length / HASH_BYTES) * leavesEach };
  if (tile === undefined) {
    const message = `The tile ${index} of level ${level} is not there.`;
    return add(report, { verdict: 'incomplete', code: 'missing-file', message, ...span });
  }
  const { path, bytes, isExact } = tile;
  if (bytes.length < row.length || (isExact && bytes.length !== row.length)) {
    const message = `${path} has ${bytes.length} bytes.`;
    return add(report, {
      verdict: bytes.length < row.length ? 'unreadable' : 'tampered',
      code: 'truncated',
      message,
      ...span,
      expected: `${row.length} bytes`,
    });
  }
  if (bytes.compare(row, 0, row.length, 0, row.length) === 0) return;
  let i = 0;
  const at = (hashes: Buffer): Buffer => hashes.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES);
  while (at(bytes).equals(at(row))) i++;
  add(report, {
    verdict: 'tampered',
    code: level === 0 ? 'leaf-differs' : 'tile-differs',
    message:
      level === 0
        ? 'The leaf is not the one that its tile tells of.'
        : `${path} tells of other leaves than there are, from this index on.`,
    index: first + i * leavesEach,
    ...(level === 0 ? {} : { before: first + (i + 1) * leavesEach }),
    expected: at(bytes).toString('hex'),
    found: at(row).toString('hex'),
  });
}

export function rowOf(row: Buffer): Buffer[] {
  const hashes: Buffer[] = [];
  for (let at = 0; at < row.length; at += HASH_BYTES) hashes.push(row.subarray(at, at + HASH_BYTES));
  return hashes;
}

/** The root of a tree by the rows of hashes at its right edge: its complete subtrees, joined from the right. */
export function rootOf(levels: readonly (readonly Buffer[])[]): Buffer {
  let root: Buffer | undefined;
  for (const hashes of levels) {
    const row = Buffer.concat(hashes);
    let end = hashes.length;
    for (let count = 1; count <= WIDTH; count *= 2) {
      if (Math.floor(hashes.length / count) % 2 === 0) continue;
      const subtree = perfectRoot(row, end - count, count);
      root = root === undefined ? subtree : nodeHash(subtree, root);
      end -= count;
    }
  }
  return root ?? sha256('');
}
