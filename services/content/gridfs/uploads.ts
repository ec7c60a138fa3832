import { once } from 'node:events';
import type { Collection, Db, GridFSBucket, ObjectId } from 'mongodb';
import type { Sha256 } from '../../../contracts/primitives';

/** Bytes in GridFS, each upload under an id of its own. That one is there does not mean that it counts. */
export interface Uploads {
  /** Writes the bytes, and gives the id of the upload. */
  write(sha256: Sha256, bytes: Uint8Array): Promise<ObjectId>;
  /** The upload counts: it is not to be cleared away as a left-over. */
  settle(upload: ObjectId): Promise<void>;
  /** The bytes of an upload; undefined where it is not there, or not whole. */
  read(upload: ObjectId): Promise<Uint8Array | undefined>;
  remove(upload: ObjectId): Promise<void>;
  /** Removes every upload of these bytes, also those that were cut off. */
  removeAll(sha256: Sha256): Promise<void>;
  /** Removes what uploads left behind that were cut off long ago; `counts` tells of those that only look so. */
  sweep(counts: (upload: ObjectId) => Promise<boolean>): Promise<void>;
}

export interface Bucket {
  readonly db: Db;
  readonly name: string;
  readonly files: GridFSBucket;
  readonly newId: () => ObjectId;
}

/** Written before the first byte: GridFS itself tells of a file only when it is whole. */
interface Draft {
  readonly _id: ObjectId;
  readonly sha256: string;
  readonly since: Date;
}

/** Longer than any upload takes. */
const LONG_AGO_MS = 24 * 3_600_000;

export function uploadsIn({ db, name, files, newId }: Bucket): Uploads {
  const drafts: Collection<Draft> = db.collection(`${name}.drafts`);
  const chunks = db.collection(`${name}.chunks`);
  const whole = db.collection(`${name}.files`);

  async function write(sha256: Sha256, bytes: Uint8Array): Promise<ObjectId> {
    const upload = newId();
    await drafts.insertOne({ _id: upload, sha256, since: new Date() });
    const stream = files.openUploadStreamWithId(upload, sha256);
    const finished = once(stream, 'finish');
    stream.end(bytes);
    try {
      await finished;
    } catch (error) {
      await remove(upload).catch(() => undefined);
      throw error;
    }
    return upload;
  }

  async function settle(upload: ObjectId): Promise<void> {
    await drafts.deleteOne({ _id: upload });
  }

  async function read(upload: ObjectId): Promise<Uint8Array | undefined> {
    const parts: Uint8Array[] = [];
    try {
      for await (const part of files.openDownloadStream(upload))
        if (part instanceof Uint8Array) parts.push(part);
    } catch (error) {
      if (isNotWhole(error)) return undefined;
      throw error;
    }
    return Buffer.concat(parts);
  }

  async function remove(upload: ObjectId): Promise<void> {
    await chunks.deleteMany({ files_id: upload });
    await whole.deleteOne({ _id: upload });
    await settle(upload);
  }

  async function removeAll(sha256: Sha256): Promise<void> {
    for (const { _id } of await whole.find({ filename: sha256 }).toArray()) await remove(_id);
    for (const { _id, since } of await drafts.find({ sha256 }).toArray()) {
      if (isOld(since)) await remove(_id);
      // It may be written still. As long as its draft stays, it is found again.
      else await chunks.deleteMany({ files_id: _id });
    }
  }

  async function sweep(counts: (upload: ObjectId) => Promise<boolean>): Promise<void> {
    const old = await drafts.find({ since: { $lt: new Date(Date.now() - LONG_AGO_MS) } }).toArray();
    for (const { _id } of old) await ((await counts(_id)) ? settle(_id) : remove(_id));
  }

  return { write, settle, read, remove, removeAll, sweep };
}

const isOld = (since: Date): boolean => since.getTime() < Date.now() - LONG_AGO_MS;

/** As the driver says it when the file, or a part of it, is missing. */
function isNotWhole(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  return Reflect.get(error, 'code') === 'ENOENT' || Reflect.get(error, 'name') === 'MongoGridFSChunkError';
}
