import type { Database } from '../../sqlite';
import { checkSchema } from './schema';

/**
 * Looks at every page and every row: the file's own structure, positions from 1 without gaps, revisions of each stream
 * from 0 without gaps. Gives what is wrong first, or the number of events. Blocks the thread while it lasts; whether
 * the events say what they said is for the records' digests to tell.
 */
export function verifyContents(database: Database): { readonly count: number } | { readonly wrong: string } {
  const integrity = database.prepare('PRAGMA integrity_check(1)').get()?.['integrity_check'];
  if (integrity !== 'ok') return { wrong: String(integrity) };
  if (checkSchema(database) !== 'ours') return { wrong: 'it is not a guarded event log' };
  const row = database.prepare('SELECT count(*) AS n, coalesce(max(position), 0) AS last FROM events').get();
  const count = Number(row?.['n']);
  if (count !== row?.['last'])
    return { wrong: `it holds ${count} events, but the last position is ${String(row?.['last'])}` };
  const gap = database
    .prepare(
      `SELECT s.name FROM events e LEFT JOIN streams s ON s.number = e.stream
       GROUP BY e.stream HAVING s.name IS NULL OR min(e.revision) <> 0 OR max(e.revision) <> count(*) - 1 LIMIT 1`,
    )
    .get();
  return gap === undefined
    ? { count }
    : { wrong: `the revisions of stream ${String(gap['name'])} have a gap` };
}
