import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { BehaviorSubject } from 'rxjs';
import { parseCheckpoint, type SignedCheckpoint } from '../note';
import type { FromThread, ThreadData, ToThread } from './messages';
import type { ScrubOptions, ScrubReport } from './scrub';
import { serving } from './serving';
import { reached, STARTING, type TreeStatus } from './status';
import { tileReader } from './tiles';
import type { Tree } from './tree';

export interface TreeThreadOptions extends Omit<ThreadData, 'earlierKeys' | 'rhythmMs'> {
  readonly earlierKeys?: readonly string[];
  readonly rhythmMs?: number;
  readonly onError?: (error: Error) => void;
}

const AGAIN_MS = 1_000;

interface Scrubbing {
  readonly options: ScrubOptions;
  readonly resolve: (report: ScrubReport) => void;
  readonly reject: (error: Error) => void;
}

/**
 * As `startTree`, in a thread of its own, with a handle of its own on the log, so that hashing and waiting for the disk
 * take nothing from the thread that appends. What is served is read here, from the files. A thread that dies is started
 * again; the alarm is for good.
 */
export async function startTreeThread(options: TreeThreadOptions): Promise<Tree> {
  const { onError = () => undefined, earlierKeys = [], rhythmMs, ...rest } = options;
  const workerData: ThreadData = { ...rest, earlierKeys, rhythmMs };
  const state = new BehaviorSubject<TreeStatus>(STARTING);
  const scrubs = new Map<number, Scrubbing>();
  let last: SignedCheckpoint | undefined;
  let worker: Worker;
  let isClosing = false;
  let scrubbed = 0;

  const say = (message: ToThread): void => worker.postMessage(message);

  function heard(message: FromThread): void {
    switch (message.kind) {
      case 'status':
        last = message.checkpoint === undefined ? last : parseCheckpoint(Buffer.from(message.checkpoint));
        return state.next(message.status);
      case 'error':
        return onError(new Error(message.message));
      case 'progress':
        return scrubs.get(message.id)?.options.progress?.(message.done, message.total);
      case 'scrubbed':
        scrubs.get(message.id)?.resolve(message.report);
        return void scrubs.delete(message.id);
      case 'scrub-failed':
        scrubs.get(message.id)?.reject(new Error(message.message));
        return void scrubs.delete(message.id);
    }
  }

  /** Resolves with the thread's first word, or its end. */
  function begin(): Promise<void> {
    return new Promise(resolve => {
      worker = new Worker(join(__dirname, `thread${extname(__filename)}`), { workerData });
      worker.on('message', (message: FromThread) => {
        heard(message);
        resolve();
      });
      worker.on('error', onError);
      worker.on('exit', () => {
        ended();
        resolve();
      });
    });
  }

  function ended(): void {
    for (const { reject } of scrubs.values()) reject(new Error('the thread of the tree has ended'));
    scrubs.clear();
    if (isClosing || state.value.state === 'alarm') return;
    state.next({ ...state.value, state: 'failing' });
    setTimeout(() => (isClosing ? undefined : void begin()), AGAIN_MS).unref();
  }

  const scrub: Tree['scrub'] = (scrubbing = {}) =>
    new Promise((resolve, reject) => {
      const id = scrubbed++;
      scrubs.set(id, { options: scrubbing, resolve, reject });
      say({ kind: 'scrub', id });
      const abort = (): void => say({ kind: 'abort-scrub', id });
      if (scrubbing.signal?.aborted === true) abort();
      scrubbing.signal?.addEventListener('abort', abort, { once: true });
    });

  async function close(): Promise<void> {
    isClosing = true;
    if (worker.threadId > 0) {
      const exited = new Promise(resolve => worker.once('exit', resolve));
      say({ kind: 'close' });
      await exited;
    }
    if (state.value.state !== 'alarm') state.next({ ...state.value, state: 'closed' });
    state.complete();
  }

  await begin();
  let closing: Promise<void> | undefined;
  return {
    ...serving(tileReader(options.folder), () => last),
    status: () => state.value,
    changes: state.asObservable(),
    checkpoint: () => last?.bytes,
    waitFor: (seq, timeoutMs = 5_000) => reached(state, seq, timeoutMs),
    scrub,
    close: () => (closing ??= close()),
  };
}
