/**
 * Preloaded into the real server (`node --require`): commits of the log are written, but not brought to the disk. SIGKILL
 * loses nothing by it, a power cut does; the trace must tell.
 */
import { watchEngine } from '../crash/engine';

watchEngine((sql, file, connection) => {
  if (!file.endsWith('events.db')) return {};
  // In a transaction the setting cannot be changed. It is put back, so that whoever looks sees what was asked for.
  if (sql === 'BEGIN IMMEDIATE') return { before: () => connection.exec('PRAGMA synchronous = NORMAL') };
  if (sql === 'COMMIT') return { after: () => connection.exec('PRAGMA synchronous = FULL') };
  return {};
});
