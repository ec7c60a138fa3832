import type { Place } from '../cursor';
import type { Plan, Term, Test } from '../query';
import { NO_ENTRY, columnName, indexName, sqlValue, type Tables } from './schema';
import type { Sql } from './statements';

/** Counts what the tests leave. */
export function countSql(tables: Tables, tests: readonly Test[]): Sql {
  const where = all(tests.map(test => condition(tables, test)));
  return {
    text: `SELECT count(*) AS total FROM ${tables.documents} WHERE ${where.text}`,
    values: where.values,
  };
}

/**
 * The selects that give a page, one after the other until it is full: first the documents that have the first field of
 * the order, then those that miss it. Each can follow an index from the place where the page begins; with `walk`, the
 * first follows that of the order.
 */
export function pageSql(tables: Tables, plan: Plan, walk: boolean): readonly Sql[] {
  const tests = plan.tests.map(test => condition(tables, test));
  const [first, ...rest] = plan.order;
  const backwards = plan.order.at(-1)?.descending ?? false;
  const byKey = `key ${direction(backwards)}`;
  const { after } = plan;
  if (first === undefined) {
    return [select(tables.documents, [...tests, ...(after ? [behind([], after, backwards)] : [])], byKey)];
  }
  const name = columnName(first.column);
  const [entry, ...entries] = after?.entries ?? [];
  const startsAmongMissing = after !== undefined && entry === undefined;
  const present = select(
    walk ? `${tables.documents} INDEXED BY ${indexName(tables, first.column)}` : tables.documents,
    [...tests, sql(`${name} IS NOT NULL`), ...(after ? behindPresent(first, rest, after, backwards) : [])],
    [`${name} ${direction(first.descending)}`, ...nullsLast(rest), byKey].join(', '),
  );
  const missing = select(
    tables.documents,
    [
      ...tests,
      sql(`${name} IS NULL`),
      ...(startsAmongMissing ? [behind(rest, { entries, key: after.key }, backwards)] : []),
    ],
    [...nullsLast(rest), byKey].join(', '),
  );
  return startsAmongMissing ? [missing] : [present, missing];
}

function select(from: string, conditions: readonly Sql[], order: string): Sql {
  const { text, values } = all(conditions);
  return { text: `SELECT key, document FROM ${from} WHERE ${text} ORDER BY ${order} LIMIT ?`, values };
}

const direction = (descending: boolean): string => (descending ? 'DESC' : 'ASC');

/** SQLite's nulls are the least of all, so that descending they come last by themselves. */
const nullsLast = (terms: readonly Term[]): readonly string[] =>
  terms.map(({ column, descending }) => `${columnName(column)} ${descending ? 'DESC' : 'ASC NULLS LAST'}`);

/** What lies behind a place, among documents that all have the first field, so that an index is entered there. */
function behindPresent(first: Term, rest: readonly Term[], place: Place, backwards: boolean): readonly Sql[] {
  const name = columnName(first.column);
  const value = sqlValue(place.entries[0]);
  if (rest.length === 0) return [sql(`(${name}, key) ${backwards ? '<' : '>'} (?, ?)`, value, place.key)];
  const entrance = sql(`${name} ${first.descending ? '<=' : '>='} ?`, value);
  return [entrance, behind([first, ...rest], place, backwards)];
}

/** What lies behind a place: later in the first term, or equal in it and behind the place in the others. */
function behind(order: readonly Term[], { entries, key }: Place, backwards: boolean): Sql {
  const [term, ...rest] = order;
  if (term === undefined) return sql(`key ${backwards ? '<' : '>'} ?`, key);
  const [entry, ...others] = entries;
  const name = columnName(term.column);
  const tied = behind(rest, { entries: others, key }, backwards);
  if (entry === undefined) return all([sql(`${name} IS NULL`), tied]);
  const value = sqlValue(entry);
  return {
    text: `(${name} ${term.descending ? '<' : '>'} ? OR ${name} IS NULL OR (${name} = ? AND ${tied.text}))`,
    values: [value, value, ...tied.values],
  };
}

function condition(tables: Tables, test: Test): Sql {
  switch (test.test) {
    case 'column': {
      const name = columnName(test.column);
      const given = among(name, test.entries.map(sqlValue));
      if (!test.missing) return given;
      return test.entries.length === 0
        ? sql(`${name} IS NULL`)
        : { text: `(${given.text} OR ${name} IS NULL)`, values: given.values };
    }
    case 'present':
      return sql(`${columnName(test.column)} IS NOT NULL`);
    case 'range':
      return range(columnName(test.column), test.from, test.to);
    case 'list': {
      const given = among('entry', [...test.entries.map(sqlValue), ...(test.missing ? [NO_ENTRY] : [])]);
      return inEntries(tables, test.list.ordinal, given);
    }
    case 'word':
      return inEntries(
        tables,
        test.list.ordinal,
        sql('entry >= ? AND entry < ?', test.beginning, `${test.beginning}\u{10ffff}`),
      );
  }
}

function among(name: string, values: readonly Sql['values'][number][]): Sql {
  if (values.length === 0) return sql('0');
  if (values.length === 1) return { text: `${name} = ?`, values };
  return { text: `${name} IN (${values.map(() => '?').join(', ')})`, values };
}

/** Texts lie above '' and below every blob, numbers below ''. */
function range(name: string, from: string | number | undefined, to: string | number | undefined): Sql {
  if (from !== undefined && to !== undefined) return sql(`${name} BETWEEN ? AND ?`, from, to);
  if (from !== undefined)
    return sql(`${name} >= ? AND ${name} < ${typeof from === 'string' ? "x''" : "''"}`, from);
  if (to === undefined) return sql(`${name} IS NOT NULL`);
  return typeof to === 'string' ? sql(`${name} >= '' AND ${name} <= ?`, to) : sql(`${name} <= ?`, to);
}

const inEntries = (tables: Tables, field: number, of: Sql): Sql => ({
  text: `id IN (SELECT id FROM ${tables.entries} WHERE field = ${field} AND ${of.text})`,
  values: of.values,
});

const sql = (text: string, ...values: Sql['values']): Sql => ({ text, values });

const all = (conditions: readonly Sql[]): Sql =>
  conditions.length === 0
    ? sql('1')
    : { text: conditions.map(c => c.text).join(' AND '), values: conditions.flatMap(c => c.values) };
