import type { Row, SqlValue } from '../../../services/sqlite';
import type { Layout } from '../layout';
import type { Document } from '../port';
import { heldEntries, parseLists, rowValues, type RowValues } from './rows';
import { columnName, numberIn, textIn, type Tables } from './schema';
import { inserting, type Rows, type Statements } from './statements';

/** Takes the changes of a commit to one collection, in order; all are written when it is ended. */
export interface Writer {
  take(key: string, document: Document | undefined): void;
  end(): void;
}

/** Writes changes to a collection with indexes: only what differs from what is there, since every entry costs. */
export function writer(layout: Layout, tables: Tables, statements: Statements): () => Writer {
  const names = [...layout.columns.map(columnName), 'lists'];
  const existing = `SELECT d.key, d.id, ${names.join(', ')}
    FROM json_each(?) AS wanted CROSS JOIN ${tables.documents} AS d ON d.key = wanted.value`;
  const insert = `INSERT INTO ${tables.documents} (key, ${names.join(', ')}, document)
    VALUES (?, ?${', ?'.repeat(names.length)})`;
  const remove = `DELETE FROM ${tables.documents} WHERE id = ?`;
  const insertingEntries = inserting(statements, tables.entries, ['field', 'entry', 'id']);
  const removeEntry = `DELETE FROM ${tables.entries} WHERE field = ? AND entry = ? AND id = ?`;

  return () => {
    const last = new Map<string, Document | undefined>();
    return {
      take: (key, document) => void last.set(key, document),
      end() {
        const rows = statements(existing).all(JSON.stringify([...last.keys()]));
        const rowOf = new Map(rows.map(row => [textIn(row['key']), row]));
        const entries = insertingEntries();
        for (const [key, document] of last) apply(key, rowOf.get(key), document, entries);
        entries.flush();
      },
    };
  };

  function apply(key: string, row: Row | undefined, document: Document | undefined, entries: Rows): void {
    if (document !== undefined) {
      const values = rowValues(layout, document);
      if (row === undefined) add(key, values, entries);
      else change(row, values, entries);
    } else if (row !== undefined) {
      const id = numberIn(row['id']);
      changeEntries(
        id,
        held(row),
        layout.lists.map(() => []),
        entries,
      );
      statements(remove).run(id);
    }
  }

  function add(key: string, { columns, lists, listsText, text }: RowValues, rows: Rows): void {
    const { lastInsertRowid } = statements(insert).run(key, ...columns, listsText, text);
    const entries = layout.lists.map(({ kind, ordinal }) => heldEntries(kind, lists[ordinal] ?? []));
    changeEntries(
      Number(lastInsertRowid),
      layout.lists.map(() => []),
      entries,
      rows,
    );
  }

  function change(row: Row, { columns, lists, listsText, text }: RowValues, rows: Rows): void {
    const id = numberIn(row['id']);
    const changed = [...columns.entries()].filter(([i, value]) => !same(row[`c${i}`], value));
    const sets = changed.map(([i]) => `c${i} = ?, `).join('');
    const values = changed.map(([, value]) => value);
    const update = `UPDATE ${tables.documents} SET ${sets}lists = ?, document = ? WHERE id = ?`;
    statements(update).run(...values, listsText, text, id);
    if (listsText === row['lists']) return;
    changeEntries(
      id,
      held(row),
      layout.lists.map(({ kind, ordinal }) => heldEntries(kind, lists[ordinal] ?? [])),
      rows,
    );
  }

  function held(row: Row): readonly (readonly SqlValue[])[] {
    const lists = parseLists(row['lists']);
    return layout.lists.map(({ kind, ordinal }) => heldEntries(kind, lists[ordinal] ?? []));
  }

  function changeEntries(
    id: number,
    from: readonly (readonly SqlValue[])[],
    to: typeof from,
    rows: Rows,
  ): void {
    for (const { ordinal } of layout.lists) {
      const before = new Set(from[ordinal]);
      const after = new Set(to[ordinal]);
      for (const entry of before) if (!after.has(entry)) statements(removeEntry).run(ordinal, entry, id);
      for (const entry of after) if (!before.has(entry)) rows.add([ordinal, entry, id]);
    }
  }
}

/** Does a stored column hold this value? Booleans are blobs of one byte. */
const same = (stored: SqlValue | undefined, value: SqlValue): boolean =>
  stored instanceof Uint8Array && value instanceof Uint8Array ? stored[0] === value[0] : stored === value;
