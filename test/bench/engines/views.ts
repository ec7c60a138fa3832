import type { Collection } from 'mongodb';
import { isLeft, type Either } from 'fp-ts/Either';
import {
  openViewStore,
  type Change,
  type Checkpoint,
  type CollectionSpec,
} from '../../../projections/stores';
import { connectMongo, type MongoConnection } from '../../../services/mongodb';
import { newDatabase, SERVER } from '../../support/mongodb';
import { freePort, listens, mongoCommand, partOf } from '../../crash/engines/processes';
import { atLeast, inFolder, inTurn, type Row, seconds } from '../measure';

const WANTED = 0.7;
const LISTED = 2_000;
const PAGE = 50;
const QUERIES = 5;
const COMMITS = 15;
const PER_COMMIT = 10;

const SPECS: readonly CollectionSpec[] = [
  { name: 'records', indexes: [{ path: 'seq', kind: 'value' }] },
  {
    name: 'requirements',
    indexes: [
      { path: 'organisation', kind: 'value' },
      { path: 'seq', kind: 'value' },
      { path: 'title', kind: 'sorted-text' },
    ],
    sorts: [['organisation', 'seq']],
  },
];

const at = (seq: number): Checkpoint => ({ seq, position: String(seq) });

const documentOf = (n: number, seq: number) => ({
  organisation: `org-${n % 10}`,
  seq,
  title: `Krav nummer ${n}`,
  text: 'x'.repeat(600),
});

/** What a live commit changes: some records that are new, some requirements that are there. */
const changesOf = (seq: number): readonly Change[] =>
  Array.from({ length: PER_COMMIT }, (_, i) => i).flatMap(i => [
    { collection: 'records', key: `r${seq}-${i}`, document: { seq: seq * PER_COMMIT + i, type: 'told' } },
    { collection: 'requirements', key: `k${(seq * PER_COMMIT + i) % LISTED}`, document: documentOf(i, seq) },
  ]);

function taken<A>(result: Either<{ readonly detail: string }, A>): A {
  if (isLeft(result)) throw new Error(result.left.detail);
  return result.right;
}

/** Against the server that `KRAVSPOR_TEST_MONGODB` names, else one that is started for it. */
export async function engineViewRows(rounds: number): Promise<readonly Row[]> {
  if (SERVER === undefined) return inFolder(folder => againstOwnServer(folder, rounds));
  const database = newDatabase();
  try {
    return await rowsAgainst(database.uri, rounds);
  } finally {
    await database.drop();
  }
}

async function againstOwnServer(folder: string, rounds: number): Promise<readonly Row[]> {
  const port = await freePort();
  const command = mongoCommand(folder, port);
  const server = partOf({ name: 'mongodb', port, command, isUp: () => listens(port), folder });
  await server.start();
  try {
    return await rowsAgainst(`mongodb://127.0.0.1:${port}/bench`, rounds);
  } finally {
    await server.kill();
  }
}

