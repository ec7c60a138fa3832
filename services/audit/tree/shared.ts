import { mkdirSync } from 'node:fs';
import { BehaviorSubject, type Subscription } from 'rxjs';
import { takeWriterLock, type WriterLock } from '../../sqlite/lock';
import { readKeys } from './published';
import { readTree } from './reader';
import type { TreeOptions } from './options';
import { startTree } from './start';
import { reached, STARTING, type TreeStatus } from './status';
import type { Tree } from './tree';

export interface SharedTreeOptions extends Omit<TreeOptions, 'alone'> {
  /** How often one that stands by tries to take over. Default 500 ms. */
  readonly tryMs?: number;
}

/**
 * As `startTree`, on a folder that other processes may write to as well: one at a time does, the one that holds the lock
 * of the folder, which the operating system gives up when a process ends in whatever way. The others show what it writes
 * and stand by. Should a volume's locks not hold, two write the same tiles, and the one that is behind signs nothing
 * before it has come as far as the other.
 */
export async function startSharedTree(options: SharedTreeOptions): Promise<Tree> {
  const { folder, signer, tryMs = 500, onError = () => undefined } = options;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const state = new BehaviorSubject<TreeStatus>(STARTING);
  let lock: WriterLock | undefined;
  let present: Tree;
  let heard: Subscription | undefined;
  let timer: NodeJS.Timeout | undefined;
  let taking = Promise.resolve();
  let closed = false;
  let superseded = false;

  function show(tree: Tree): void {
    present = tree;
    heard = tree.changes.subscribe(status => state.next(status));
  }

  function locked(): boolean {
    const taken = takeWriterLock(folder);
    if (taken._tag === 'Right') lock = taken.right;
    return taken._tag === 'Right';
  }

  function unlock(): void {
    lock?.release();
    lock = undefined;
  }

  async function takeOver(): Promise<void> {
    if (closed) return;
    try {
      if (locked()) {
        if (!(await isSuperseded())) return await write(present);
        unlock();
      }
    } catch (error) {
      onError(error);
      unlock();
    }
    standBy();
  }

  /** Has the log been signed by a later key than ours? Then ours would raise an alarm that is none. */
  async function isSuperseded(): Promise<boolean> {
    const found = (await readKeys(folder)).indexOf(signer.verifierKey) > 0;
    if (found && !superseded)
      onError(new Error('the signing key has been changed: this instance has to be started again to sign'));
    superseded = found;
    return found;
  }

  async function write(before?: Tree): Promise<void> {
    const writing = await startTree({ ...options, alone: true });
    heard?.unsubscribe();
    show(writing);
    await before?.close();
  }

  function standBy(): void {
    timer = setTimeout(() => {
      taking = takeOver();
    }, tryMs).unref();
  }

  async function close(): Promise<void> {
    closed = true;
    clearTimeout(timer);
    await taking;
    await present.close();
    heard?.unsubscribe();
    state.complete();
    unlock();
  }

  if (locked()) await write();
  else {
    show(await readTree({ ...options, role: 'standby' }));
    standBy();
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
