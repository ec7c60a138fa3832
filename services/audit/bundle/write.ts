import { isLeft } from 'fp-ts/Either';
import { sha256Hex } from '../../../contracts/json/canonical';
import { originalOf } from '../original';
import { Sha256 } from '../../../contracts/primitives';
import type { Content } from '../../content';
import type { EventLog } from '../../event-log';
import { readFeed } from '../../event-log/feed';
import { parseCheckpoint } from '../note';
import type { Tree } from '../tree';
import { leavesFrom } from './leaves';
import {
  type BundleFile,
  formatManifest,
  type Manifest,
  manifestDigest,
  type Scope,
  type SealClaim,
} from './manifest';
import { recordLines } from './record-lines';
import { tilesFor } from './tiles';

/** Takes a file of the bundle; resolves when it has room for the next. */
export type Put = (path: string, bytes: Uint8Array) => Promise<void>;

export interface NewBundleFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

export interface BundleSource {
  readonly log: EventLog;
  readonly tree: Pick<Tree, 'tile' | 'checkpoint'>;
  readonly content: Pick<Content, 'get'>;
  /** Hashes of originals that a record says were erased. */
  readonly erased: ReadonlySet<string>;
  readonly put: Put;
  readonly signal: AbortSignal;
}

/** What is to be in a bundle. */
export interface BundlePlan {
  readonly kind: Manifest['kind'];
  readonly scope: Scope;
  readonly wants: (stream: string) => boolean;
  /** Whether `meta` and its salts are given; its hash is in the leaf in either case. */
  readonly meta: Manifest['meta'];
  readonly seal: SealClaim | undefined;
  readonly leftOut: readonly string[];
  /** Files besides those of the log: the list of heads, a report, the verifier, and how to use it. */
  readonly extra: readonly NewBundleFile[];
}

/** The service has nothing signed to prove by, or no longer the files for it. */
export class NothingToProveBy extends Error {
  override readonly name = 'NothingToProveBy';
}

const CHUNK_BYTES = 1 << 20;

/**
 * Writes a bundle as of the last checkpoint, file by file in one order, in memory for a chunk of records; the manifest
 * comes last, so that what was cut off is no bundle. Rejects with `LogDamaged` where the log is not what was written.
 */
export async function writeBundle(source: BundleSource, plan: BundlePlan): Promise<Manifest> {
  const { log, tree, put, signal } = source;
  const bytes = tree.checkpoint();
  const checkpoint = bytes && parseCheckpoint(bytes);
  if (bytes === undefined || checkpoint === undefined) throw new NothingToProveBy('no checkpoint');
  const files: BundleFile[] = [];
  const add: Put = async (path, content) => {
    files.push({ path, size: content.length, sha256: sha256Hex(content) });
    await put(path, content);
  };

  await add('checkpoint', bytes);
  const { size } = checkpoint;
  const leafAt = leavesFrom(tree, size);
  const touched = new Set<number>();
  const originals = new Set<string>();
  let records = 0;
  let chunk: Buffer[] = [];
  let length = 0;
  let chunks = 0;
  const flush = async (): Promise<void> => {
    if (chunk.length > 0) await add(`records/${String(chunks++).padStart(6, '0')}`, Buffer.concat(chunk));
    [chunk, length] = [[], 0];
  };

  for await (const batch of readFeed(log)) {
    signal.throwIfAborted();
    for (const record of batch) {
      if (record.seq >= size || !plan.wants(record.stream)) continue;
      const lines = recordLines(record, await leafAt(record.seq), plan.meta === 'given');
      chunk.push(lines);
      length += lines.length;
      records++;
      touched.add(record.seq);
      const original = originalOf(record);
      if (original !== undefined) originals.add(original);
      if (length >= CHUNK_BYTES) await flush();
    }
    if ((batch.at(-1)?.seq ?? -1) + 1 >= size) break;
  }
  await flush();
  for (const { path, bytes: tile } of await tilesFor(tree, size, touched)) await add(path, tile);
  const missingOriginals = await addOriginals(source, originals, add);
  for (const { path, bytes: content } of plan.extra) await add(path, content);
  const { kind, scope, meta, seal, leftOut } = plan;
  const manifest: Manifest = {
    ...{ kind, origin: checkpoint.origin, scope, size, records, meta, seal, leftOut },
    missingOriginals,
    files,
  };
  const text = formatManifest(manifest);
  await put('manifest', Buffer.from(text));
  await put('manifest.sha256', Buffer.from(manifestDigest(text)));
  return manifest;
}

async function addOriginals(
  { content, erased, signal }: BundleSource,
  originals: ReadonlySet<string>,
  add: Put,
): Promise<Manifest['missingOriginals']> {
  const missing: { sha256: string; why: 'erased' | 'not-kept' }[] = [];
  for (const sha256 of [...originals].sort()) {
    signal.throwIfAborted();
    const found = erased.has(sha256) || !Sha256.is(sha256) ? undefined : await content.get(sha256)();
    if (found !== undefined && isLeft(found) && found.left.kind !== 'erased')
      throw new Error(`the original ${sha256} cannot be read`);
    const bytes = found === undefined || isLeft(found) ? undefined : found.right;
    if (bytes === undefined)
      missing.push({
        sha256,
        why: erased.has(sha256) || (found && isLeft(found)) ? 'erased' : 'not-kept',
      });
    else await add(`originals/${sha256}`, bytes);
  }
  return missing;
}