/** The view store beside the bare driver with the same reads and writes, against the same server. */
async function rowsAgainst(uri: string, rounds: number): Promise<readonly Row[]> {
  const connection = taken(await connectMongo(uri)());
  const store = taken(await openViewStore(uri)());
  try {
    const generation = taken(await store.open('bench', SPECS)());
    const requirements = Array.from({ length: LISTED }, (_, n): Change => ({
      collection: 'requirements',
      key: `k${n}`,
      document: documentOf(n, n),
    }));
    taken(await generation.commit(requirements, undefined, at(0))());
    taken(await store.promote('bench')());
    const bare = await bareViews(connection);
    let seq = 0;
    const commits = async (): Promise<number> => {
      const time = await seconds(async () => {
        for (let i = 0; i < COMMITS; i++, seq++)
          if (taken(await generation.commit(changesOf(seq + 1), at(seq), at(seq + 1))()) !== 'committed')
            throw new Error('fenced');
      });
      return COMMITS / time;
    };
    const lists = async (): Promise<number> => {
      const time = await seconds(async () => {
        for (let i = 0; i < QUERIES; i++) {
          const found = await generation.find('requirements', {
            filter: { op: 'equals', path: 'organisation', value: 'org-3' },
            order: [{ path: 'seq' }],
            limit: PAGE,
          })();
          if (taken(found).items.length !== PAGE) throw new Error('a full page was expected');
        }
      });
      return QUERIES / time;
    };
    const list = await inTurn(rounds, lists, bare.lists);
    return [
      atLeast(
        `view commits of ${2 * PER_COMMIT} documents in MongoDB`,
        'commits/s',
        await inTurn(rounds, commits, bare.commits),
        WANTED,
        rounds,
        'the bare driver makes the same four short reads, upserts by $max and insert, without fold, order or checks',
      ),
      atLeast(
        `list of ${PAGE} among ${LISTED.toLocaleString('en')}, filtered and sorted, with its total`,
        'lists/s',
        list,
        WANTED,
        rounds,
        'the bare driver asks the same of the same documents',
      ),
    ];
  } finally {
    await store.close();
    await connection.close();
  }
}

interface Plain {
  readonly _id: string;
  readonly d: { readonly s: number; readonly document: object };
}

/** The same writes and reads, by hand. */
async function bareViews({ db, updatesAtOnce }: MongoConnection) {
  const of = (name: string): Collection<Plain> => db.collection<Plain>(`kravspor.bare.${name}`);
  const steps = db.collection<{ _id: number; s: number }>('kravspor.bare.steps');
  const register = db.collection<{ _id: string }>('kravspor.bare.register');
  await register.insertOne({ _id: 'generation' });
  await of('requirements').insertMany(
    Array.from({ length: LISTED }, (_, n) => ({ _id: `k${n}`, d: { s: 0, document: documentOf(n, n) } })),
  );
  const names = await db.listCollections({}, { nameOnly: true }).toArray();
  const ours = names.find(({ name }) => /^kravspor\.views\..*\.1$/.test(name))?.name ?? '';
  const stored = db.collection<{ _id: string; d: { j: string } }>(ours);
  let seq = 0;

  async function look(): Promise<void> {
    await Promise.all([
      steps.find({}).sort({ _id: -1 }).limit(1).toArray(),
      register.findOne({ _id: 'generation' }),
    ]);
  }

  async function write(name: string, s: number): Promise<void> {
    const updates = changesOf(s)
      .filter(({ collection }) => collection === name)
      .map(({ key, document = {} }) => ({
        updateOne: { filter: { _id: key }, update: { $max: { d: { s, document } } }, upsert: true },
      }));
    for (let i = 0; i < updates.length; i += updatesAtOnce)
      await of(name).bulkWrite(updates.slice(i, i + updatesAtOnce), { ordered: false });
  }

  return {
    commits: async (): Promise<number> => {
      const time = await seconds(async () => {
        for (let i = 0; i < COMMITS; i++) {
          seq += 1;
          await look();
          await Promise.all(SPECS.map(({ name }) => write(name, seq)));
          await steps.insertOne({ _id: seq, s: seq });
          await look();
        }
      });
      return COMMITS / time;
    },
    lists: async (): Promise<number> => {
      const time = await seconds(async () => {
        for (let i = 0; i < QUERIES; i++) {
          const found = await stored
            .find({ 'd.c0': 'sorg-3' }, { projection: { 'd.j': 1 } })
            .sort({ 'd.c1': 1, _id: 1 })
            .limit(PAGE + 1)
            .toArray();
          const documents = found.map(({ d }): unknown => JSON.parse(d.j));
          const total = await stored.countDocuments({ 'd.c0': 'sorg-3' });
          if (documents.length <= PAGE || total < PAGE) throw new Error('a full page was expected');
        }
      });
      return QUERIES / time;
    },
  };
}
