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
