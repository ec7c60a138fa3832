import type { Family } from '../../contracts/catalogue/define';
import type { RecordId, Timestamp } from '../../contracts/primitives';
import type { LogRecord } from '../../contracts/record';
import { folds, type StateOf } from '../../contracts/states';
import { foldStream } from '../../contracts/states/fold';
import { type AnyTold, effective, toldBy } from '../../contracts/states/told';
import { isBefore } from '../../contracts/time';
import type { EventLog } from '../event-log/port';
import { readRecord } from '../event-log/records';

/** A stream as the write side knows it. */
export interface Loaded<F extends Family = Family> {
  readonly stream: string;
  readonly family: F;
  /** The ids of its records; the place in the list is the revision. An id is taken for ever. */
  readonly records: readonly RecordId[];
  readonly told: readonly AnyTold[];
  readonly state: StateOf[F];
}

/** A stream that cannot be read as it was written: nothing may be decided on it. */
export class StreamDamaged extends Error {}

/** The revision of the last record, or null where the stream is not there yet. */
export const revisionOf = ({ records }: Pick<Loaded, 'records'>): number | null =>
  records.length === 0 ? null : records.length - 1;

/** Is it a stream of that family? */
export const isOf = <F extends Family>(loaded: Loaded, family: F): loaded is Loaded<F> =>
  loaded.family === family;

/** A stream of which nothing is known yet. */
export const loadedOf = <F extends Family>(stream: string, family: F): Loaded<F> => ({
  stream,
  family,
  records: [],
  told: [],
  state: folds[family].initial,
});

/** Reads a stream from the log, whole or up to a revision (inclusive). */
export const load = <F extends Family>(
  log: EventLog,
  stream: string,
  family: F,
  upTo = Infinity,
): Promise<Loaded<F>> => catchUp(log, loadedOf(stream, family), upTo);

/** The stream with what was appended since it was loaded; the very same value where nothing was. */
export async function catchUp<F extends Family>(
  log: EventLog,
  loaded: Loaded<F>,
  upTo = Infinity,
): Promise<Loaded<F>> {
  const records: LogRecord[] = [];
  for await (const entry of log.readStream(loaded.stream, loaded.records.length)) {
    if (entry.revision > upTo) break;
    const record = readRecord(entry);
    if (record._tag === 'Left')
      throw new StreamDamaged(`${loaded.stream} at ${record.left.revision}: ${record.left.explanation}`);
    records.push(record.right);
  }
  return records.length === 0 ? loaded : extend(loaded, records);
}

/** The stream with these records behind it; a correction folds it anew. */
export function extend<F extends Family>(loaded: Loaded<F>, records: readonly LogRecord[]): Loaded<F> {
  const fresh = records.flatMap(record => toldBy(record) ?? []);
  const told = [...loaded.told, ...fresh];
  const fold = folds[loaded.family];
  return {
    ...loaded,
    told,
    records: [...loaded.records, ...records.map(({ meta }) => meta.id)],
    state: told.some(t => t.what === 'corrected')
      ? foldStream<StateOf[F]>(fold, told)
      : fresh.reduce<StateOf[F]>(fold.evolve, loaded.state),
  };
}

/**
 * What a replacement of one of a stream's records is decided on, that record taken out: the stream as it stood then, with
 * what has been recorded since of what happened before the replacement's `time`.
 */
export const stateFor = <F extends Family>(
  { family, told }: Loaded<F>,
  target: AnyTold,
  time: Timestamp,
): StateOf[F] =>
  effective(told.filter(t => t.record !== target.record))
    .filter(t => t.revision < target.revision || isBefore(t.time, time))
    .reduce<StateOf[F]>(folds[family].evolve, folds[family].initial);
