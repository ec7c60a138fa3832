import { createHash } from 'node:crypto';
import { closeSync, constants, fstatSync, lstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { stop } from './verdict';

/** Kept between reads, so that going through a large log needs no more memory than its largest file. */
export interface Scratch {
  bytes: Buffer;
}

export const newScratch = (): Scratch => ({ bytes: Buffer.alloc(0) });

/** Reads a file that was named by the person who runs this. Links are followed there; only regular files are read. */
export function readNamed(path: string, limit: number): Buffer {
  const bytes = readRegular(path, limit, newScratch(), 0);
  return bytes ?? stop('incomplete', 'missing-file', `There is no file ${path}.`);
}

/** Files below one folder, and nowhere else: no path leads out of it, and no link is followed. */
export interface Folder {
  /** The bytes of a file; undefined where there is none. With a scratch, they hold until its next use. */
  read(path: string, limit: number, scratch?: Scratch): Buffer | undefined;
  /** The SHA-256 of a file in hex, read piece by piece; undefined where there is none, `another size` if it has one. */
  digest(path: string, size: number): string | undefined;
}

const NAME = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;

export function openFolder(root: string): Folder {
  if (kindOf(root, true) !== 'folder') stop('incomplete', 'missing-folder', `There is no folder ${root}.`);
  const seen = new Map<string, boolean>();

  /** Is there such a folder, no part of which is a link? */
  function isFolder(path: string): boolean {
    if (path === '') return true;
    const known = seen.get(path);
    if (known !== undefined) return known;
    const parent = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    const found = isFolder(parent) && isOwnFolder(path);
    seen.set(path, found);
    return found;
  }

  function isOwnFolder(path: string): boolean {
    const kind = kindOf(join(root, path), false);
    if (kind === 'link') stop('unreadable', 'link', `${path} is a link; links are not followed.`);
    return kind === 'folder';
  }

  /** Where a file is, if no part of the way there is missing or a link. */
  function fileAt(path: string): string | undefined {
    if (!path.split('/').every(name => NAME.test(name)))
      stop('unreadable', 'bad-path', `"${path}" is not a path inside the folder.`);
    if (!isFolder(path.slice(0, Math.max(0, path.lastIndexOf('/'))))) return undefined;
    const file = join(root, path);
    if (kindOf(file, false) === 'link')
      stop('unreadable', 'link', `${path} is a link; links are not followed.`);
    return file;
  }

  return {
    read: (path, limit, scratch = newScratch()) => {
      const file = fileAt(path);
      return file === undefined ? undefined : readRegular(file, limit, scratch, constants.O_NOFOLLOW);
    },
    digest: (path, size) => {
      const file = fileAt(path);
      return file === undefined ? undefined : digestOf(file, size);
    },
  };
}

function kindOf(path: string, follow: boolean): 'folder' | 'link' | 'other' | undefined {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return undefined;
  if (found.isSymbolicLink()) return follow ? kindOf(`${path}/.`, false) : 'link';
  return found.isDirectory() ? 'folder' : 'other';
}

interface Opened {
  readonly handle: number;
  readonly size: number;
}

/** Opens a regular file, without waiting for a pipe's other end; undefined where there is none. */
function openRegular(path: string, flags: number): Opened | undefined {
  let handle: number;
  try {
    handle = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | flags);
  } catch (error) {
    if (isMissing(error)) return undefined;
    return stop('unreadable', 'cannot-read', `${path} cannot be read: ${String(error)}`);
  }
  const found = fstatSync(handle);
  if (found.isFile()) return { handle, size: found.size };
  closeSync(handle);
  return stop('unreadable', 'not-a-file', `${path} is not a file.`);
}

/** Without reading more than the limit. */
function readRegular(path: string, limit: number, scratch: Scratch, flags: number): Buffer | undefined {
  const opened = openRegular(path, flags);
  if (opened === undefined) return undefined;
  const { handle, size } = opened;
  try {
    if (size > limit)
      stop('unreadable', 'too-large', `${path} has ${size} bytes; at most ${limit} are expected.`);
    if (scratch.bytes.length < size) scratch.bytes = Buffer.alloc(Math.max(size, 2 * scratch.bytes.length));
    return scratch.bytes.subarray(0, fill(handle, scratch.bytes, size, 0));
  } finally {
    closeSync(handle);
  }
}

const PIECE_BYTES = 1 << 20;

function digestOf(path: string, expected: number): string | undefined {
  const opened = openRegular(path, constants.O_NOFOLLOW);
  if (opened === undefined) return undefined;
  const { handle, size } = opened;
  try {
    if (size !== expected) return 'another size';
    const hash = createHash('sha256');
    const piece = Buffer.alloc(Math.min(size, PIECE_BYTES));
    for (let at = 0, got = 1; at < size && got > 0; at += got) {
      got = fill(handle, piece, Math.min(piece.length, size - at), at);
      hash.update(piece.subarray(0, got));
    }
    return hash.digest('hex');
  } finally {
    closeSync(handle);
  }
}

/** Reads so many bytes from a place in a file, or as many as there are; gives how many. */
function fill(handle: number, into: Buffer, count: number, position: number): number {
  let length = 0;
  while (length < count) {
    const got = readSync(handle, into, length, count - length, position + length);
    if (got === 0) break;
    length += got;
  }
  return length;
}

const isMissing = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';
