import { ObjectId } from 'mongodb';
import { openContent } from '../../services/content';
import { connectMongo, type MongoConnection } from '../../services/mongodb';
import { describeWithMongo, newDatabase, type TestDatabase } from '../support/mongodb';
import { contentSuite, ERASED, hash, opened } from './content-suite';

async function connected(uri: string): Promise<MongoConnection> {
  const connection = await connectMongo(uri)();
  if (connection._tag === 'Left') throw new Error(connection.left.detail);
  return connection.right;
}

describeWithMongo('content in GridFS', () => {
  contentSuite(async () => {
    const database = newDatabase();
    const connection = await connected(database.uri);
    const { db } = connection;
    return {
      uri: database.uri,
      damage: async sha256 => {
        const file = await db.collection('kravspor.originals.files').findOne({ filename: sha256 });
        await db
          .collection('kravspor.originals.chunks')
          .updateOne({ files_id: file?._id }, { $set: { data: Buffer.from('andre ord') } });
      },
      remains: async sha256 => {
        const files = await db.collection('kravspor.originals.files').find({ filename: sha256 }).toArray();
        const drafts = await db.collection('kravspor.originals.drafts').find({ sha256 }).toArray();
        const ids = [...files, ...drafts].map(f => f._id);
        const chunks = await db
          .collection('kravspor.originals.chunks')
          .distinct('files_id', { files_id: { $in: ids } });
        return chunks.length;
      },
      remove: async () => {
        await connection.close();
        await database.drop();
      },
    };
  });

  describe('beside what the suite asks', () => {
    const bytes = Buffer.from('Krav til helseforetaket');
    let database: TestDatabase;
    let connection: MongoConnection;
    beforeEach(async () => {
      database = newDatabase();
      connection = await connected(database.uri);
    });
    afterEach(async () => {
      await connection.close();
      await database.drop();
    });

    const collection = (name: string) => connection.db.collection(`kravspor.originals.${name}`);

    /** What an upload leaves behind that is killed before its last step. */
    async function cutOff(since: Date): Promise<ObjectId> {
      const upload = new ObjectId();
      await collection('drafts').insertOne({ _id: upload, sha256: hash(bytes), since });
      await collection('chunks').insertOne({ files_id: upload, n: 0, data: bytes });
      return upload;
    }

    it('finds nothing in what a kill left half written, and erases that too', async () => {
      const content = await opened(database.uri);
      await cutOff(new Date());
      expect(await content.get(hash(bytes))()).toEqual({ _tag: 'Right', right: undefined });
      await content.erase(hash(bytes))();
      expect(await collection('chunks').countDocuments({})).toBe(0);
      expect(await content.put(bytes)()).toEqual(ERASED);
      await content.close();
    });

    it('clears away at its start what was left half written long ago, and nothing that counts', async () => {
      const content = await opened(database.uri);
      await content.put(bytes)();
      const file = await collection('files').findOne({ filename: hash(bytes) });
      const longAgo = new Date(Date.now() - 48 * 3_600_000);
      await cutOff(longAgo);
      // Killed between the mark and the last step.
      if (file !== null)
        await collection('drafts').insertOne({ _id: file._id, sha256: hash(bytes), since: longAgo });
      await content.close();
      const again = await opened(database.uri);
      expect(await collection('drafts').countDocuments({})).toBe(0);
      expect(await collection('chunks').countDocuments({})).toBe(1);
      expect(await again.get(hash(bytes))()).toMatchObject({ _tag: 'Right', right: expect.anything() });
      await again.close();
    });

    it('gives an erased mark and nothing else where bytes lie under it again', async () => {
      const content = await opened(database.uri);
      await content.put(bytes)();
      await content.erase(hash(bytes))();
      await cutOff(new Date());
      expect(await content.get(hash(bytes))()).toEqual(ERASED);
      await content.erase(hash(bytes))();
      expect(await collection('chunks').countDocuments({})).toBe(0);
      await content.close();
    });
  });
});

it('refuses an address of GridFS without a database', async () => {
  expect(await openContent('mongodb://127.0.0.1:27017')()).toMatchObject({ left: { kind: 'refused' } });
});
