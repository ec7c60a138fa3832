import type { Layout } from '../layout';
import { heldEntries, parseLists, rowValues } from './rows';
import { columnName, entriesTable, numberIn, type Tables } from './schema';
import { type Connection, inserting, type Statements } from './statements';
import type { Writer } from './write';

/**
 * Writes changes to a collection that has no indexes yet. A generation is loaded like this until somebody asks it a
 * question: to keep indexes up while all events are folded costs several times what it costs to make them in the end.
 */
export function loader(layout: Layout, tables: Tables, statements: Statements): () => Writer {
  const names = ['key', ...layout.columns.map(columnName), 'lists', 'document'];
  const conflict = `ON CONFLICT (key) DO UPDATE SET ${names.map(name => `${name} = excluded.${name}`).join(', ')}`;
  const upserting = inserting(statements, tables.documents, names, conflict);
  const remove = `DELETE FROM ${tables.documents} WHERE key = ?`;

  return () => {
    const rows = upserting();
    return {
      take(key, document) {
        if (document === undefined) {
          rows.flush();
          statements(remove).run(key);
        } else {
          const { columns, listsText, text } = rowValues(layout, document);
          rows.add([key, ...columns, listsText, text]);
        }
      },
      end: () => rows.flush(),
    };
  };
}

/** Makes the entries of a collection that was loaded, within the transaction at hand. */
export function makeEntries({ database, statements }: Connection, layout: Layout, tables: Tables): void {
  if (layout.lists.length === 0) return;
  database.exec(entriesTable(tables));
  const words = layout.lists.filter(list => list.kind === 'words').map(list => list.ordinal);
  if (words.length > 0) {
    // Sorted first, so that each page of the table is written once.
    database.exec(`
      INSERT INTO ${tables.entries} (field, entry, id)
      SELECT list.key, word.value, d.id
      FROM ${tables.documents} AS d, json_each(d.lists) AS list, json_each(list.value) AS word
      WHERE list.key IN (${words.join(', ')})
      ORDER BY 1, 2, 3`);
  }
  if (words.length < layout.lists.length) makeValues(statements, layout, tables);
}

const BATCH = 1_000;

/** Values may be numbers, which are not to pass through SQLite's reading of decimals. */
function makeValues(statements: Statements, layout: Layout, { documents, entries }: Tables): void {
  const select = statements(`SELECT id, lists FROM ${documents} WHERE id > ? ORDER BY id LIMIT ${BATCH}`);
  const inserted = inserting(statements, entries, ['field', 'entry', 'id'])();
  const fields = layout.lists.filter(list => list.kind === 'values');
  for (let rows = select.all(-1); rows.length > 0; rows = select.all(numberIn(rows.at(-1)?.['id']))) {
    for (const row of rows) {
      const lists = parseLists(row['lists']);
      for (const { ordinal, kind } of fields) {
        for (const entry of heldEntries(kind, lists[ordinal] ?? []))
          inserted.add([ordinal, entry, numberIn(row['id'])]);
      }
    }
  }
  inserted.flush();
}
