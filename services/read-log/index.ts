import * as TE from 'fp-ts/TaskEither';
import { filePathOf, schemeOf } from '../../contracts/addresses';
import { isMongoUri } from '../mongodb/open-on';
import { openMongoReadLog } from './mongodb';
import type { ReadLog } from './port';
import { openSqliteReadLog, type ReadLogFileProblem } from './sqlite';

/** Who has read what: a log beside the event log, with a retention of its own. */
export type { NumberedRead, ReadEntry, ReadFilter, ReadLog, ReadLogError, ReadPage, ReadQuery } from './port';
export { type ReadRecorder, type RecorderOptions, startRecorder } from './recorder';

/** Why a log of reads cannot be opened. `refused`: trying again is no use before something is changed. */
export type ReadLogProblem =
  ReadLogFileProblem | { readonly kind: 'unsupported' | 'refused' | 'unavailable'; readonly detail: string };

/**
 * Opens the log of reads at a URI: `file:./data/reads.db` or `file:///…` for a file, `mongodb://…/DATABASE` for a database
 * of MongoDB; makes it where there is none.
 */
export function openReadLog(uri: string): TE.TaskEither<ReadLogProblem, ReadLog> {
  if (isMongoUri(uri)) return openMongoReadLog(uri);
  const path = filePathOf(uri);
  return path === undefined
    ? TE.left({ kind: 'unsupported', detail: `there is no log of reads of the kind ${schemeOf(uri)}` })
    : TE.fromIOEither(() => openSqliteReadLog(path));
}
