import { setTimeout as sleep } from 'node:timers/promises';
import type { EventLog } from '../../event-log';
import { type FeedRecord, follow } from '../../event-log/feed';
import { leafOf } from '../leaf';
import {
  addLeaf,
  type Edge,
  edgeRoot,
  fullPath,
  HASH_BYTES,
  leafHash,
  partialFiles,
  partialFolder,
  TILE_WIDTH,
  type TileFile,
  tilePath,
  widthIn,
} from '../merkle';
import { parseCheckpoint, signCheckpoint, type SignedCheckpoint, type Signer } from '../note';
import { differs } from './alarm';
import { type Kept, requireConsistent } from './anchor';
import { type BeforeStep, type FileWriter, within } from './files';
import type { Heads, Resume } from './heads';
import { feedPlaceOf, isDamage, recordsAfter } from './records';
import type { TileReader } from './tiles';

/** How many leaves go into one checkpoint at most, while catching up. */
const MAX_BATCH = 4_096;
const READ_BATCH = 500;

/** The kept heads are not those of this log; they are derived, and are made anew. */
export class HeadsStale extends Error {
  override readonly name = 'HeadsStale';
}

export interface Projection {
  readonly log: EventLog;
  readonly origin: string;
  readonly folder: string;
  readonly signers: readonly Signer[];
  readonly files: FileWriter;
  readonly before: BeforeStep;
  readonly tiles: TileReader;
  readonly anchor: Kept;
  /** The checkpoint that is shown, beside the tiles. */
  readonly shown: Kept;
  readonly heads: Heads;
  /** The least time between two checkpoints once the log's end is reached. */
  readonly rhythmMs: number;
  /** A checkpoint is signed, in the anchor, and in its place. */
  readonly published: (checkpoint: SignedCheckpoint) => void;
  /** So many records have been read. */
  readonly seen: (count: number) => void;
  /** Throws where the alarm has been raised, by whomever: nothing more is signed, written or shown then. */
  readonly requireSound: () => void;
}

/**
 * Follows the feed and grows the tree until the signal ends it. The order of what is written is what makes any moment a
 * good one to be killed in: tiles; then the anchor, so that nothing is shown to anybody that it does not remember; then
 * the checkpoint; then the heads; and only then superseded partial tiles go.
 */
export async function project(
  at: Projection,
  edge: Edge,
  signed: readonly SignedCheckpoint[],
  signal: AbortSignal,
): Promise<void> {
  const base = edge.size;
  let place = resumeWithin(at.heads, base);
  let unproven = signed;
  let filled: TileFile[] = [];
  let partials = new Set(partialFiles(edge).map(({ id }) => tilePath(id)));
  let uncommitted = 0;
  let flushed = performance.now();
  let pause = at.rhythmMs;

  async function take(record: FeedRecord): Promise<void> {
    const { heads, origin } = at;
    const prev = record.revision === 0 ? undefined : heads.get(record.stream);
    if (record.revision > 0 && prev?.revision !== record.revision - 1) throw new HeadsStale(record.stream);
    const leaf = leafOf(origin, record, prev?.hash ?? null);
    const isNew = record.seq >= base;
    const hash = isNew ? addLeaf(edge, leaf, file => filled.push(file)) : leafHash(leaf);
    if (!isNew) await requireSame(at.tiles, record.seq, base, hash);
    heads.put(record.stream, { revision: record.revision, hash: hash.toString('hex') });
    place = resumeAfter(record);
    if (place.size % TILE_WIDTH === 0) heads.mark(place);
    uncommitted++;
  }

  async function flush(): Promise<void> {
    at.requireSound();
    if (uncommitted === 0 || place === undefined) return;
    const began = performance.now();
    const files = [...filled, ...partialFiles(edge)].filter(({ id }) => !partials.has(tilePath(id)));
    if (files.length > 0) {
      await at.files.write(files.map(({ id, bytes }) => ({ path: within(at.folder, tilePath(id)), bytes })));
      await publish();
    }
    at.requireSound();
    at.before('commit', 'heads');
    at.heads.commit(place);
    uncommitted = 0;
    removeSuperseded();
    flushed = performance.now();
    pause = pauseAfter(flushed - began, at.rhythmMs);
  }

  async function publish(): Promise<void> {
    const tree = { size: edge.size, read: at.tiles.hashes };
    // A tree made anew has nothing to say before it has come as far as what was signed.
    if (unproven.some(({ size }) => size > edge.size)) return;
    for (const checkpoint of unproven) await requireConsistent(checkpoint, tree);
    at.requireSound();
    unproven = [];
    const bytes = signCheckpoint({ origin: at.origin, size: edge.size, root: edgeRoot(edge) }, at.signers);
    const checkpoint = parseCheckpoint(bytes);
    if (checkpoint === undefined) throw new Error('a checkpoint that cannot be read back');
    for (const kept of [at.anchor, at.shown]) {
      const ahead = await kept.advance(checkpoint, tree);
      at.requireSound();
      if (ahead !== undefined) {
        unproven = [ahead];
        return;
      }
    }
    at.published(checkpoint);
  }

  function removeSuperseded(): void {
    const present = new Set(partialFiles(edge).map(({ id }) => tilePath(id)));
    const full = new Set(filled.map(({ id }) => fullPath(id)));
    for (const path of partials)
      if (!present.has(path) && !full.has(path.replace(/\.p\/\d+$/, '')))
        at.files.remove(within(at.folder, path));
    for (const { id } of filled) at.files.remove(within(at.folder, partialFolder(id)));
    filled = [];
    partials = present;
  }

  if (base > 0) await publish();
  try {
    for await (const batch of follow(at.log, feedPlaceOf(place), signal, { batchSize: READ_BATCH })) {
      for (const record of batch) await take(record);
      if (place !== undefined) at.seen(place.size);
      // While more and more comes, the end of the log is never reached.
      const isDue = batch.length === 0 || uncommitted >= MAX_BATCH || performance.now() - flushed >= pause;
      if (isDue) await flush();
      if (batch.length === 0) await sleep(pause, undefined, { signal }).catch(() => undefined);
    }
    await flush();
  } catch (error) {
    // Reads on to the damage one by one, for its index.
    if (isDamage(error)) for await (const record of recordsAfter(at.log, place)) place = resumeAfter(record);
    throw error;
  }
}

const MOST_PAUSE_MS = 300;

/** Where the disk is busy, checkpoints come less often, so that they take no more than a part of it from the appends. */
const pauseAfter = (tookMs: number, rhythmMs: number): number =>
  Math.max(rhythmMs, Math.min(MOST_PAUSE_MS, 4 * tookMs));

const resumeAfter = ({ seq, position, recordedAt }: FeedRecord): Resume => ({
  size: seq + 1,
  position,
  recordedAt,
});

/** Where the heads stand, if that is within the tree; otherwise they begin anew. */
function resumeWithin(heads: Heads, size: number): Resume | undefined {
  const place = heads.resume();
  if (place === undefined || place.size <= size) return place;
  heads.reset();
  return undefined;
}

/** A record below the tree's size is read again when the heads lag behind; it must be the one that was signed for. */
async function requireSame(tiles: TileReader, seq: number, size: number, found: Buffer): Promise<void> {
  const index = Math.floor(seq / TILE_WIDTH);
  const row = await tiles.hashes({ level: 0, index, width: widthIn({ level: 0, index }, size) });
  const from = (seq % TILE_WIDTH) * HASH_BYTES;
  const expected = row.subarray(from, from + HASH_BYTES);
  if (!expected.equals(found)) throw differs(seq, expected.toString('hex'), found.toString('hex'));
}
