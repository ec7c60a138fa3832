import type { Database } from '../../../services/sqlite';
import { specsIn } from '../specs';
import { layoutsOf, type Layout } from '../layout';
import type { CollectionSpec, Generation, ViewStore } from '../port';
import { dropped, otherCollections, refused } from '../failing';
import { attempting, reading } from './failures';
import { sqliteGeneration } from './generation';
import { makeIndexes } from './indexing';
import { documentsTable, dropTables, numberIn, tablesOf, textIn } from './schema';
import { inTransaction, statementsOf, type Connection } from './statements';
import { totalsOf } from './totals';

/** The store in an open file whose own tables are there. */
export function sqliteViewStore(database: Database): ViewStore {
  const { path } = database;
  const statements = statementsOf(database);
  const totals = totalsOf(statements);
  const connection: Connection = { database, statements };

  return {
    current: () => reading(path, current),
    open: (id, collections) => attempting(path, () => open(id, collections, true)),
    openExisting: (id, collections) => attempting(path, () => open(id, collections, false)),
    promote: id => attempting(path, () => promote(id)),
    drop: id => attempting(path, () => inTransaction(database, 'IMMEDIATE', () => drop(id))),
    close: () => reading(path, () => database.close()),
  };

  function current(): string | undefined {
    const row = statements('SELECT id FROM generations WHERE is_current = 1').get();
    return row === undefined ? undefined : textIn(row['id']);
  }

  function open(id: string, collections: readonly CollectionSpec[], mayMake: boolean): Generation {
    const layouts = layoutsOf(collections);
    const spec = JSON.stringify(collections);
    const there = made(id) ?? (mayMake ? begun(id, spec, layouts) : undefined);
    if (there === undefined) throw dropped(id);
    if (there.spec !== spec) throw otherCollections(id);
    return sqliteGeneration(connection, totals, there.n, id, collections);
  }

  /** Another may have begun it in between. */
  function begun(id: string, spec: string, layouts: readonly Layout[]): Made {
    return inTransaction(database, 'IMMEDIATE', () => made(id) ?? make(id, spec, layouts));
  }

  function make(id: string, spec: string, layouts: readonly Layout[]): Made {
    const { lastInsertRowid } = statements('INSERT INTO generations (id, collections) VALUES (?, ?)').run(
      id,
      spec,
    );
    const n = Number(lastInsertRowid);
    for (const [i, layout] of layouts.entries()) database.exec(documentsTable(layout, tablesOf(n, i)));
    return { n, spec };
  }

  async function promote(id: string): Promise<void> {
    const found = made(id);
    if (found !== undefined) await makeIndexes(connection, found.n, layoutsOf(specsIn(found.spec)));
    inTransaction(database, 'IMMEDIATE', () => {
      const chosen = made(id);
      if (chosen === undefined) throw refused(`there is no generation ${id} to promote`);
      const others = statements('SELECT n, collections FROM generations WHERE n <> ?').all(chosen.n);
      for (const row of others) remove({ n: numberIn(row['n']), spec: textIn(row['collections']) });
      statements('UPDATE generations SET is_current = 1 WHERE n = ?').run(chosen.n);
    });
  }

  function drop(id: string): void {
    if (current() === id) throw refused(`generation ${id} is the current one and cannot be dropped`);
    const found = made(id);
    if (found !== undefined) remove(found);
  }

  function remove({ n, spec }: Made): void {
    for (const i of specsIn(spec).keys()) database.exec(dropTables(tablesOf(n, i)));
    statements('DELETE FROM generations WHERE n = ?').run(n);
  }

  function made(id: string): Made | undefined {
    const row = statements('SELECT n, collections FROM generations WHERE id = ?').get(id);
    return row && { n: numberIn(row['n']), spec: textIn(row['collections']) };
  }
}

/** A generation that is there: its number, and its collections as JSON. */
interface Made {
  readonly n: number;
  readonly spec: string;
}
