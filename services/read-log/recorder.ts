import { isLeft } from 'fp-ts/Either';
import type { ReadEntry, ReadLog } from './port';

/** Takes down reads after they were answered. */
export interface ReadRecorder {
  /** Never waits and never fails: what there is no room for is counted as lost. */
  note(entry: ReadEntry): void;
  /** Writes what is waiting; resolves when that was tried. */
  flush(): Promise<void>;
  /** How many reads wait to be written. */
  waiting(): number;
  /** Writes what is waiting, and takes no more. */
  close(): Promise<void>;
}

export interface RecorderOptions {
  /** How long entries are kept, in days. */
  readonly days: number;
  /** Told how many entries were written, and how many will never be. */
  readonly count: (outcome: 'written' | 'lost', entries: number) => void;
  readonly onError: (detail: string) => void;
  /** Entries that may wait; beyond them reads are lost. Default 20,000. */
  readonly room?: number;
  /** Entries written in one go, for as short a time as readers do not feel it. Default 100: about a millisecond. */
  readonly batch?: number;
  /** How long an entry waits for others to be written with it. Default 200 ms. */
  readonly delayMs?: number;
  readonly now?: () => number;
}

const DAY_MS = 86_400_000;
const RETRY_MS = 1_000;
/** How often it is looked for entries whose time is up. */
const FORGET_MS = 3_600_000;

/** Writes reads in batches, a moment after they happened. One batch at a time; between two of them others get their turn. */
export function startRecorder(log: ReadLog, options: RecorderOptions): ReadRecorder {
  const { days, count, onError, room = 20_000, batch = 100, delayMs = 200, now = Date.now } = options;
  let queue: ReadEntry[] = [];
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<boolean> | undefined;
  let closed = false;
  // Told of once, and then not for every try.
  let troubled = false;

  function schedule(ms: number): void {
    if (closed || timer !== undefined) return;
    timer = setTimeout(() => {
      timer = undefined;
      void flush();
    }, ms);
    timer.unref();
  }

  /** Writes one batch; false where it could not. */
  async function writeBatch(): Promise<boolean> {
    const entries = queue.slice(0, batch);
    const written = await log.append(entries)();
    if (isLeft(written)) {
      if (!troubled) onError(written.left.detail);
      troubled = true;
      return false;
    }
    troubled = false;
    queue = queue.slice(entries.length);
    count('written', entries.length);
    return true;
  }

  async function writeAll(): Promise<boolean> {
    while (queue.length > 0) {
      if (!(await writeBatch())) return false;
      await new Promise(resolve => setImmediate(resolve));
    }
    return true;
  }

  async function flush(): Promise<void> {
    writing ??= writeAll().finally(() => (writing = undefined));
    if (!(await writing)) schedule(RETRY_MS);
    else if (queue.length > 0) schedule(delayMs);
  }

  async function forget(): Promise<void> {
    const before = new Date(now() - days * DAY_MS).toISOString();
    for (let more = true; more && !closed;) {
      const forgotten = await log.forget(before)();
      if (isLeft(forgotten)) return onError(forgotten.left.detail);
      more = forgotten.right > 0;
      await new Promise(resolve => setImmediate(resolve));
    }
  }

  let forgetting = forget();
  const hourly = setInterval(() => {
    forgetting = forgetting.then(forget);
  }, FORGET_MS);
  hourly.unref();

  return {
    note: entry => {
      if (closed || queue.length >= room) return count('lost', 1);
      queue.push(entry);
      schedule(delayMs);
    },
    flush,
    waiting: () => queue.length,
    close: async () => {
      closed = true;
      clearInterval(hourly);
      clearTimeout(timer);
      await forgetting;
      await writing;
      await writeAll();
      if (queue.length > 0) count('lost', queue.length);
      queue = [];
      await log.close();
    },
  };
}
