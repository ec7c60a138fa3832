import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BehaviorSubject } from 'rxjs';
import type { EventLog } from '../../event-log';
import { isVerifierName, type SigningKey } from '../../vault';
import { parseVerifierKey, type SignedCheckpoint, type VerifierKey } from '../note';
import { type Alarm, TreeAlarm } from './alarm';
import { anchorAt, anchorMissing, readCheckpoint, type Trust } from './anchor';
import { type BeforeStep, fileWriter } from './files';
import { openHeads } from './heads';
import { publishAlarm, publishKey } from './published';
import { belongTo, compareEnds, findTree, type Found } from './opening';
import { HeadsStale, project } from './projector';
import { scrub } from './scrub';
import { serving } from './serving';
import { reached, STARTING, type TreeStatus } from './status';
import { tileReader } from './tiles';
import type { Tree } from './tree';

export interface TreeOptions {
  /** May be a handle for reading only, in a thread of its own. */
  readonly log: EventLog;
  /** Where checkpoint, tiles and heads lie: `<data>/log`. */
  readonly folder: string;
  /** The file of the anchor, on another disk where there is one. */
  readonly anchor: string;
  readonly signer: SigningKey;
  /** Keys that have signed before: their checkpoints are still believed. Verifier keys. */
  readonly earlierKeys?: readonly string[];
  /** What the log is called, as its first record says. */
  readonly origin: string;
  /** What goes wrong and is tried again. */
  readonly onError?: (error: unknown) => void;
  /** Is it certain that nobody else opens this folder for writing meanwhile? */
  readonly alone?: boolean;
  /** The least time between two checkpoints. Default 150 ms. */
  readonly rhythmMs?: number;
  /** Called before each step of writing. */
  readonly beforeStep?: BeforeStep;
}

const RETRY_MS = 1_000;

/**
 * Starts the tree over a log. It resolves when the ends of the log have been held against the anchor: then the status is
 * `alarm`, or the tree follows the log.
 */
export async function startTree(options: TreeOptions): Promise<Tree> {
  const { log, folder, origin, signer } = options;
  const before = options.beforeStep ?? (() => undefined);
  const onError = options.onError ?? (() => undefined);
  const trust: Trust = { origin, keys: keysOf(signer, options.earlierKeys ?? []) };
  const checkpointFile = join(folder, 'checkpoint');
  const files = fileWriter(before);
  const tiles = tileReader(folder);
  const heads = openHeads(join(folder, 'heads.db'), options.alone);
  const stop = new AbortController();
  const state = new BehaviorSubject<TreeStatus>(STARTING);
  let last: SignedCheckpoint | undefined;
  let known: readonly SignedCheckpoint[] = [];

  const set = (change: Partial<TreeStatus>): void => state.next({ ...state.value, ...change });
  const published = (checkpoint: SignedCheckpoint): void => {
    last = checkpoint;
    known = [checkpoint];
    set({ state: 'following', size: checkpoint.size, checkpointAt: Date.now() });
  };

  /** What is there, held against what was signed. */
  async function look(): Promise<Found> {
    const anchor = await readCheckpoint(options.anchor, trust);
    const checkpoint = await readCheckpoint(checkpointFile, trust);
    if (anchor === undefined && checkpoint !== undefined) throw anchorMissing(options.anchor);
    known = [anchor, checkpoint].filter(signed => signed !== undefined).sort((a, b) => b.size - a.size);
    const found = await findTree(log, tiles, known);
    if (!(await belongTo(log, heads, tiles, found.edge.size))) heads.reset();
    await compareEnds(log, origin, tiles, found.edge.size, heads);
    return found;
  }

  async function follow(found: Found): Promise<void> {
    await publishKey(files, folder, signer.verifierKey);
    await publishAlarm(files, folder, undefined);
    const anchor = anchorAt(options.anchor, trust, files);
    const rhythmMs = options.rhythmMs ?? 150;
    const at = {
      log,
      origin,
      folder,
      checkpointFile,
      signers: [signer],
      files,
      before,
      tiles,
      anchor,
      heads,
    };
    const seen = (count: number): void => set({ seen: count });
    await project({ ...at, rhythmMs, published, seen }, found.edge, found.signed, stop.signal);
  }

  function raise(alarm: Alarm): void {
    last ??= known.at(-1);
    set({ state: 'alarm', alarm });
    stop.abort();
    void publishAlarm(files, folder, alarm).catch(onError);
  }

  /** Does it; false when the alarm is raised, or when it is to be tried again. */
  async function attempt(task: () => Promise<void>): Promise<boolean> {
    try {
      await task();
      return true;
    } catch (error) {
      heads.rollback();
      if (error instanceof TreeAlarm) raise(error.alarm);
      else if (error instanceof HeadsStale) heads.reset();
      else {
        onError(error);
        set({ state: 'failing' });
        await sleep(RETRY_MS, undefined, { signal: stop.signal }).catch(() => undefined);
      }
      return false;
    }
  }

  let found: Found | undefined;
  async function run(): Promise<void> {
    while (!stop.signal.aborted) {
      await attempt(async () => {
        const tree = found ?? (await look());
        found = undefined;
        await follow(tree);
      });
    }
  }

  await attempt(async () => {
    found = await look();
    // A tree that has to be made anew shows nothing before it has come as far again.
    last = known.find(signed => signed.size === found?.edge.size);
    set({ size: last?.size ?? 0 });
  });
  const running = run();

  async function close(): Promise<void> {
    stop.abort();
    await running;
    heads.close();
    if (state.value.state !== 'alarm') set({ state: 'closed' });
    state.complete();
  }

  let closing: Promise<void> | undefined;
  return {
    ...serving(tiles, () => last),
    status: () => state.value,
    changes: state.asObservable(),
    checkpoint: () => last?.bytes,
    waitFor: (seq, timeoutMs = 5_000) => reached(state, seq, timeoutMs),
    scrub: async scrubbing => {
      const report = await scrub({ log, origin, folder, tiles, signed: known }, scrubbing);
      if (report.alarm !== undefined) raise(report.alarm);
      return report;
    },
    close: () => (closing ??= close()),
  };
}

/** The log's own key first, then those it had before. */
function keysOf(signer: SigningKey, earlier: readonly string[]): readonly VerifierKey[] {
  if (!isVerifierName(signer.name)) throw new TypeError(`"${signer.name}" cannot name a log`);
  return [signer.verifierKey, ...earlier].map(text => {
    const key = parseVerifierKey(text);
    if (key === undefined) throw new TypeError(`"${text}" is no verifier key`);
    return key;
  });
}
