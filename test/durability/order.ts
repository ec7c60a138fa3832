import type { Call } from './trace';

const SYNCS: readonly string[] = ['fsync', 'fdatasync'];
const WRITES: readonly string[] = ['write', 'writev', 'pwrite64', 'sendto', 'sendmsg'];
const FRAME_HEADER_BYTES = 24;

/**
 * Was each record on the disk before its answer was begun? Looks for: the record's bytes in the log's write-ahead file,
 * the end of that transaction, a sync of the file that began after it, and the answer that began after that sync had
 * ended well. Gives what is missing, for each record that was answered for.
 */
export function untimely(calls: readonly Call[], records: readonly string[], wal: string): readonly string[] {
  const toWal = calls.filter(call => call.on === wal);
  const writes = toWal.filter(({ name }) => WRITES.includes(name));
  const syncs = toWal.filter(({ name, result }) => SYNCS.includes(name) && result === 0);
  const answers = calls.filter(({ name, on }) => WRITES.includes(name) && on.startsWith('socket:'));
  return records.flatMap(record => {
    const answer = answers.find(({ bytes }) => bytes.includes(record));
    if (answer === undefined) return [`${record} has no answer in the trace`];
    const written = writes.find(({ bytes }) => bytes.includes(record));
    if (written === undefined || written.ended > answer.began)
      return [`${record} was answered before it was written`];
    const last = writes.find(write => write.began > written.began && endsTransaction(write));
    const synced = last && syncs.find(sync => sync.began > last.ended);
    return synced === undefined || synced.ended >= answer.began
      ? [`${record} was answered before it was synced`]
      : [];
  });
}

/** The header of a frame tells the size of the database after the commit, and 0 in every frame but the last. */
const endsTransaction = ({ bytes }: Call): boolean =>
  bytes.length === FRAME_HEADER_BYTES && bytes.slice(4, 8) !== '\0\0\0\0';
