import type { Folder, Scratch } from './files';
import { HASH_BYTES } from './hashes';

/** C2SP tlog-tiles: 256 hashes, or entries, to a full file. */
export const WIDTH = 256;
const MOST_BUNDLE_BYTES = WIDTH * (2 + 0xffff);

/** How wide a tile or bundle is in a tree of that size; 0 where there is none. */
export const widthOf = (level: number, index: number, size: number): number =>
  Math.max(0, Math.min(WIDTH, Math.floor(size / WIDTH ** level) - index * WIDTH));

function pathOf(level: number | 'entries', index: number): string {
  const digits = String(index);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/.{3}/g) ?? [];
  return `tile/${level}/${groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join('/')}`;
}

export interface TileFile {
  readonly path: string;
  readonly bytes: Buffer;
  /** It is just as wide as was asked for; otherwise only its beginning is of concern. */
  readonly isExact: boolean;
}

/** The tile or bundle of that width, or the full one that has taken its place; undefined if neither is there. */
export function readTile(
  folder: Folder,
  level: number | 'entries',
  index: number,
  width: number,
  scratch: Scratch,
): TileFile | undefined {
  const limit = level === 'entries' ? MOST_BUNDLE_BYTES : WIDTH * HASH_BYTES;
  const full = pathOf(level, index);
  const exact = width === WIDTH ? full : `${full}.p/${width}`;
  const bytes = folder.read(exact, limit, scratch);
  if (bytes !== undefined) return { path: exact, bytes, isExact: true };
  if (width === WIDTH) return undefined;
  const wider = folder.read(full, limit, scratch);
  return wider === undefined ? undefined : { path: full, bytes: wider, isExact: false };
}
