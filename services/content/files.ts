import { randomUUID } from 'node:crypto';
import { access, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type Either, left, right } from 'fp-ts/Either';
import { type TaskEither } from 'fp-ts/TaskEither';
import type { Sha256 } from '../../contracts/primitives';
import { codeOf, messageOf } from '../../contracts/thrown';
import type { Content, ContentError } from './port';
import { hashOf } from './sha256';

/**
 * Content as files in a folder, `ab/ab12…`. A file appears whole or not at all. Of what was erased `ab/ab12….erased`
 * remains, an empty file: it is written before the bytes are removed, and looked for after bytes are put, so that in
 * whichever order the two come, and wherever one is cut off, the bytes are gone in the end.
 */
export function openContentFolder(folder: string): Content {
  const pathOf = (sha256: Sha256): string => join(folder, sha256.slice(0, 2), sha256);

  const markOf = (sha256: Sha256): string => `${pathOf(sha256)}.erased`;

  async function put(bytes: Uint8Array): Promise<Either<ContentError, Sha256>> {
    const sha256 = hashOf(bytes);
    if (await exists(markOf(sha256))) return left({ kind: 'erased' });
    const path = pathOf(sha256);
    const there = await read(path);
    if (there !== undefined && hashOf(there) === sha256) return right(sha256);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const draft = `${path}.${randomUUID()}.new`;
    try {
      await writeSynced(draft, bytes);
      await rename(draft, path);
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    }
    if (await exists(markOf(sha256))) {
      await remove(path);
      return left({ kind: 'erased' });
    }
    for (const name of [dirname(path), folder, dirname(folder)]) await syncFolder(name);
    return right(sha256);
  }

  async function get(sha256: Sha256): Promise<Either<ContentError, Uint8Array | undefined>> {
    if (await exists(markOf(sha256))) return left({ kind: 'erased' });
    const bytes = await read(pathOf(sha256));
    if (bytes === undefined || hashOf(bytes) === sha256) return right(bytes);
    return left({ kind: 'damaged', detail: `${pathOf(sha256)} does not hold what its name says` });
  }

  async function erase(sha256: Sha256): Promise<Either<ContentError, void>> {
    const path = pathOf(sha256);
    const at = dirname(path);
    const names = (await exists(at)) ? await readdir(at) : [];
    // Drafts too, which a kill may have left behind.
    const kept = names.filter(name => name.startsWith(sha256) && name !== basename(markOf(sha256)));
    if (kept.length === 0 && (await exists(markOf(sha256)))) return right(undefined);
    await mkdir(at, { recursive: true, mode: 0o700 });
    await (await open(markOf(sha256), 'a', 0o600)).close();
    for (const name of [at, folder]) await syncFolder(name);
    for (const name of kept) await remove(join(at, name));
    await syncFolder(at);
    return right(undefined);
  }

  return {
    put: bytes => attempting(() => put(bytes)),
    get: sha256 => attempting(() => get(sha256)),
    has: sha256 => async () => right((await exists(pathOf(sha256))) && !(await exists(markOf(sha256)))),
    erase: sha256 => attempting(() => erase(sha256)),
    close: () => Promise.resolve(),
  };
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** Removes a file, its bytes written over first. */
async function remove(path: string): Promise<void> {
  try {
    await writeOver(path, (await stat(path)).size);
    await rm(path, { force: true });
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}

async function writeOver(path: string, size: number): Promise<void> {
  const file = await open(path, 'r+');
  try {
    const zeros = Buffer.alloc(Math.min(size, 64 * 1024));
    for (let at = 0; at < size; at += zeros.length)
      await file.write(zeros, 0, Math.min(zeros.length, size - at), at);
    await file.sync();
  } finally {
    await file.close();
  }
}

const attempting =
  <A>(work: () => Promise<Either<ContentError, A>>): TaskEither<ContentError, A> =>
  () =>
    work().catch((error: unknown) => left(explain(error)));

async function read(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function writeSynced(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

const NO_SPACE: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

const explain = (error: unknown): ContentError => ({
  kind: NO_SPACE.has(codeOf(error)) ? 'no-space' : 'unavailable',
  detail: messageOf(error),
});
