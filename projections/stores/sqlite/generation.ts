import { setImmediate } from 'node:timers/promises';
import { map, type Either } from 'fp-ts/Either';
import type { Database, Row } from '../../../services/sqlite';
import { cursorAfter } from '../cursor';
import { parseDocument } from '../document';
import { layoutOf, type Layout } from '../layout';
import {
  StoreFailure,
  type Change,
  type Checkpoint,
  type CollectionSpec,
  type Document,
  type Found,
  type Generation,
  type Page,
  type Query,
  type QueryError,
} from '../port';
import { planOf, type Plan } from '../query';
import { attempting, promised, reading } from './failures';
import { numberIn, tablesOf, textIn, type Tables } from './schema';
import { pageSql } from './select';
import { inTransaction, type Statements } from './statements';
import type { Totals } from './totals';
import { collectionWriter } from './write';

/** What all generations of one connection share. */
export interface Connection {
  readonly database: Database;
  readonly statements: Statements;
  readonly totals: Totals;
}

interface Collection {
  readonly layout: Layout;
  readonly tables: Tables;
  readonly write: (changes: readonly Change[]) => void;
}

const SCAN_PAGE = 500;

/** Opens generation number `n`, whose tables are there. */
export function sqliteGeneration(
  { database, statements, totals }: Connection,
  n: number,
  id: string,
  specs: readonly CollectionSpec[],
): Generation {
  const { path } = database;
  const collections = new Map(
    specs.map((spec, i): [string, Collection] => {
      const layout = layoutOf(spec);
      const tables = tablesOf(n, i);
      return [spec.name, { layout, tables, write: collectionWriter(layout, tables, statements) }];
    }),
  );

  return {
    id,
    collections: specs,
    checkpoint: () => promised(() => read(stored)),
    get: (collection, key) => promised(() => get(named(collection), key)),
    getMany: (collection, keys) => promised(() => getMany(named(collection), keys)),
    find: (collection, query) => () => promised(() => find(named(collection), query)),
    scan: collection => scan(named(collection)),
    commit: (changes, from, to) =>
      attempting(path, () =>
        inTransaction(database, 'IMMEDIATE', () => {
          if (!same(stored(), from)) return 'fenced';
          for (const [collection, part] of byCollection(changes)) named(collection).write(part);
          statements('UPDATE generations SET seq = ?, position = ? WHERE n = ?').run(to.seq, to.position, n);
          totals.forget();
          return 'committed';
        }),
      ),
  };

  function named(collection: string): Collection {
    const found = collections.get(collection);
    if (found === undefined) throw new Error(`generation ${id} has no collection "${collection}"`);
    return found;
  }

  function row(): Row | undefined {
    return statements('SELECT seq, position FROM generations WHERE n = ?').get(n);
  }

  function stored(): Checkpoint | undefined {
    const checkpoint = row();
    if (checkpoint === undefined) throw dropped();
    if (checkpoint['seq'] === null) return undefined;
    return { seq: numberIn(checkpoint['seq']), position: textIn(checkpoint['position']) };
  }

  function dropped(): StoreFailure {
    return new StoreFailure({
      kind: 'dropped',
      detail: `the views of generation ${id} have been replaced; open the current generation`,
    });
  }

  /** A read of tables that are gone tells so; SQLite itself would only say that it knows no such table. */
  function read<A>(work: () => A): A {
    return reading(path, () => {
      try {
        return work();
      } catch (error) {
        throw row() === undefined ? dropped() : error;
      }
    });
  }

  function get({ tables }: Collection, key: string): Document | undefined {
    return read(() => {
      const row = statements(`SELECT document FROM ${tables.documents} WHERE key = ?`).get(key);
      return row && documentIn(row);
    });
  }

  function getMany({ tables }: Collection, keys: readonly string[]): ReadonlyMap<string, Document> {
    const many = `SELECT d.key, d.document
      FROM json_each(?) AS wanted CROSS JOIN ${tables.documents} AS d ON d.key = wanted.value`;
    return read(() => {
      const rows = statements(many).all(JSON.stringify(keys)).map(foundIn);
      return new Map(rows.map(({ key, document }) => [key, document]));
    });
  }

  function find(collection: Collection, query: Query): Either<QueryError, Page> {
    return map((plan: Plan) => read(() => page(collection, plan, query)))(planOf(collection.layout, query));
  }

  /** A page and its total, both as of one moment. */
  function page({ layout, tables }: Collection, plan: Plan, query: Query): Page {
    const { total, rows } = inTransaction(database, 'DEFERRED', () => ({
      total: totals.of(tables, plan.tests),
      rows: rowsOf(tables, plan),
    }));
    const items = rows.slice(0, plan.limit).map(foundIn);
    const last = items.at(-1);
    if (rows.length <= plan.limit || last === undefined) return { items, total };
    return { items, total, next: cursorAfter(layout, plan.order, query, last) };
  }

  /** The page's rows and, if there is one, the row behind them. */
  function rowsOf(tables: Tables, plan: Plan): readonly Row[] {
    const rows: Row[] = [];
    for (const { text, values } of pageSql(tables, plan)) {
      const room = plan.limit + 1 - rows.length;
      if (room > 0) rows.push(...statements(text).all(...values, room));
    }
    return rows;
  }

  async function* scan({ tables }: Collection): AsyncGenerator<Found> {
    const next = `SELECT key, document FROM ${tables.documents} WHERE key > ? ORDER BY key LIMIT ${SCAN_PAGE}`;
    const start = `SELECT key, document FROM ${tables.documents} ORDER BY key LIMIT ${SCAN_PAGE}`;
    let rows = read(() => statements(start).all());
    while (rows.length > 0) {
      const found = read(() => rows.map(foundIn));
      yield* found;
      const last = found.at(-1);
      if (last === undefined || rows.length < SCAN_PAGE) return;
      await setImmediate(); // Others get their turn between two pages.
      rows = read(() => statements(next).all(last.key));
    }
  }
}

const documentIn = (row: Row): Document => parseDocument(textIn(row['document']));

const foundIn = (row: Row): Found => ({ key: textIn(row['key']), document: documentIn(row) });

const same = (a: Checkpoint | undefined, b: Checkpoint | undefined): boolean =>
  a?.seq === b?.seq && a?.position === b?.position;

function byCollection(changes: readonly Change[]): ReadonlyMap<string, readonly Change[]> {
  const parts = new Map<string, Change[]>();
  for (const change of changes) {
    const part = parts.get(change.collection);
    if (part === undefined) parts.set(change.collection, [change]);
    else part.push(change);
  }
  return parts;
}
