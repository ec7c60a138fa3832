import * as TE from 'fp-ts/TaskEither';
import type { Db, MongoClient } from 'mongodb';
import { decoded, isUserPartClear, withoutPassword, withoutPasswordOf } from '../../contracts/addresses';
import { messageOf } from '../../contracts/thrown';
import { failureOf } from './failures';

export { failureOf, type MongoFailure } from './failures';

/**
 * Every collection of this program in a database begins like this, so that its parts may share one, and somebody else's
 * are told from them.
 */
export const OURS = 'kravspor.';

/** The database that a URI names, on a server that can be worked with. */
export interface MongoConnection {
  /** Reads from the leader what a majority has, and writes what a majority has on disk. */
  readonly db: Db;
  /** So many updates may go into one command. */
  readonly updatesAtOnce: number;
  close(): Promise<void>;
}

/** Why there is no connection, and what can be done, in words for the operator; without passwords. */
export interface MongoProblem {
  /** `refused`: trying again is no use before something is changed. `unavailable`: it may be. */
  readonly kind: 'refused' | 'unavailable';
  readonly detail: string;
}

/** How long is waited, in milliseconds. */
export interface MongoPatience {
  /** For a server that can be written to, and for a connection to it. */
  readonly connect: number;
  /** For an answer, and for a majority. */
  readonly answer: number;
}

export const PATIENCE: MongoPatience = { connect: 5_000, answer: 30_000 };
const OLDEST_SERVER = 5;
const UPDATES_AT_ONCE = 1_000;
/**
 * FerretDB 1.x holds a connection to its own database for each update of a command, has 100 for all commands together,
 * and stands still for ever where all are held by commands that want another.
 */
const UPDATES_AT_ONCE_IN_FERRETDB = 4;
/** https://www.mongodb.com/docs/manual/reference/limits/#naming-restrictions */
const DATABASE_NAME = /^[^/\\. "$*<>:|?\0]{1,63}$/;
const EXAMPLE = 'mongodb://USER:PASSWORD@HOST:27017/kravspor';

/**
 * Connects to the database that a URI names (`mongodb://…/DATABASE` or `mongodb+srv://…/DATABASE`) and tries that the
 * server is there, lets us in, and is new enough. Loads the driver only now. The connection heals by itself.
 */
export function connectMongo(
  uri: string,
  patience: MongoPatience = PATIENCE,
): TE.TaskEither<MongoProblem, MongoConnection> {
  const shown = withoutPassword(uri);
  if (!isUserPartClear(uri))
    return TE.left(refused(badAddress(shown, 'an @ in a user or password is written %40')));
  const name = databaseIn(uri);
  if (name === undefined)
    return TE.left(refused(`"${shown}" names no database: expected an address such as ${EXAMPLE}`));
  if (!DATABASE_NAME.test(name))
    return TE.left(refused(badAddress(shown, `"${name}" cannot be the name of a database`)));
  return TE.tryCatch(
    async () => {
      const client = await clientOf(uri, patience).catch((error: unknown) => {
        throw new Problem(badAddress(shown, withoutPasswordOf(uri, messageOf(error))));
      });
      try {
        return await enter(client, name, shown);
      } catch (error) {
        await client.close();
        throw error;
      }
    },
    error => (error instanceof Problem ? error.problem : problemOf(error, uri, shown)),
  );
}

async function clientOf(uri: string, { connect, answer }: MongoPatience): Promise<MongoClient> {
  const { MongoClient: Client } = await import('mongodb');
  return new Client(uri, {
    appName: 'kravspor',
    serverSelectionTimeoutMS: connect,
    connectTimeoutMS: connect,
    waitQueueTimeoutMS: connect,
    socketTimeoutMS: answer,
    // A server that neither answers nor closes is found by asking it; the operations that wait for it then fail.
    heartbeatFrequencyMS: Math.min(connect, 2_000),
    maxPoolSize: 20,
    readPreference: 'primary',
    w: 'majority',
    journal: true,
    wtimeoutMS: answer,
    ignoreUndefined: false,
    promoteLongs: true,
  });
}

async function enter(client: MongoClient, name: string, shown: string): Promise<MongoConnection> {
  await client.connect();
  const admin = client.db('admin');
  const build = await admin.admin().buildInfo();
  const found = String(build['version']);
  if (!(Number.parseInt(found, 10) >= OLDEST_SERVER))
    throw new Problem(
      `The MongoDB server at ${shown} is version ${found}; expected ${OLDEST_SERVER}.0 or newer: upgrade the server`,
    );
  const hello = await admin.command({ hello: 1 });
  if (hello['isWritablePrimary'] !== true)
    throw new Problem(
      `The MongoDB server at ${shown} cannot be written to: name all members and the replica set in the address ` +
        '(…?replicaSet=NAME), without directConnection',
    );
  const { ReadConcern } = await import('mongodb');
  const replicated = typeof hello['setName'] === 'string' || hello['msg'] === 'isdbgrid';
  const db = client.db(name, replicated ? { readConcern: new ReadConcern('majority') } : {});
  // The first command that needs the right to use this database.
  await db.listCollections({}, { nameOnly: true }).toArray();
  const updatesAtOnce = 'ferretdbVersion' in build ? UPDATES_AT_ONCE_IN_FERRETDB : UPDATES_AT_ONCE;
  return { db, updatesAtOnce, close: () => client.close() };
}

class Problem extends Error {
  readonly problem: MongoProblem;
  constructor(detail: string) {
    super(detail);
    this.problem = refused(detail);
  }
}

const badAddress = (shown: string, said: string): string =>
  `"${shown}" is no address of a MongoDB database (${said}); expected one such as ${EXAMPLE}`;

const refused = (detail: string): MongoProblem => ({ kind: 'refused', detail });

function problemOf(error: unknown, uri: string, shown: string): MongoProblem {
  const said = withoutPasswordOf(uri, messageOf(error));
  switch (failureOf(error)) {
    case 'denied':
      return refused(
        `The MongoDB server at ${shown} does not let us in (${said}): check the user, the password, authSource, and ` +
          'that the user has the role readWrite on the database',
      );
    case 'unavailable':
    case 'no-space':
    case 'duplicate':
    case 'other':
      // An incompatible server is told by name only: a newer one is never refused, an older one always is.
      return /maximum wire version|minimum wire version/i.test(said)
        ? refused(`The MongoDB server at ${shown} is too old (${said}); expected ${OLDEST_SERVER}.0 or newer`)
        : unavailable(shown, said);
  }
}

const unavailable = (shown: string, said: string): MongoProblem => ({
  kind: 'unavailable',
  detail:
    `No MongoDB server that can be written to answers at ${shown} (${said}): check the address, that the server runs, ` +
    'and that the way to it is open',
});

/** The database's name stands after the hosts: `mongodb://[user:password@]hosts/NAME[?options]`. */
function databaseIn(uri: string): string | undefined {
  const hosts = /^mongodb(?:\+srv)?:\/\/(?:.*@)?([^@]*)$/is.exec(uri)?.[1];
  const name = /^[^/?]*\/([^?]*)/.exec(hosts ?? '')?.[1];
  return name === undefined || name === '' ? undefined : decoded(name);
}
