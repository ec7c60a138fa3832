import { setImmediate } from 'node:timers/promises';
import { isLeft, right, type Either } from 'fp-ts/Either';
import type { Row } from '../../../services/sqlite';
import { cursorAfter } from '../cursor';
import { parseDocument } from '../document';
import { layoutsOf, type Layout } from '../layout';
import { dropped } from '../failing';
import { isSameCheckpoint } from '../port';
import type {
  Change,
  Checkpoint,
  CollectionSpec,
  CommitOutcome,
  Document,
  Found,
  Generation,
  Page,
  Query,
  QueryError,
} from '../port';
import { planOf, type Plan } from '../query';
import { attempting, reading } from './failures';
import { isIndexed, makeIndexes } from './indexing';
import { loader } from './load';
import { numberIn, tablesOf, textIn, type Tables } from './schema';
import { pageSql } from './select';
import { inTransaction, type Connection } from './statements';
import type { Totals } from './totals';
import { walksTheOrder } from './walk';
import { writer, type Writer } from './write';

interface Collection {
  readonly layout: Layout;
  readonly tables: Tables;
  /** While there are no indexes. */
  readonly load: () => Writer;
  readonly write: () => Writer;
}

const SCAN_PAGE = 500;

/** Opens generation number `n`, whose tables are there. `totals` are those of the connection. */
export function sqliteGeneration(
  connection: Connection,
  totals: Totals,
  n: number,
  id: string,
  specs: readonly CollectionSpec[],
): Generation {
  const { database, statements } = connection;
  const { path } = database;
  const layouts = layoutsOf(specs);
  const collections = new Map(
    layouts.map((layout, i): [string, Collection] => {
      const tables = tablesOf(n, i);
      const load = loader(layout, tables, statements);
      return [layout.name, { layout, tables, load, write: writer(layout, tables, statements) }];
    }),
  );

  let indexed = false;

  return {
    id,
    collections: specs,
    checkpoint: () => read(checkpoint),
    get: (collection, key) => read(() => get(named(collection), key)),
    getMany: (collection, keys) => read(() => getMany(named(collection), keys)),
    find: (collection, query) => () => read(() => find(named(collection), query)),
    scan: collection => scan(named(collection)),
    commit: (changes, from, to) =>
      attempting(path, () => inTransaction(database, 'IMMEDIATE', () => commit(changes, from, to))),
  };

  function commit(changes: Iterable<Change>, from: Checkpoint | undefined, to: Checkpoint): CommitOutcome {
    if (!isSameCheckpoint(checkpoint(), from)) return 'fenced';
    const mode = isIndexed(connection, n) === true ? 'write' : 'load';
    const writers = new Map<string, Writer>();
    for (const { collection, key, document } of changes) {
      let into = writers.get(collection);
      if (into === undefined) writers.set(collection, (into = named(collection)[mode]()));
      into.take(key, document);
    }
    for (const each of writers.values()) each.end();
    statements('UPDATE generations SET seq = ?, position = ? WHERE n = ?').run(to.seq, to.position, n);
    totals.forget();
    return 'committed';
  }

  function named(collection: string): Collection {
    const found = collections.get(collection);
    if (found === undefined) throw new Error(`generation ${id} has no collection "${collection}"`);
    return found;
  }

  function checkpoint(): Checkpoint | undefined {
    const row = statements('SELECT seq, position FROM generations WHERE n = ?').get(n);
    if (row === undefined) throw dropped(id);
    return row['seq'] === null ? undefined : { seq: numberIn(row['seq']), position: textIn(row['position']) };
  }

  /** A read of tables that are gone tells so; SQLite itself would only say that it knows no such table. */
  function read<A>(work: () => A | Promise<A>): Promise<A> {
    return reading(path, async () => {
      try {
        return await work();
      } catch (error) {
        throw isIndexed(connection, n) === undefined ? dropped(id) : error;
      }
    });
  }

  function get({ tables }: Collection, key: string): Document | undefined {
    const row = statements(`SELECT document FROM ${tables.documents} WHERE key = ?`).get(key);
    return row && documentIn(row);
  }

  function getMany({ tables }: Collection, keys: readonly string[]): ReadonlyMap<string, Document> {
    const many = `SELECT d.key, d.document
      FROM json_each(?) AS wanted CROSS JOIN ${tables.documents} AS d ON d.key = wanted.value`;
    const found = statements(many).all(JSON.stringify(keys)).map(foundIn);
    return new Map(found.map(({ key, document }) => [key, document]));
  }

  async function find({ layout, tables }: Collection, query: Query): Promise<Either<QueryError, Page>> {
    const plan = planOf(layout, query);
    if (isLeft(plan)) return plan;
    if (!indexed) await makeIndexes(connection, n, layouts);
    indexed = true; // Once made, indexes stay.
    return right(page(layout, tables, plan.right, query));
  }

  /** A page and its total, both as of one moment. */
  function page(layout: Layout, tables: Tables, plan: Plan, query: Query): Page {
    const { total, rows } = inTransaction(database, 'DEFERRED', () => {
      const count = totals.of(tables, plan.tests);
      return { total: count, rows: rowsOf(layout, tables, plan, count) };
    });
    const items = rows.slice(0, plan.limit).map(foundIn);
    const last = items.at(-1);
    if (rows.length <= plan.limit || last === undefined) return { items, total };
    return { items, total, next: cursorAfter(layout, plan.order, query, last) };
  }

  /** The page's rows and, if there is one, the row behind them. */
  function rowsOf(layout: Layout, tables: Tables, plan: Plan, total: number): readonly Row[] {
    const all = numberIn(
      statements(`SELECT coalesce(max(id), 0) AS n FROM ${tables.documents}`).get()?.['n'],
    );
    const rows: Row[] = [];
    for (const { text, values } of pageSql(tables, plan, walksTheOrder(layout, plan, total, all))) {
      const room = plan.limit + 1 - rows.length;
      if (room > 0) rows.push(...statements(text).all(...values, room));
    }
    return rows;
  }

  async function* scan({ tables }: Collection): AsyncGenerator<Found> {
    const start = `SELECT key, document FROM ${tables.documents} ORDER BY key LIMIT ${SCAN_PAGE}`;
    const next = `SELECT key, document FROM ${tables.documents} WHERE key > ? ORDER BY key LIMIT ${SCAN_PAGE}`;
    let found = await read(() => statements(start).all().map(foundIn));
    for (let last = found.at(-1); last !== undefined; last = found.at(-1)) {
      yield* found;
      if (found.length < SCAN_PAGE) return;
      await setImmediate(); // Others get their turn between two pages.
      const { key } = last;
      found = await read(() => statements(next).all(key).map(foundIn));
    }
  }
}

const documentIn = (row: Row): Document => parseDocument(textIn(row['document']));

const foundIn = (row: Row): Found => ({ key: textIn(row['key']), document: documentIn(row) });
