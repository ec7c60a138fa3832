import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { BehaviorSubject, type Subscription } from 'rxjs';
import { takeWriterLock, type WriterLock } from '../../sqlite/lock';
import { barOf, barredWords } from './bars';
import type { TreeOptions } from './options';
import { readTree } from './reader';
import { startTree } from './start';
import { type Barred, reached, STARTING, type TreeStatus } from './status';
import type { Tree } from './tree';

export interface SharedTreeOptions extends Omit<TreeOptions, 'alone'> {
  /** How often one that stands by tries to take over. Default 500 ms. */
  readonly tryMs?: number;
  /** One that has not reached its log for so long leaves the tree to others. Default 10 s. */
  readonly lostMs?: number;
}

/**
 * As `startTree`, on a folder that other processes may write to as well: one at a time does, the one that holds the lock
 * of the folder, which the operating system gives up when a process ends in whatever way. The others show what it writes
 * and stand by, and so does one whose key is not the log's. Should a volume's locks not hold, two write the same tiles, and
 * the one that is behind signs nothing before it has come as far as the other.
 */
export async function startSharedTree(options: SharedTreeOptions): Promise<Tree> {
  const { log, folder, tryMs = 500, lostMs = 10_000, onError = () => undefined } = options;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const state = new BehaviorSubject<TreeStatus>(STARTING);
  let lock: WriterLock | undefined;
  let heard: Subscription | undefined;
  let timer: NodeJS.Timeout | undefined;
  let turning = Promise.resolve();
  const stop = new AbortController();
  let barred: Barred | undefined;
  let lostAt: number | undefined;

  const tell = (status: TreeStatus): void => state.next({ ...status, barred });

  function locked(): boolean {
    const taken = takeWriterLock(folder);
    if (taken._tag === 'Right') lock = taken.right;
    return taken._tag === 'Right';
  }

  function unlock(): void {
    lock?.release();
    lock = undefined;
  }

  /** Told once for each reason, and by the status for as long as it lasts. */
  async function mayWrite(): Promise<boolean> {
    const found = await barOf(options);
    if (found !== undefined && found !== barred) onError(new Error(barredWords(found)));
    barred = found;
    if (state.value.barred !== barred) tell(state.value);
    return barred === undefined;
  }

  /** A tree that is written here, if nobody else writes it. Keys may be published between a look at them and the lock. */
  async function written(): Promise<Tree | undefined> {
    if (!(await mayWrite()) || !(await isReached()) || !locked()) return undefined;
    try {
      if (await mayWrite()) return await startTree({ ...options, alone: true });
    } catch (error) {
      unlock();
      throw error;
    }
    unlock();
    return undefined;
  }

  /** Nobody else asks a log for which nobody waits whether it answers again. */
  async function isReached(): Promise<boolean> {
    if (log.reach().state === 'lost') {
      const answered = new AbortController();
      const answer = log.head().finally(() => answered.abort());
      const stopped = once(stop.signal, 'abort', { signal: answered.signal });
      await Promise.race([answer, stopped]).catch(() => undefined);
    }
    return !stop.signal.aborted && log.reach().state === 'reached';
  }

  const shown = (): Promise<Tree> => readTree({ ...options, role: 'standby' });

  let present = (await written()) ?? (await shown());
  heard = present.changes.subscribe(tell);
  again();

  async function putInPlace(next: Tree): Promise<void> {
    const before = present;
    heard?.unsubscribe();
    present = next;
    heard = next.changes.subscribe(tell);
    await before.close();
  }

  async function takeOver(): Promise<void> {
    const tree = await written();
    if (tree !== undefined) await putInPlace(tree);
  }

  /** One that is cut off from the log signs nothing, and others may not be. */
  async function leaveWhereLost(): Promise<void> {
    if (log.reach().state === 'reached') lostAt = undefined;
    else if (performance.now() - (lostAt ??= performance.now()) >= lostMs) {
      await putInPlace(await shown());
      unlock();
      lostAt = undefined;
    }
  }

  async function turn(): Promise<void> {
    try {
      await (lock === undefined ? takeOver() : leaveWhereLost());
    } catch (error) {
      onError(error);
    }
    again();
  }

  function again(): void {
    if (stop.signal.aborted) return;
    timer = setTimeout(() => {
      turning = turn();
    }, tryMs).unref();
  }

  async function close(): Promise<void> {
    stop.abort();
    clearTimeout(timer);
    await turning;
    await present.close();
    heard?.unsubscribe();
    state.complete();
    unlock();
  }

  let closing: Promise<void> | undefined;
  return {
    tile: path => present.tile(path),
    leafAt: seq => present.leafAt(seq),
    proofOf: seq => present.proofOf(seq),
    consistencyFrom: old => present.consistencyFrom(old),
    status: () => state.value,
    changes: state.asObservable(),
    checkpoint: () => present.checkpoint(),
    waitFor: (seq, timeoutMs = 5_000) => reached(state, seq, timeoutMs),
    scrub: scrubbing => present.scrub(scrubbing),
    close: () => (closing ??= close()),
  };
}
