import type { Database } from '../../../services/sqlite';
import { layoutsOf, type Layout } from '../layout';
import { StoreFailure, type CollectionSpec, type Generation, type ViewStore } from '../port';
import { attempting, promised, reading } from './failures';
import { sqliteGeneration, type Connection } from './generation';
import { collectionTables, dropTables, numberIn, tablesOf, textIn } from './schema';
import { inTransaction, statementsOf } from './statements';
import { totalsOf } from './totals';

/** The store in an open file whose own tables are there. */
export function sqliteViewStore(database: Database): ViewStore {
  const { path } = database;
  const statements = statementsOf(database);
  const connection: Connection = { database, statements, totals: totalsOf(statements) };

  return {
    current: () => promised(() => reading(path, current)),
    open: (id, collections) => attempting(path, () => open(id, collections)),
    promote: id =>
      attempting(path, () =>
        inTransaction(database, 'IMMEDIATE', () => {
          const n = numberOf(id);
          if (n === undefined) throw refused(`there is no generation ${id} to promote`);
          for (const other of generations()) if (other !== n) remove(other);
          statements('UPDATE generations SET is_current = 1 WHERE n = ?').run(n);
        }),
      ),
    drop: id =>
      attempting(path, () =>
        inTransaction(database, 'IMMEDIATE', () => {
          const n = numberOf(id);
          if (n === undefined) return;
          if (current() === id) throw refused(`generation ${id} is the current one and cannot be dropped`);
          remove(n);
        }),
      ),
    close: () => promised(() => database.close()),
  };

  function current(): string | undefined {
    const row = statements('SELECT id FROM generations WHERE is_current = 1').get();
    return row === undefined ? undefined : textIn(row['id']);
  }

  function open(id: string, collections: readonly CollectionSpec[]): Generation {
    const layouts = layoutsOf(collections);
    const spec = JSON.stringify(collections);
    const n = specOf(id) === undefined ? make(id, spec, layouts) : numberOf(id);
    if (n === undefined || specOf(id) !== spec) {
      throw refused(
        `generation ${id} was made with other collections; give changed collections a new generation`,
      );
    }
    return sqliteGeneration(connection, n, id, collections);
  }

  function make(id: string, spec: string, layouts: readonly Layout[]): number | undefined {
    return inTransaction(database, 'IMMEDIATE', () => {
      const made = statements(
        'INSERT INTO generations (id, collections) VALUES (?, ?) ON CONFLICT DO NOTHING',
      );
      if (made.run(id, spec).changes === 0) return numberOf(id);
      const n = numberOf(id);
      if (n === undefined) return undefined;
      for (const [i, layout] of layouts.entries()) database.exec(collectionTables(layout, tablesOf(n, i)));
      return n;
    });
  }

  function numberOf(id: string): number | undefined {
    const row = statements('SELECT n FROM generations WHERE id = ?').get(id);
    return row === undefined ? undefined : numberIn(row['n']);
  }

  function specOf(id: string): string | undefined {
    const row = statements('SELECT collections FROM generations WHERE id = ?').get(id);
    return row === undefined ? undefined : textIn(row['collections']);
  }

  function generations(): readonly number[] {
    return statements('SELECT n FROM generations')
      .all()
      .map(row => numberIn(row['n']));
  }

  /** Drops a generation and its tables, within the transaction at hand. */
  function remove(n: number): void {
    const row = statements('SELECT collections FROM generations WHERE n = ?').get(n);
    const specs: unknown = JSON.parse(textIn(row?.['collections']));
    const count = Array.isArray(specs) ? specs.length : 0;
    for (let i = 0; i < count; i++) database.exec(dropTables(tablesOf(n, i)));
    statements('DELETE FROM generations WHERE n = ?').run(n);
  }
}

const refused = (detail: string): StoreFailure => new StoreFailure({ kind: 'refused', detail });
