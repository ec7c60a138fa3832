import { closeSync, constants, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { codeOf } from '../../../contracts/thrown';

const HEADER = 'kravspor-log-mark/v1 ';
const FORM = /^kravspor-log-mark\/v1 (\d{16})\n$/;

/**
 * How far the log had come, in a small file beside it. It tells that there has been a log here, and it shows a tail lost
 * with the `-wal` file, which SQLite would drop without a word. It is written after each commit but not synced: after a
 * power cut it may lag behind the log, never run ahead of it.
 */
export interface Mark {
  /** Never fails: a mark that lags behind says less, but nothing false. */
  readonly advance: (position: number) => void;
  close(): void;
}

export function markPath(logPath: string): string {
  return join(dirname(logPath), 'log.mark');
}

/** The position last marked, `none` without a mark, `unreadable` if it is damaged. */
export function readMark(logPath: string): number | 'none' | 'unreadable' {
  let content;
  try {
    content = readFileSync(markPath(logPath), 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return 'none';
    throw error;
  }
  const digits = FORM.exec(content)?.[1];
  return digits === undefined ? 'unreadable' : Number(digits);
}

/** Opens the mark for writing and sets it, synced this once. */
export function openMark(logPath: string, position: number): Mark {
  const handle = openSync(markPath(logPath), constants.O_RDWR | constants.O_CREAT);
  const write = (to: number): void => {
    writeSync(handle, `${HEADER}${String(to).padStart(16, '0')}\n`, 0, 'latin1');
  };
  write(position);
  fsyncSync(handle);
  const advance = (to: number): void => {
    try {
      write(to);
    } catch {
      // The next one may succeed.
    }
  };
  return { advance, close: () => closeSync(handle) };
}
