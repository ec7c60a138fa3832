import { type Either, left, right } from 'fp-ts/Either';
import type { TaskEither } from 'fp-ts/TaskEither';
import type { Collection, ObjectId } from 'mongodb';
import type { Sha256 } from '../../../contracts/primitives';
import { messageOf } from '../../../contracts/thrown';
import { failureOf, type MongoConnection, OURS } from '../../mongodb';
import { inserted } from '../../mongodb/inserted';
import { openOn } from '../../mongodb/open-on';
import { pause } from '../../mongodb/pause';
import type { Content, ContentError, ContentProblem } from '../port';
import { hashOf } from '../sha256';
import { type Uploads, uploadsIn } from './uploads';

/** Which upload counts for a hash, or that its bytes were erased: one document a hash, changed in one step. */
type Mark =
  | { readonly _id: Sha256; readonly state: 'kept'; readonly upload: ObjectId }
  | { readonly _id: Sha256; readonly state: 'erased' };

const BUCKET = `${OURS}originals`;
/** Each try after the first is due to another process that put, mended or erased the same bytes in between. */
const TRIES = 30;

/**
 * Content in GridFS, for many processes at once and without transactions. Bytes are uploaded under an id of their own; the
 * mark of their hash then makes one upload count, and its insert tells who was first. A mark that says `erased` is never
 * changed again, so that whoever comes late finds it and clears away what it has uploaded.
 */
export const openGridFsContent = (uri: string): TaskEither<ContentProblem, Content> => openOn(uri, contentIn);

async function contentIn(connection: MongoConnection): Promise<Content> {
  const { db } = connection;
  const { GridFSBucket, ObjectId: Id } = await import('mongodb');
  const files = new GridFSBucket(db, { bucketName: BUCKET });
  const uploads = uploadsIn({ db, name: BUCKET, files, newId: () => new Id() });
  const marks: Collection<Mark> = db.collection(`${BUCKET}.marks`);
  // Only room is lost by what lies there: a failure is no reason not to start.
  await uploads.sweep(upload => isCounted(marks, upload)).catch(() => undefined);
  return { ...contentOver(marks, uploads), close: () => connection.close() };
}

const isCounted = async (marks: Collection<Mark>, upload: ObjectId): Promise<boolean> =>
  (await marks.findOne({ upload })) !== null;

function contentOver(marks: Collection<Mark>, uploads: Uploads): Omit<Content, 'close'> {
  const markOf = (sha256: Sha256): Promise<Mark | null> => marks.findOne({ _id: sha256 });

  async function put(bytes: Uint8Array): Promise<Either<ContentError, Sha256>> {
    const sha256 = hashOf(bytes);
    for (let tries = 0; tries < TRIES; tries++) {
      await pause(tries);
      const mark = await markOf(sha256);
      if (mark?.state === 'erased') return left({ kind: 'erased' });
      if (mark !== null && (await isSound(mark.upload, sha256))) return right(sha256);
      const upload = await uploads.write(sha256, bytes);
      if (await counts(sha256, mark?.upload, upload)) {
        await uploads.settle(upload);
        if (mark !== null) await uploads.remove(mark.upload);
        return right(sha256);
      }
      await uploads.remove(upload);
    }
    return left(busy(sha256));
  }

  /** Makes an upload count in the place of none, or of the damaged one; false where another process was faster. */
  async function counts(sha256: Sha256, former: ObjectId | undefined, upload: ObjectId): Promise<boolean> {
    if (former !== undefined) {
      const mended = await marks.updateOne({ _id: sha256, upload: former }, { $set: { upload } });
      return mended.matchedCount === 1;
    }
    return inserted(() => marks.insertOne({ _id: sha256, state: 'kept', upload }));
  }

  const isSound = async (upload: ObjectId, sha256: Sha256): Promise<boolean> => {
    const bytes = await uploads.read(upload);
    return bytes !== undefined && hashOf(bytes) === sha256;
  };

  async function get(sha256: Sha256): Promise<Either<ContentError, Uint8Array | undefined>> {
    let mark = await markOf(sha256);
    for (let tries = 0; tries < TRIES; tries++) {
      await pause(tries);
      if (mark === null) return right(undefined);
      if (mark.state === 'erased') return left({ kind: 'erased' });
      const bytes = await uploads.read(mark.upload);
      if (bytes !== undefined && hashOf(bytes) === sha256) return right(bytes);
      // It may have been erased or mended while it was read.
      const next = await markOf(sha256);
      if (next?.state === 'kept' && next.upload.equals(mark.upload))
        return left({ kind: 'damaged', detail: `the original ${sha256} does not hold what its name says` });
      mark = next;
    }
    return left(busy(sha256));
  }

  async function erase(sha256: Sha256): Promise<Either<ContentError, void>> {
    for (let tries = 0; tries < TRIES; tries++) {
      await pause(tries);
      const kept = { _id: sha256, state: 'kept' } as const;
      const marked =
        (await marks.replaceOne(kept, { state: 'erased' })).matchedCount === 1 ||
        (await inserted(() => marks.insertOne({ _id: sha256, state: 'erased' }))) ||
        (await markOf(sha256))?.state === 'erased';
      if (!marked) continue;
      await uploads.removeAll(sha256);
      return right(undefined);
    }
    return left(busy(sha256));
  }

  return {
    put: bytes => attempting(() => put(bytes)),
    get: sha256 => attempting(() => get(sha256)),
    has: sha256 => attempting(async () => right((await markOf(sha256))?.state === 'kept')),
    erase: sha256 => attempting(() => erase(sha256)),
  };
}

const busy = (sha256: Sha256): ContentError => ({
  kind: 'unavailable',
  detail: `others change the original ${sha256} all the time`,
});

const attempting =
  <A>(work: () => Promise<Either<ContentError, A>>): TaskEither<ContentError, A> =>
  () =>
    work().catch((error: unknown) =>
      left({
        kind: failureOf(error) === 'no-space' ? 'no-space' : 'unavailable',
        detail: messageOf(error),
      }),
    );
