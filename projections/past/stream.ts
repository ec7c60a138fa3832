import type { Timestamp } from '../../contracts/primitives';
import { toldBy } from '../../contracts/states/told';
import type { RecordView } from '../../contracts/views';
import type { EventLog } from '../../services/event-log/port';
import { unsettles } from '../life';
import { fromDocument } from '../plain';
import type { Reading } from '../stores';
import { recordsOf, see, type Stream } from '../stream';
import { recordsCollection } from '../views/records';
import { lifeAsOf, type ToldAt } from './life';

/** A point on both time axes: what had happened by `asOf`, of what the log held up to the record `upTo`. */
export interface PastPoint {
  /** Index of the last record that counts. */
  readonly upTo: number;
  readonly asOf?: Timestamp;
}

/** What a stream tells, up to a record of the log: its events, and the stream as views know it. */
export interface StreamSoFar {
  readonly events: readonly ToldAt[];
  readonly stream: Stream | undefined;
}

/** Reads a stream from the log up to a record. `now` are views that show at least so much. */
export async function readSoFar(
  log: EventLog,
  now: Reading,
  name: string,
  upTo: number,
): Promise<StreamSoFar> {
  const records = [];
  for await (const record of recordsOf(log, name, Infinity)) records.push(record);
  const places = await now.getMany(
    recordsCollection.name,
    records.map(r => r.meta.id),
  );
  const events: ToldAt[] = [];
  let stream: Stream | undefined;
  for (const record of records) {
    const place = places.get(record.meta.id);
    const seq = place === undefined ? Infinity : fromDocument<RecordView>(place).seq;
    if (seq > upTo) break;
    const told = toldBy(record);
    stream = see(stream, { stream: name, revision: record.meta.revision, seq, record, told });
    if (told !== undefined && stream.parked === undefined) events.push({ told, seq });
  }
  return { events, stream };
}

/** A stream as it stood at a point in the past. */
export async function streamAt(
  log: EventLog,
  now: Reading,
  name: string,
  { upTo, asOf }: PastPoint,
): Promise<Stream | undefined> {
  const { events, stream } = await readSoFar(log, now, name, upTo);
  // Already folded while it was read, where nothing has to be put in place or left out.
  if (asOf === undefined && !events.some(({ told }) => unsettles(told))) return stream;
  return stream && { ...stream, life: lifeAsOf(events, asOf) };
}
