import { isRight } from 'fp-ts/Either';
import type { CollectionSpec, Query } from '../../projections/stores';
import { layoutOf } from '../../projections/stores/layout';
import { planOf, type Plan } from '../../projections/stores/query';
import {
  documentIndexes,
  documentsTable,
  entriesTable,
  tablesOf,
} from '../../projections/stores/sqlite/schema';
import { countSql, pageSql } from '../../projections/stores/sqlite/select';
import type { Sql } from '../../projections/stores/sqlite/statements';
import { walksTheOrder } from '../../projections/stores/sqlite/walk';
import { cursorAfter } from '../../projections/stores/cursor';
import { openDatabase, type Database } from '../../services/sqlite';

const SPEC: CollectionSpec = {
  name: 'requirements',
  indexes: [
    { path: 'organisation', kind: 'value' },
    { path: 'status', kind: 'value' },
    { path: 'due', kind: 'value' },
    { path: 'title', kind: 'sorted-text' },
    { path: 'text', kind: 'words' },
  ],
  sorts: [
    ['organisation', 'due'],
    ['organisation', 'status', 'title'],
  ],
};
const layout = layoutOf(SPEC);
const tables = tablesOf(1, 0);

describe('SQLite’s plan for a list', () => {
  let database: Database;
  beforeAll(() => {
    database = openDatabase(':memory:');
    const ddl = [documentsTable(layout, tables), ...documentIndexes(layout, tables), entriesTable(tables)];
    for (const statement of ddl) database.exec(statement);
  });
  afterAll(() => database.close());

  const explained = ({ text, values }: Sql): string =>
    database
      .prepare(`EXPLAIN QUERY PLAN ${text}`)
      .all(...values, ...(text.includes('LIMIT ?') ? [51] : []))
      .map(row => row['detail'])
      .join('\n');
  const pagePlans = (query: Partial<Query>, walk = false): string =>
    pageSql(tables, planned(query), walk).map(explained).join('\n');

  const organisation = { op: 'equals', path: 'organisation', value: 'fjord' } as const;
  const status = { op: 'equals', path: 'status', value: 'open' } as const;
  const declared: Partial<Query>[] = [
    { filter: organisation },
    { filter: organisation, order: [{ path: 'due' }] },
    { filter: organisation, order: [{ path: 'due', descending: true }] },
    { filter: { op: 'and', all: [organisation, status] }, order: [{ path: 'title' }] },
    { filter: { op: 'range', path: 'due', to: '2025-12-31' }, order: [{ path: 'due' }] },
    { order: [{ path: 'title', descending: true }] },
    {},
  ];

  it('enters an index and sorts nothing for each declared combination, on the first page and on later ones', () => {
    const last = { key: 'k', document: { due: '2025-03-01', title: 'Ventetid' } };
    for (const query of declared) {
      const whole = { limit: 50, ...query };
      const cursor = cursorAfter(layout, planned(query).order, whole, last);
      for (const plan of [pagePlans(query), pagePlans({ ...query, cursor })]) {
        expect(plan).toContain('USING INDEX');
        expect(plan).not.toContain('TEMP B-TREE');
      }
      expect(pagePlans({ ...query, cursor })).not.toMatch(/^SCAN/m);
    }
  });

  it('counts from an index alone where the filter is declared', () => {
    for (const query of declared)
      expect(explained(countSql(tables, planned(query).tests))).toContain('COVERING INDEX');
  });

  it('sorts what a filter leaves where the combination is not declared, or walks the order where that is much', () => {
    const query = { filter: status, order: [{ path: 'due' }] };
    expect(pagePlans(query)).toContain('TEMP B-TREE');
    expect(pagePlans(query, true)).not.toContain('TEMP B-TREE');
    const plan = planned(query);
    expect(walksTheOrder(layout, plan, 130, 1000)).toBe(true);
    expect(walksTheOrder(layout, plan, 120, 1000)).toBe(false);
  });

  it('leaves a declared combination, a list without order and one without filter to SQLite', () => {
    const walks = (query: Partial<Query>): boolean => walksTheOrder(layout, planned(query), 1000, 1000);
    expect(walks({ filter: organisation, order: [{ path: 'due' }] })).toBe(false);
    expect(walks({ filter: organisation })).toBe(false);
    expect(walks({ order: [{ path: 'due' }] })).toBe(false);
    expect(walks({ filter: organisation, order: [{ path: 'title' }] })).toBe(true);
    const either = { op: 'in', path: 'organisation', values: ['fjord', 'vidde'] } as const;
    expect(walks({ filter: either, order: [{ path: 'due' }] })).toBe(true);
  });

  it('finds words by a range of their table', () => {
    expect(pagePlans({ filter: { op: 'text', path: 'text', query: 'ventetid' } })).toMatch(
      /SEARCH entries_1_0 USING PRIMARY KEY \(field=\? AND entry>\? AND entry<\?\)/,
    );
  });
});

function planned(query: Partial<Query>): Plan {
  const plan = planOf(layout, { limit: 50, ...query });
  if (isRight(plan)) return plan.right;
  throw new Error(plan.left.detail);
}
