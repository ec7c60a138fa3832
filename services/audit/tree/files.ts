import { randomBytes } from 'node:crypto';
import { closeSync, fsync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { isMissing } from '../../../contracts/thrown';

/** One step on the way of bytes to the disk. */
export type FileStep = 'mkdir' | 'write' | 'sync' | 'rename' | 'sync-folder' | 'remove' | 'commit';

/** Called before each step; a test makes it throw, or kills the process, to see what a restart finds. */
export type BeforeStep = (step: FileStep, path: string) => void;

/** A file below the folder it belongs to. */
export interface NewFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  /** Called right before it takes its name; when this throws, what lay there stays. */
  readonly guard?: () => void;
}

export interface FileWriter {
  /**
   * Writes files so that each appears whole or not at all, over what lay there; when it resolves, they are on the disk
   * under their names. Those of one call may appear in any order.
   */
  write(files: readonly NewFile[]): Promise<void>;
  /** Removes a file or a folder with all in it; one that is missing is no matter. */
  remove(path: string): void;
}

const synced = promisify(fsync);

/**
 * Only the waiting for the disk is asynchronous. The rest takes microseconds, and as a step of its own each would wait
 * for its turn among all that a busy service does.
 */
export function fileWriter(before: BeforeStep = () => undefined): FileWriter {
  /** Folders known to be there, and on the disk. */
  const made = new Set<string>();
  /** Where a file waits for its name: no tile's path ends so, nor does that of a draft of somebody else. */
  const draft = `.${randomBytes(4).toString('hex')}.new`;

  async function ensureFolder(path: string): Promise<void> {
    if (made.has(path)) return;
    before('mkdir', path);
    const first = mkdirSync(path, { recursive: true, mode: 0o700 });
    if (first !== undefined) await syncUpTo(path, dirname(first));
    made.add(path);
  }

  async function syncUpTo(path: string, top: string): Promise<void> {
    for (let at = dirname(path); at.length >= top.length; at = dirname(at)) {
      await syncFolder(at);
      if (at === dirname(at)) return;
    }
  }

  async function syncFolder(path: string): Promise<void> {
    before('sync-folder', path);
    await syncAndClose(openSync(path, 'r'));
  }

  async function writeDraft({ path, bytes }: NewFile): Promise<void> {
    const name = path + draft;
    before('write', name);
    const handle = openSync(name, 'w', 0o600);
    try {
      writeAll(handle, bytes);
      before('sync', name);
    } catch (error) {
      closeSync(handle);
      throw error;
    }
    await syncAndClose(handle);
  }

  return {
    write: async files => {
      const folders = [...new Set(files.map(({ path }) => dirname(path)))];
      for (const folder of folders) await ensureFolder(folder);
      await Promise.all(files.map(writeDraft));
      for (const { path, guard } of files) {
        before('rename', path);
        guard?.();
        renameSync(path + draft, path);
      }
      await Promise.all(folders.map(syncFolder));
    },
    remove: path => {
      before('remove', path);
      made.delete(path);
      rmSync(path, { recursive: true, force: true });
    },
  };
}

function writeAll(handle: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += writeSync(handle, bytes, at);
}

async function syncAndClose(handle: number): Promise<void> {
  try {
    await synced(handle);
  } finally {
    closeSync(handle);
  }
}

/** The bytes of a file, or undefined where there is none. */
export async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** The names in a folder; none where there is no folder. */
export async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

export const within = (folder: string, path: string): string => join(folder, ...path.split('/'));
