import { randomUUID } from 'node:crypto';
import { access, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isLeft, left } from 'fp-ts/Either';
import { tryCatch } from 'fp-ts/TaskEither';
import { sha256Hex } from '../../contracts/json/canonical';
import { Sha256 } from '../../contracts/primitives';
import type { Content, ContentError } from './port';

/** Content as files in a folder, `ab/ab12…`. A file appears whole or not at all. */
export function openContentFolder(folder: string): Content {
  const pathOf = (sha256: Sha256): string => join(folder, sha256.slice(0, 2), sha256);

  async function put(bytes: Uint8Array): Promise<Sha256> {
    const sha256 = hashOf(bytes);
    const path = pathOf(sha256);
    const there = await read(path);
    if (there !== undefined && hashOf(there) === sha256) return sha256;
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const draft = `${path}.${randomUUID()}.new`;
    try {
      await writeSynced(draft, bytes);
      await rename(draft, path);
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    }
    for (const name of [dirname(path), folder, dirname(folder)]) await syncFolder(name);
    return sha256;
  }

  return {
    put: bytes => tryCatch(() => put(bytes), explain),
    get: sha256 => async () => {
      const bytes = await tryCatch(() => read(pathOf(sha256)), explain)();
      if (isLeft(bytes) || bytes.right === undefined || hashOf(bytes.right) === sha256) return bytes;
      return left({ kind: 'damaged', detail: `${pathOf(sha256)} does not hold what its name says` });
    },
    has: async sha256 =>
      access(pathOf(sha256)).then(
        () => true,
        () => false,
      ),
  };
}

function hashOf(bytes: Uint8Array): Sha256 {
  const hash = sha256Hex(bytes);
  if (!Sha256.is(hash)) throw new Error('a SHA-256 has another form than it should');
  return hash;
}

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

const codeOf = (error: unknown): string | undefined =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : undefined;

const NO_SPACE: ReadonlySet<string | undefined> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

const explain = (error: unknown): ContentError => ({
  kind: NO_SPACE.has(codeOf(error)) ? 'no-space' : 'unavailable',
  detail: error instanceof Error ? error.message : String(error),
});
