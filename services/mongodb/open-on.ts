import { isLeft, left, right } from 'fp-ts/Either';
import type { TaskEither } from 'fp-ts/TaskEither';
import { messageOf } from '../../contracts/thrown';
import { connectMongo, type MongoConnection, type MongoProblem } from '.';

/** Connects to a database and makes something of it; where that fails, the connection is closed again. */
export const openOn =
  <A>(uri: string, make: (connection: MongoConnection) => Promise<A>): TaskEither<MongoProblem, A> =>
  async () => {
    const connection = await connectMongo(uri)();
    if (isLeft(connection)) return connection;
    try {
      return right(await make(connection.right));
    } catch (error) {
      await connection.right.close();
      return left({ kind: 'unavailable', detail: messageOf(error) });
    }
  };

/** Is it the address of a MongoDB database? */
export const isMongoUri = (uri: string): boolean => /^mongodb(\+srv)?:/i.test(uri);
