import { fileURLToPath } from 'node:url';
import { type Either, left } from 'fp-ts/Either';
import type { ReadLog } from './port';
import { openSqliteReadLog, type ReadLogProblem } from './sqlite';

/** Who has read what: a log beside the event log, with a retention of its own. */
export type { NumberedRead, ReadEntry, ReadFilter, ReadLog, ReadLogError, ReadPage, ReadQuery } from './port';
export { type ReadRecorder, type RecorderOptions, startRecorder } from './recorder';
export type { ReadLogProblem } from './sqlite';

/** Opens the log of reads at a URI: `file:./data/reads.db`, or `file:///…`; makes it where there is none. */
export function openReadLog(uri: string): Either<ReadLogProblem, ReadLog> {
  if (uri.startsWith('file:///')) return openSqliteReadLog(fileURLToPath(uri));
  const path = /^file:(?!\/\/)(.+)$/.exec(uri)?.[1];
  return path === undefined
    ? left({ kind: 'unsupported', detail: `there is no log of reads of the kind ${uri}` })
    : openSqliteReadLog(path);
}
