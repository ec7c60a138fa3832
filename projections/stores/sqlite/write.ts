import type { Row, SqlValue } from '../../../services/sqlite';
import { entriesOf, entryOf, type Entry, type Layout } from '../layout';
import type { Change, Document } from '../port';
import { NO_ENTRY, columnName, holds, numberIn, sqlValue, textIn, type Tables } from './schema';
import type { Statements } from './statements';

/** Writes changes to one collection: only what differs from what is there, since every index entry costs. */
export function collectionWriter(
  layout: Layout,
  tables: Tables,
  statements: Statements,
): (changes: readonly Change[]) => void {
  const names = layout.columns.map(columnName);
  const insert = `INSERT INTO ${tables.documents} (key, ${[...names, 'lists', 'document'].join(', ')})
    VALUES (?, ${names.map(() => '?, ').join('')}?, ?)`;
  const existing = `SELECT d.key, d.id, ${[...names, 'lists'].join(', ')}
    FROM json_each(?) AS wanted CROSS JOIN ${tables.documents} AS d ON d.key = wanted.value`;
  const insertEntries = `INSERT INTO ${tables.entries} (field, entry, id) VALUES (?, ?, ?)`;
  const deleteEntries = `DELETE FROM ${tables.entries} WHERE field = ? AND entry = ? AND id = ?`;
  const deleteDocument = `DELETE FROM ${tables.documents} WHERE id = ?`;

  return changes => {
    const last = new Map(changes.map(({ key, document }) => [key, document]));
    const rows = new Map(
      statements(existing)
        .all(JSON.stringify([...last.keys()]))
        .map(row => [textIn(row['key']), row]),
    );
    for (const [key, document] of last) {
      const row = rows.get(key);
      if (document === undefined) remove(row);
      else if (row === undefined) add(key, document);
      else change(row, document);
    }
  };

  function add(key: string, document: Document): void {
    const lists = listsOf(layout, document);
    const { lastInsertRowid } = statements(insert).run(
      key,
      ...columnsOf(document),
      lists.length > 0 ? JSON.stringify(lists) : null,
      JSON.stringify(document),
    );
    changeEntries(Number(lastInsertRowid), [], lists);
  }

  function change(row: Row, document: Document): void {
    const id = numberIn(row['id']);
    const columns = columnsOf(document);
    const lists = listsOf(layout, document);
    const listsText = lists.length > 0 ? JSON.stringify(lists) : null;
    const changed = [...columns.entries()].filter(([i, value]) => !holds(row[`c${i}`], value));
    const sets = changed.map(([i]) => `c${i} = ?, `).join('');
    const values = changed.map(([, value]) => value);
    statements(`UPDATE ${tables.documents} SET ${sets}lists = ?, document = ? WHERE id = ?`).run(
      ...values,
      listsText,
      JSON.stringify(document),
      id,
    );
    if (listsText !== row['lists']) changeEntries(id, parseLists(row['lists']), lists);
  }

  function remove(row: Row | undefined): void {
    if (row === undefined) return;
    const id = numberIn(row['id']);
    changeEntries(id, parseLists(row['lists']), []);
    statements(deleteDocument).run(id);
  }

  function changeEntries(id: number, from: Lists, to: Lists): void {
    for (const { ordinal, kind } of layout.lists) {
      const before = stored(kind, from[ordinal]);
      const after = stored(kind, to[ordinal]);
      for (const entry of before)
        if (!after.has(entry)) statements(deleteEntries).run(ordinal, sqlEntry(entry), id);
      for (const entry of after)
        if (!before.has(entry)) statements(insertEntries).run(ordinal, sqlEntry(entry), id);
    }
  }

  function columnsOf(document: Document): SqlValue[] {
    return layout.columns.map(column => sqlValue(entryOf(column, document)));
  }
}

/** A document's entries, list field by list field. */
type Lists = readonly (readonly Entry[])[];

const listsOf = (layout: Layout, document: Document): Lists =>
  layout.lists.map(list => entriesOf(list, document));

/** What the entries table holds for a document: its entries, or in a `values` field the mark that it has none. */
function stored(
  kind: 'values' | 'words',
  entries: readonly Entry[] | undefined,
): ReadonlySet<Entry | undefined> {
  if (entries === undefined) return new Set();
  return new Set(kind === 'values' && entries.length === 0 ? [undefined] : entries);
}

const sqlEntry = (entry: Entry | undefined): SqlValue => (entry === undefined ? NO_ENTRY : sqlValue(entry));

function parseLists(text: SqlValue | undefined): Lists {
  if (typeof text !== 'string') return [];
  const lists: unknown = JSON.parse(text);
  if (isLists(lists)) return lists;
  throw new SyntaxError('lists of entries were expected');
}

const isLists = (value: unknown): value is Lists =>
  Array.isArray(value) &&
  value.every(
    list =>
      Array.isArray(list) &&
      list.every(
        entry => typeof entry === 'string' || typeof entry === 'number' || typeof entry === 'boolean',
      ),
  );
