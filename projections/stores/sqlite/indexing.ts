import { setImmediate } from 'node:timers/promises';
import type { Layout } from '../layout';
import { makeEntries } from './load';
import { documentIndexes, tablesOf } from './schema';
import { inTransaction, type Connection } from './statements';

/** Has this generation its indexes? Undefined where the generation is no longer there. */
export function isIndexed({ statements }: Connection, n: number): boolean | undefined {
  const row = statements('SELECT is_indexed FROM generations WHERE n = ?').get(n);
  return row && row['is_indexed'] === 1;
}

/**
 * Makes the indexes of a generation that was only loaded. Each index is a step of its own, between which others get
 * their turn; cut off in the middle, it goes on with what is missing.
 */
export async function makeIndexes(
  connection: Connection,
  n: number,
  layouts: readonly Layout[],
): Promise<void> {
  const { database, statements } = connection;
  if (isIndexed(connection, n) !== false) return;
  for (const [i, layout] of layouts.entries()) {
    for (const index of documentIndexes(layout, tablesOf(n, i))) {
      database.exec(index);
      await setImmediate();
    }
  }
  // From here on whoever commits keeps the entries: made and declared so in one step.
  inTransaction(database, 'IMMEDIATE', () => {
    if (isIndexed(connection, n) !== false) return;
    for (const [i, layout] of layouts.entries()) makeEntries(connection, layout, tablesOf(n, i));
    statements('UPDATE generations SET is_indexed = 1 WHERE n = ?').run(n);
  });
}
