import type { EventLog } from '../../event-log';
import { leafOf, parseLeaf } from '../leaf';
import {
  decodeEntries,
  type Edge,
  edgeRoot,
  emptyEdge,
  HASH_BYTES,
  leafHash,
  TILE_WIDTH,
  widthIn,
} from '../merkle';
import type { SignedCheckpoint } from '../note';
import { differs, otherRoot, shorter, tilesDiffer } from './alarm';
import type { Heads, Resume } from './heads';
import { recordsAfter } from './records';
import type { TileReader } from './tiles';

/** What is found at a start. */
export interface Found {
  /** The tree as its files have it, whole and equal to what was signed; empty where it has to be made anew. */
  readonly edge: Edge;
  /** What has been signed, the largest first. All of it must be true of any tree that is signed from now on. */
  readonly signed: readonly SignedCheckpoint[];
}

/** Finds the largest signed tree whose files are there. Throws `TreeAlarm` where they are there and say something else. */
export async function findTree(
  log: EventLog,
  tiles: TileReader,
  signed: readonly SignedCheckpoint[],
): Promise<Found> {
  const count = (await log.head())?.count ?? 0;
  for (const checkpoint of signed) if (count < checkpoint.size) throw shorter(count, checkpoint);
  for (const checkpoint of signed) {
    const edge = await readEdge(tiles, checkpoint.size);
    if (edge === undefined) continue;
    const root = edgeRoot(edge);
    if (!root.equals(checkpoint.root)) throw otherRoot(checkpoint, root);
    return { edge, signed };
  }
  return { edge: emptyEdge(), signed };
}

/** The right edge of a tree from its partial tiles; undefined if one is missing. */
export async function readEdge(tiles: TileReader, size: number): Promise<Edge | undefined> {
  const edge = { ...emptyEdge(), size };
  for (let level = 0; TILE_WIDTH ** level <= size; level++) {
    const index = Math.floor(size / TILE_WIDTH ** (level + 1));
    const hashes = await partial(tiles, level, index, size);
    if (hashes === undefined) return undefined;
    edge.levels.push(hashesOf(hashes));
  }
  const bundle = await partial(tiles, 'entries', Math.floor(size / TILE_WIDTH), size);
  const entries = bundle === undefined ? undefined : decodeEntries(bundle);
  return entries === undefined ? undefined : { ...edge, entries: [...entries] };
}

async function partial(
  tiles: TileReader,
  level: number | 'entries',
  index: number,
  size: number,
): Promise<Buffer | undefined> {
  const width = widthIn({ level, index }, size);
  return width === 0 ? Buffer.alloc(0) : tiles.bytesOf({ level, index, width });
}

function hashesOf(row: Buffer): Buffer[] {
  const hashes: Buffer[] = [];
  for (let at = 0; at < row.length; at += HASH_BYTES) hashes.push(row.subarray(at, at + HASH_BYTES));
  return hashes;
}

/**
 * Are these heads of this very log? Positions are the engine's own: where the log has been moved to another engine, or
 * restored from elsewhere, the heads are of no use, and are worked out again.
 */
export async function belongTo(
  log: EventLog,
  heads: Heads,
  tiles: TileReader,
  size: number,
): Promise<boolean> {
  const place = heads.resume();
  if (place === undefined) return true;
  const bytes = place.size > size ? undefined : await tiles.leafAt(place.size - 1, size);
  const leaf = bytes === undefined ? undefined : parseLeaf(bytes);
  if (leaf === undefined) return false;
  for await (const entry of log.readStream(leaf.stream, leaf.revision))
    return entry.position === place.position;
  return false;
}

const HEAD_RECORDS = 100;

/**
 * Head and tail of the log against the tree: its first records, and those of the last one or two bundles, are made into
 * leaves again and compared. What lies between is the scrub's.
 */
export async function compareEnds(
  log: EventLog,
  origin: string,
  tiles: TileReader,
  size: number,
  heads: Heads,
): Promise<void> {
  const section = { log, origin, tiles, size };
  if (size === 0) return;
  await compare(section, undefined, Math.min(size, HEAD_RECORDS));
  const place = heads.placeBefore(Math.max(0, size - TILE_WIDTH));
  if (place !== undefined) await compare(section, place, size);
}

interface Section {
  readonly log: EventLog;
  readonly origin: string;
  readonly tiles: TileReader;
  readonly size: number;
}

async function compare({ log, origin, tiles, size }: Section, after: Resume | undefined, to: number) {
  for await (const record of recordsAfter(log, after)) {
    if (record.seq >= to) return;
    const stored = await tiles.leafAt(record.seq, size);
    const leaf = stored === undefined ? undefined : parseLeaf(stored);
    if (stored === undefined || leaf === undefined)
      throw tilesDiffer(`The bundle of leaf ${record.seq}`, record.seq);
    const derived = leafOf(origin, record, leaf.prev);
    if (!derived.equals(stored))
      throw differs(record.seq, leafHash(stored).toString('hex'), leafHash(derived).toString('hex'));
  }
}
