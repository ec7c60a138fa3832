import type { Database, Statement, SqlValue } from '../../../services/sqlite';

/** A piece of SQL and the values for its question marks. */
export interface Sql {
  readonly text: string;
  readonly values: readonly SqlValue[];
}

/** An open file and what goes with it. */
export interface Connection {
  readonly database: Database;
  readonly statements: Statements;
}

/** Prepares each text once; the least recently used are forgotten. */
export interface Statements {
  (text: string): Statement;
}

export function statementsOf(database: Database, capacity = 300): Statements {
  const prepared = new Map<string, Statement>();
  return text => {
    const statement = prepared.get(text) ?? database.prepare(text);
    prepared.delete(text);
    prepared.set(text, statement);
    if (prepared.size > capacity) {
      for (const oldest of prepared.keys()) {
        prepared.delete(oldest);
        break;
      }
    }
    return statement;
  };
}

/** Runs `work` in a transaction; whatever it throws, or a commit that fails, leaves nothing behind. */
export function inTransaction<A>(database: Database, mode: 'DEFERRED' | 'IMMEDIATE', work: () => A): A {
  database.exec(`BEGIN ${mode}`);
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    if (database.inTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

/** So many values go into one statement: what a statement costs besides its rows is half of all. */
const VALUES = 400;

/** Rows on their way into a table, many a statement. */
export interface Rows {
  add(row: readonly SqlValue[]): void;
  /** Writes what still waits. */
  flush(): void;
}

/** Inserts rows of `names` into a table; `conflict` says what is done where one is there already. */
export function inserting(
  statements: Statements,
  table: string,
  names: readonly string[],
  conflict = '',
): () => Rows {
  const row = `(${names.map(() => '?').join(', ')})`;
  const insert = (rows: number): string =>
    `INSERT INTO ${table} (${names.join(', ')}) VALUES ${Array<string>(rows).fill(row).join(', ')} ${conflict}`;
  // Halved down to one, so that whatever number of rows waits is written by a few statements, each prepared once.
  const sizes: number[] = [];
  for (let rows = Math.ceil(VALUES / names.length); rows >= 1; rows = Math.floor(rows / 2)) sizes.push(rows);
  const texts = sizes.map(rows => ({ length: rows * names.length, text: insert(rows) }));
  const [most = 0] = texts.map(({ length }) => length);
  return () => {
    let waiting: SqlValue[] = [];
    const flush = (): void => {
      let from = 0;
      for (const { length, text } of texts)
        for (; waiting.length - from >= length; from += length)
          statements(text).run(...waiting.slice(from, from + length));
      waiting = [];
    };
    return {
      add(values) {
        waiting.push(...values);
        if (waiting.length >= most) flush();
      },
      flush,
    };
  };
}
