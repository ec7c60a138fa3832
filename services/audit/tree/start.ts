import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BehaviorSubject } from 'rxjs';
import type { SignedCheckpoint } from '../note';
import { TreeAlarm } from './alarm';
import { anchorAt, anchorMissing, shownAt } from './anchor';
import { fileWriter } from './files';
import { openHeads } from './heads';
import { belongTo, compareEnds, findTree, type Found } from './opening';
import { keysOf, keyTexts, type TreeOptions } from './options';
import { HeadsStale, project } from './projector';
import { publishKeys } from './published';
import { raisingOf } from './raising';
import { scrub, type ScrubOptions, type ScrubReport } from './scrub';
import { serving } from './serving';
import { reached, STARTING, type TreeStatus } from './status';
import { tileReader } from './tiles';
import type { Tree } from './tree';
import { readCheckpoint, type Trust } from './trust';

const RETRY_MS = 1_000;

/**
 * Starts the tree over a log. It resolves when the ends of the log have been held against the anchor: then the status is
 * `alarm`, or the tree follows the log.
 */
export async function startTree(options: TreeOptions): Promise<Tree> {
  const { log, folder, origin, signer, rhythmMs = 150 } = options;
  const before = options.beforeStep ?? (() => undefined);
  const onError = options.onError ?? (() => undefined);
  const trust: Trust = { origin, keys: keysOf(options) };
  const checkpointFile = join(folder, 'checkpoint');
  const files = fileWriter(before);
  const tiles = tileReader(folder);
  const heads = openHeads(join(folder, 'heads.db'), options.alone);
  const stop = new AbortController();
  const state = new BehaviorSubject<TreeStatus>(STARTING);
  const alarms = raisingOf(folder, files, state, stop, onError);
  let last: SignedCheckpoint | undefined;
  let known: readonly SignedCheckpoint[] = [];
  let scrubbing: Promise<unknown> = Promise.resolve();

  const set = (change: Partial<TreeStatus>): void => state.next({ ...state.value, ...change });
  const published = (checkpoint: SignedCheckpoint): void => {
    last = checkpoint;
    known = [checkpoint];
    alarms.allClear();
    set({ state: 'following', size: checkpoint.size, checkpointAt: Date.now() });
  };

  /** One at a time: it has a file of its own in the folder. */
  function scrubbed(signed: () => readonly SignedCheckpoint[], how?: ScrubOptions): Promise<ScrubReport> {
    const next = scrubbing.then(() => scrub({ log, origin, folder, tiles, signed: signed() }, how));
    scrubbing = next.catch(() => undefined);
    return next;
  }

  /** What is there, held against what was signed. */
  async function look(): Promise<Found> {
    await alarms.recall();
    const anchor = await readCheckpoint(options.anchor, trust);
    const checkpoint = await readCheckpoint(checkpointFile, trust);
    if (anchor === undefined && checkpoint !== undefined) throw anchorMissing(options.anchor);
    known = [anchor, checkpoint].filter(signed => signed !== undefined).sort((a, b) => b.size - a.size);
    const found = await findTree(log, tiles, known);
    if (!(await belongTo(log, heads, tiles, found.edge.size))) heads.reset();
    await compareEnds(log, origin, tiles, found.edge.size, heads);
    return found;
  }

  /**
   * An alarm that somebody raised is not forgotten because another begins: all of the tree that is there is gone through.
   * What is made anew is held against what was signed before the first checkpoint, which takes the alarm away.
   */
  async function lookAgain({ edge, signed }: Found): Promise<void> {
    if (!alarms.isTold()) return;
    const there = signed.filter(({ size }) => size <= edge.size);
    if (there.length > 0) {
      const { alarm } = await scrubbed(() => there, { signal: stop.signal });
      if (alarm !== undefined) throw new TreeAlarm(alarm);
    }
    if (signed.length === 0) alarms.allClear();
  }

  async function follow(found: Found): Promise<void> {
    await publishKeys(files, folder, keyTexts(options));
    await lookAgain(found);
    const keeping = { log, trust, files };
    const anchor = anchorAt(options.anchor, keeping);
    const shown = shownAt(checkpointFile, keeping);
    const seen = (count: number): void => set({ seen: count });
    const at = { log, origin, folder, signers: [signer], files, before, tiles, anchor, shown, heads };
    const heard = { published, seen, requireSound: () => alarms.requireSound() };
    await project({ ...at, ...heard, rhythmMs }, found.edge, found.signed, stop.signal);
  }

  function raise(alarm: TreeAlarm): void {
    last ??= known.at(-1);
    alarms.raise(alarm);
  }

  /** Does it; false when the alarm is raised, or when it is to be tried again. */
  async function attempt(task: () => Promise<void>): Promise<boolean> {
    try {
      await task();
      return true;
    } catch (error) {
      heads.rollback();
      if (error instanceof TreeAlarm) raise(error);
      else if (error instanceof HeadsStale) heads.reset();
      else if (error !== stop.signal.reason) {
        onError(error);
        if (!alarms.isRaised()) set({ state: 'failing' });
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
    await alarms.settled();
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
    scrub: async how => {
      const report = await scrubbed(() => known, how);
      if (report.alarm !== undefined) raise(new TreeAlarm(report.alarm));
      return report;
    },
    close: () => (closing ??= close()),
  };
}
