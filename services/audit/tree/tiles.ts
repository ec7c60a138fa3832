import {
  decodeEntries,
  firstEntries,
  fullPath,
  HASH_BYTES,
  partialFolder,
  type ReadTile,
  TILE_WIDTH,
  type TileId,
  tilePath,
} from '../merkle';
import { namesIn, readIfThere, within } from './files';

/** A tile that the tree needs is not there, or is not what a tile looks like. It can be made again from the log. */
export class TileMissing extends Error {
  override readonly name = 'TileMissing';
  constructor(readonly tile: TileId) {
    super(`${tilePath(tile)} is missing or too short`);
  }
}

/** Reads what the projector has written below a folder. */
export interface TileReader {
  /**
   * The bytes of a tile or bundle, exactly as wide as asked for: from the file itself, or from the beginning of a wider
   * one, since a narrower one is removed in time. Undefined where nothing as wide is there.
   */
  bytesOf(id: TileId): Promise<Buffer | undefined>;
  /** For proofs: throws `TileMissing`. Keeps the full tiles it has read last. */
  readonly hashes: ReadTile;
  /** A leaf; undefined where its bundle is not there. */
  leafAt(seq: number, size: number): Promise<Buffer | undefined>;
}

const KEPT_TILES = 64;

export function tileReader(folder: string): TileReader {
  const kept = new Map<string, Buffer>();

  async function bytesOf(id: TileId): Promise<Buffer | undefined> {
    const exact = await readIfThere(within(folder, tilePath(id)));
    if (exact !== undefined) return cut(exact, id);
    if (id.width === TILE_WIDTH) return undefined;
    const full = await readIfThere(within(folder, fullPath(id)));
    if (full !== undefined) return cut(full, id);
    const wider = await widerThan(id);
    // Between the look and the read it may have been replaced by one that is wider still.
    const bytes = wider === undefined ? undefined : await readIfThere(within(folder, tilePath(wider)));
    if (bytes !== undefined) return cut(bytes, id);
    return wider === undefined ? undefined : bytesOf(wider).then(b => (b === undefined ? b : cut(b, id)));
  }

  async function widerThan(id: TileId): Promise<TileId | undefined> {
    const names = await namesIn(within(folder, partialFolder(id)));
    const widths = names.filter(name => /^[1-9]\d{0,2}$/.test(name)).map(Number);
    const width = Math.max(0, ...widths);
    return width > id.width && width < TILE_WIDTH ? { ...id, width } : undefined;
  }

  async function hashes(id: { level: number; index: number; width: number }): Promise<Buffer> {
    const key = tilePath(id);
    const known = kept.get(key);
    if (known !== undefined) return known;
    const bytes = await bytesOf(id);
    if (bytes === undefined) throw new TileMissing(id);
    if (id.width === TILE_WIDTH) {
      const [oldest] = kept.keys();
      if (kept.size >= KEPT_TILES && oldest !== undefined) kept.delete(oldest);
      kept.set(key, bytes);
    }
    return bytes;
  }

  async function leafAt(seq: number, size: number): Promise<Buffer | undefined> {
    const index = Math.floor(seq / TILE_WIDTH);
    const width = Math.min(TILE_WIDTH, size - index * TILE_WIDTH);
    if (seq - index * TILE_WIDTH >= width) return undefined;
    const bundle = await bytesOf({ level: 'entries', index, width });
    return bundle === undefined ? undefined : decodeEntries(bundle)?.[seq % TILE_WIDTH];
  }

  return { bytesOf, hashes, leafAt };
}

/** As much of the bytes as belongs to the tile; undefined if there is less. */
function cut(bytes: Buffer, { level, width }: TileId): Buffer | undefined {
  if (level === 'entries') return firstEntries(bytes, width);
  return bytes.length >= width * HASH_BYTES ? bytes.subarray(0, width * HASH_BYTES) : undefined;
}
