import type { Test } from '../query';
import { numberIn, type Tables } from './schema';
import { countSql } from './select';
import type { Statements } from './statements';

/** Counts what filters leave, and remembers it until anything is committed to the file. */
export interface Totals {
  /** To be asked within a transaction, so that the count and what is read beside it are of one moment. */
  of(tables: Tables, tests: readonly Test[]): number;
  /** To be told of this connection's own commits: `data_version` only tells of the others'. */
  forget(): void;
}

const MOST = 1_000;

/** Paging through a list asks for the same total again and again, and counting many costs more than a page of a few. */
export function totalsOf(statements: Statements): Totals {
  const known = new Map<string, number>();
  let version: unknown;
  return {
    of(tables, tests) {
      const now = statements('PRAGMA data_version').get()?.['data_version'];
      if (now !== version || known.size >= MOST) known.clear();
      version = now;
      const { text, values } = countSql(tables, tests);
      const question = `${text}\n${JSON.stringify(values)}`;
      const total = known.get(question) ?? numberIn(statements(text).get(...values)?.['total']);
      known.set(question, total);
      return total;
    },
    forget: () => known.clear(),
  };
}
