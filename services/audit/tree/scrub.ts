import { join } from 'node:path';
import type { EventLog } from '../../event-log';
import { leafOf } from '../leaf';
import {
  addLeaf,
  decodeEntries,
  edgeRoot,
  emptyEdge,
  HASH_BYTES,
  leafHash,
  partialFiles,
  TILE_WIDTH,
  type TileFile,
  tilePath,
  widthIn,
} from '../merkle';
import type { SignedCheckpoint } from '../note';
import { type Alarm, damaged, differs, otherRoot, shorter, TreeAlarm, tilesDiffer } from './alarm';
import { openHeads, removeHeads } from './heads';
import { recordsAfter } from './records';
import type { TileReader } from './tiles';

export interface ScrubReport {
  /** How many records were made into leaves again and compared. */
  readonly checked: number;
  /** The size of the tree that was gone through. */
  readonly size: number;
  readonly seconds: number;
  /** Undefined when everything is as it was signed. */
  readonly alarm: Alarm | undefined;
}

export interface ScrubOptions {
  readonly signal?: AbortSignal;
  readonly progress?: (done: number, total: number) => void;
}

export interface Scrubbed {
  readonly log: EventLog;
  readonly origin: string;
  readonly folder: string;
  readonly tiles: TileReader;
  /** What was signed, the largest first: all of it must be true of the log. */
  readonly signed: readonly SignedCheckpoint[];
}

const READ_BATCH = 100;
const COMMIT_EVERY = 20_000;

/**
 * Reads the whole log again, makes every leaf and every tile anew, and compares them with what lies in the files and
 * with what was signed. Takes no part in what the projector does; heads are worked out in a file of its own.
 */
export async function scrub(at: Scrubbed, options: ScrubOptions = {}): Promise<ScrubReport> {
  const began = performance.now();
  const size = at.signed[0]?.size ?? 0;
  let checked = 0;
  const alarm = await gone();
  return { checked, size, seconds: (performance.now() - began) / 1_000, alarm };

  async function gone(): Promise<Alarm | undefined> {
    try {
      await goThrough(at, size, options, count => (checked = count));
      return undefined;
    } catch (error) {
      if (error instanceof TreeAlarm) return error.alarm;
      throw error;
    }
  }
}

async function goThrough(
  at: Scrubbed,
  size: number,
  { signal, progress }: ScrubOptions,
  counted: (checked: number) => void,
): Promise<void> {
  const file = join(at.folder, 'scrub.db');
  removeHeads(file);
  const heads = openHeads(file);
  const edge = emptyEdge();
  const compareLeaf = leafComparer(at.tiles, size);
  const roots = [...at.signed].reverse();
  let filled: TileFile[] = [];
  try {
    for await (const record of recordsAfter(at.log, undefined)) {
      if (record.seq >= size) break;
      signal?.throwIfAborted();
      const prev = heads.get(record.stream);
      if ((prev?.revision ?? -1) !== record.revision - 1)
        throw damaged(`The revisions of the stream ${record.stream} have a gap.`, record.seq);
      const leaf = leafOf(at.origin, record, prev?.hash ?? null);
      await compareLeaf(record.seq, leaf);
      const hash = addLeaf(edge, leaf, tile => filled.push(tile));
      heads.put(record.stream, { revision: record.revision, hash: hash.toString('hex') });
      for (const tile of filled) await compareTile(at.tiles, tile);
      filled = [];
      while (roots[0]?.size === edge.size) requireRoot(roots.shift(), edgeRoot(edge));
      if (edge.size % COMMIT_EVERY === 0) heads.commit({ ...record, size: edge.size });
      if (edge.size % READ_BATCH === 0) progress?.(edge.size, size);
      counted(edge.size);
    }
    for (const tile of partialFiles(edge)) await compareTile(at.tiles, tile);
    const unmet = roots.find(checkpoint => checkpoint.size > edge.size);
    if (unmet !== undefined) throw shorter(edge.size, unmet);
    progress?.(edge.size, size);
  } finally {
    heads.close();
    removeHeads(file);
  }
}

/** Compares leaves in a row with tiles and bundles, each of which is read once. */
function leafComparer(tiles: TileReader, size: number) {
  let at = -1;
  let row: Buffer | undefined;
  let entries: readonly Buffer[] = [];

  async function read(index: number): Promise<void> {
    const width = widthIn({ level: 0, index }, size);
    row = await tiles.bytesOf({ level: 0, index, width });
    const bundle = await tiles.bytesOf({ level: 'entries', index, width });
    entries = (bundle === undefined ? undefined : decodeEntries(bundle)) ?? [];
    at = index;
  }

  /** What disagrees is told apart by the two others: the log, the tile, the bundle. */
  return async (seq: number, leaf: Buffer): Promise<void> => {
    const index = Math.floor(seq / TILE_WIDTH);
    if (index !== at) await read(index);
    const hash = leafHash(leaf);
    const from = (seq % TILE_WIDTH) * HASH_BYTES;
    const inTile = row?.subarray(from, from + HASH_BYTES);
    const stored = entries[seq % TILE_WIDTH];
    const found = hash.toString('hex');
    if (inTile?.equals(hash) === true) {
      if (stored?.equals(leaf) === true) return;
      const storedHash = stored === undefined ? 'nothing' : leafHash(stored).toString('hex');
      throw tilesDiffer(`The bundle of leaf ${seq}`, seq, found, storedHash);
    }
    if (stored?.equals(leaf) === true || stored === undefined || inTile === undefined)
      throw tilesDiffer(`The tile of leaf ${seq}`, seq, found, inTile?.toString('hex') ?? 'nothing');
    throw differs(seq, inTile.toString('hex'), found);
  };
}

async function compareTile(tiles: TileReader, { id, bytes }: TileFile): Promise<void> {
  const stored = await tiles.bytesOf(id);
  if (stored?.equals(bytes) === true) return;
  const first = id.index * TILE_WIDTH ** (id.level === 'entries' ? 1 : id.level + 1);
  throw tilesDiffer(`The file ${tilePath(id)}`, first);
}

function requireRoot(checkpoint: SignedCheckpoint | undefined, root: Buffer): void {
  if (checkpoint?.root.equals(root) === false) throw otherRoot(checkpoint, root);
}
