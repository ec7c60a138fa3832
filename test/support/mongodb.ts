import { randomUUID } from 'node:crypto';
import { connectMongo } from '../../services/mongodb';

/** The server that tests may use, such as `mongodb://127.0.0.1:27017`; undefined where there is none. */
export const SERVER = process.env['KRAVSPOR_TEST_MONGODB'];

/** `describe` where there is a server; else it says in one line what is skipped. */
export function describeWithMongo(what: string, suite: () => void): void {
  if (SERVER === undefined)
    process.stdout.write(
      `${what}: skipped, since KRAVSPOR_TEST_MONGODB names no server; test/support/mongodb-server.sh starts one.\n`,
    );
  (SERVER === undefined ? describe.skip : describe)(what, suite);
}

/** A database of its own on that server. */
export interface TestDatabase {
  readonly uri: string;
  readonly drop: () => Promise<void>;
}

export function newDatabase(): TestDatabase {
  const [, hosts, options] = /^(mongodb(?:\+srv)?:\/\/[^/?]+)(?:\/[^?]*)?(\?.*)?$/.exec(SERVER ?? '') ?? [];
  if (hosts === undefined) throw new Error(`KRAVSPOR_TEST_MONGODB is ${SERVER ?? 'not set'}`);
  const uri = `${hosts}/kravspor_test_${randomUUID().slice(0, 13).replace('-', '_')}${options ?? ''}`;
  return {
    uri,
    drop: async () => {
      const connection = await connectMongo(uri)();
      if (connection._tag === 'Left') throw new Error(connection.left.detail);
      await connection.right.db.dropDatabase();
      await connection.right.close();
    },
  };
}
