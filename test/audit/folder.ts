import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { LEAF_FORMAT } from '../../services/audit/leaf';
import {
  addLeaf,
  edgeRoot,
  emptyEdge,
  partialFiles,
  type TileFile,
  tilePath,
} from '../../services/audit/merkle';
import { signCheckpoint } from '../../services/audit/note';
import type { SigningKey } from '../../services/vault';

export const ORIGIN = 'kravspor.test/log';

/** Leaves as a log would have them, without a log: so many, over so many streams. */
export function* leavesOf(origin: string, count: number, streams: number): Generator<Buffer> {
  const heads = new Map<number, { revision: number; hash: string }>();
  for (let seq = 0; seq < count; seq++) {
    const stream = (seq * 7) % streams;
    const last = heads.get(stream);
    const revision = last === undefined ? 0 : last.revision + 1;
    const salted = createHash('sha256').update(String(seq)).digest('hex');
    const prev = last === undefined ? 'null' : `"${last.hash}"`;
    const recordedAt = new Date(Date.UTC(2031, 0, 1) + seq).toISOString();
    const leaf = Buffer.from(
      `{"event":"${salted}","format":"${LEAF_FORMAT}","meta":"${salted}","origin":"${origin}","prev":${prev},` +
        `"recordedAt":"${recordedAt}","revision":${revision},"seq":${seq},"stream":"requirement-granvik.s-${stream}"}`,
    );
    const hash = createHash('sha256').update(Buffer.of(0)).update(leaf).digest('hex');
    heads.set(stream, { revision, hash });
    yield leaf;
  }
}

/** Writes a whole log folder of leaves, as the projector would, and signs it. */
export function writeLogFolder(folder: string, key: SigningKey, leaves: Iterable<Uint8Array>): void {
  const write = ({ id, bytes }: TileFile): void => {
    const path = join(folder, tilePath(id));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  };
  const edge = emptyEdge();
  for (const leaf of leaves) addLeaf(edge, leaf, write);
  for (const file of partialFiles(edge)) write(file);
  mkdirSync(folder, { recursive: true });
  const checkpoint = signCheckpoint({ origin: key.name, size: edge.size, root: edgeRoot(edge) }, [key]);
  writeFileSync(join(folder, 'checkpoint'), checkpoint);
}
