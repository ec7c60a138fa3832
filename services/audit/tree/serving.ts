import { consistencyProof, inclusionProof, parseTilePath, TILE_WIDTH, widthIn } from '../merkle';
import { formatTlogProof, type SignedCheckpoint } from '../note';
import type { TileReader } from './tiles';

/** A tile or bundle as it is served. */
export interface ServedTile {
  readonly kind: 'tile' | 'entries';
  /** The bytes of a full one never change, nor do those of a partial one of this width. */
  readonly isFull: boolean;
  readonly bytes: Buffer;
}

/** What is read from the tree's files as of the last checkpoint; by whoever serves, in whatever thread. */
export interface Serving {
  /**
   * The tile or bundle of a path as C2SP tlog-tiles writes it, without a slash before it: `tile/0/x001/234.p/17`.
   * Undefined for a path that is written otherwise, and for what the last checkpoint does not cover.
   */
  tile(path: string): Promise<ServedTile | undefined>;
  /** The leaf's canonical bytes; undefined beyond the last checkpoint. */
  leafAt(seq: number): Promise<Buffer | undefined>;
  /**
   * A C2SP tlog-proof of the leaf in the tree of the last checkpoint, with the leaf itself as its `extra`; undefined
   * beyond it.
   */
  proofOf(seq: number): Promise<Buffer | undefined>;
  /** The hashes (base64) that show that the tree of `old` leaves begins that of the last checkpoint; undefined if it does not reach so far. */
  consistencyFrom(old: number): Promise<readonly string[] | undefined>;
}

export function serving(tiles: TileReader, last: () => SignedCheckpoint | undefined): Serving {
  const leafAt = async (seq: number): Promise<Buffer | undefined> => {
    const size = last()?.size ?? 0;
    return isBelow(seq, size) ? tiles.leafAt(seq, size) : undefined;
  };

  async function tile(path: string): Promise<ServedTile | undefined> {
    const id = parseTilePath(path);
    if (id === undefined || id.width > widthIn(id, last()?.size ?? 0)) return undefined;
    const bytes = await tiles.bytesOf(id);
    if (bytes === undefined) return undefined;
    return { kind: id.level === 'entries' ? 'entries' : 'tile', isFull: id.width === TILE_WIDTH, bytes };
  }

  async function proofOf(seq: number): Promise<Buffer | undefined> {
    const checkpoint = last();
    if (checkpoint === undefined || !isBelow(seq, checkpoint.size)) return undefined;
    const hashes = await inclusionProof({ size: checkpoint.size, read: tiles.hashes }, seq);
    const leaf = await tiles.leafAt(seq, checkpoint.size);
    return formatTlogProof({
      index: seq,
      hashes,
      checkpoint: checkpoint.bytes,
      ...(leaf === undefined ? {} : { extra: leaf }),
    });
  }

  async function consistencyFrom(old: number): Promise<readonly string[] | undefined> {
    const size = last()?.size ?? 0;
    if (!Number.isSafeInteger(old) || old < 1 || old > size) return undefined;
    const hashes = await consistencyProof({ size, read: tiles.hashes }, old);
    return hashes.map(hash => hash.toString('base64'));
  }

  return { tile, leafAt, proofOf, consistencyFrom };
}

const isBelow = (seq: number, size: number): boolean => Number.isSafeInteger(seq) && seq >= 0 && seq < size;
