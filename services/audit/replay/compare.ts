import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isLeft } from 'fp-ts/Either';
import { canonicalJson } from '../../../contracts/json/canonical';
import { differences } from '../../../contracts/diff';
import {
  collectionsOf,
  type Document,
  type Generation,
  openPast,
  openViewStore,
  pairsOf,
  type Runner,
  startRunner,
  views,
} from '../../../projections';
import type { EventLog } from '../../event-log';

/** A document that is not what the log says it is. */
export interface ReplayDifference {
  readonly collection: string;
  readonly key: string;
  /** RFC 6901 pointer to the first field that differs; empty where the whole document is missing or too much. */
  readonly field: string;
  /** As the live views have it, in short. */
  readonly live: string;
  /** As the log gives it. */
  readonly replayed: string;
}

export interface ReplayResult {
  /** Records folded anew. */
  readonly records: number;
  /** Documents compared. */
  readonly documents: number;
  readonly differences: readonly ReplayDifference[];
  /** There are more differences than are listed. */
  readonly more: boolean;
}

export type ReplayStage = 'folding' | 'comparing';

export interface ReplayOptions {
  readonly log: EventLog;
  /** The views in use; they may go on moving. */
  readonly live: Generation;
  readonly onProgress?: (stage: ReplayStage, done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

const LISTED = 100;
const DAY_MS = 86_400_000;
/** Bookkeeping of the runner; what it tells shows in the documents. */
const UNCOMPARED: ReadonlySet<string> = new Set(['streams', 'feed']);

/**
 * Folds the log from nothing, in a place of its own, and compares with the views in use, document by document. Where a
 * document differs, the views may only have moved on meanwhile; so it is folded once more for exactly the point the live
 * views had reached when it was read, and only what differs then is told.
 */
export async function compareReplay(options: ReplayOptions): Promise<ReplayResult> {
  const { log, onProgress = () => undefined } = options;
  const folder = mkdtempSync(join(tmpdir(), 'kravspor-replay-'));
  const store = await openViewStore(`file:${join(folder, 'views.db')}`)();
  if (isLeft(store)) throw new Error(store.left.detail);
  const runner = startRunner({ log, store: store.right });
  const watching = runner.progress.subscribe(({ seq, head, building }) =>
    onProgress('folding', (building?.seq ?? seq) + 1, head + 1),
  );
  try {
    const count = (await log.head())?.count ?? 0;
    const folded = await runner.caughtUp(count - 1, DAY_MS)();
    const fresh = runner.generation();
    if (isLeft(folded) || fresh === undefined)
      throw new Error(`the log could not be folded: ${JSON.stringify(runner.status())}`);
    return { records: folded.right + 1, ...(await compareAll(options, runner, fresh)) };
  } finally {
    watching.unsubscribe();
    await runner.close();
    await store.right.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function compareAll(
  { log, live, onProgress = () => undefined, signal }: ReplayOptions,
  runner: Runner,
  fresh: Generation,
): Promise<Omit<ReplayResult, 'records'>> {
  const found: ReplayDifference[] = [];
  const names = collectionsOf(views)
    .map(c => c.name)
    .filter(name => !UNCOMPARED.has(name));
  let documents = 0;
  for (const [i, name] of names.entries()) {
    onProgress('comparing', i, names.length);
    for await (const { key, left: is, right: should } of pairsOf(live.scan(name), fresh.scan(name))) {
      signal?.throwIfAborted();
      documents++;
      if (same(is, should)) continue;
      const read = await readAtOnePoint(live, name, key);
      await runner.caughtUp(read.upTo, DAY_MS)();
      const difference = await differenceAt(log, fresh, read, name, key);
      if (difference !== undefined) found.push(difference);
      if (found.length > LISTED) return { documents, differences: found.slice(0, LISTED), more: true };
    }
  }
  onProgress('comparing', names.length, names.length);
  return { documents, differences: found, more: false };
}

async function differenceAt(
  log: EventLog,
  fresh: Generation,
  { upTo, document }: ReadAt,
  collection: string,
  key: string,
): Promise<ReplayDifference | undefined> {
  const past = openPast(log, fresh, views, { upTo });
  try {
    const should = await past.get(collection, key);
    return same(document, should) ? undefined : described(collection, key, document, should);
  } finally {
    await past.close();
  }
}

interface ReadAt {
  readonly upTo: number;
  readonly document: Document | undefined;
}

/** A document, and how far the views were when it was read: read again until they did not move meanwhile. */
async function readAtOnePoint(live: Generation, collection: string, key: string): Promise<ReadAt> {
  for (;;) {
    const before = await live.checkpoint();
    const document = await live.get(collection, key);
    const after = await live.checkpoint();
    if (before?.seq === after?.seq) return { upTo: after?.seq ?? -1, document };
  }
}

const same = (a: Document | undefined, b: Document | undefined): boolean =>
  a === undefined || b === undefined ? a === b : canonicalJson(a) === canonicalJson(b);

function described(
  collection: string,
  key: string,
  live: Document | undefined,
  replayed: Document | undefined,
): ReplayDifference {
  const [first] = live === undefined || replayed === undefined ? [] : differences(live, replayed);
  return {
    collection,
    key,
    field: first?.pointer ?? '',
    live: live === undefined ? 'nothing' : (first?.a ?? 'a document'),
    replayed: replayed === undefined ? 'nothing' : (first?.b ?? 'a document'),
  };
}
