import { decodeHappening, streamOf, typeName } from '../../../contracts/catalogue/catalogue';
import type { Family } from '../../../contracts/catalogue/define';
import { decode } from '../../../contracts/codec/decode';
import { CloudEvent } from '../../../contracts/envelope';
import { canonicalJson } from '../../../contracts/json/canonical';
import { ActorId, Timestamp } from '../../../contracts/primitives';
import type { SeqRecord, Streams } from '../../../contracts/reports';
import { stampRecord } from '../../../services/event-log/records';

/** One event of a fixture: time is at 10:00 UTC of its day, and recorded then unless told otherwise. */
export interface Happened {
  readonly family: Family;
  readonly subject: string;
  readonly what: string;
  readonly day: string;
  readonly by: string;
  readonly data: object;
  readonly recorded?: string;
}

export function at(day: string): Timestamp {
  const time = `${day}T10:00:00Z`;
  if (!Timestamp.is(time)) throw new Error(`no day: ${day}`);
  return time;
}

const ACTOR = actorOf('p-9c1d');

function actorOf(id: string): ActorId {
  if (!ActorId.is(id)) throw new Error(`no actor: ${id}`);
  return id;
}

/** Makes real records of a row of events, in the order of the log; an event the catalogue refuses fails the fixture. */
export function logOf(row: readonly Happened[]): readonly SeqRecord[] {
  const revisions = new Map<string, number>();
  return row.map((told, seq) => {
    const stream = streamOf(told.family, told.subject);
    const revision = (revisions.get(stream) ?? -1) + 1;
    revisions.set(stream, revision);
    const event = eventOf(told, seq);
    const facts = { now: event.time, streams: [] };
    const stamp = {
      stream,
      revision,
      recordedAt: at(told.recorded ?? told.day),
      actor: ACTOR,
      credential: 'k1',
      facts,
    };
    return { seq, record: stampRecord(event, canonicalJson(event), stamp).record };
  });
}

function eventOf({ family, subject, what, day, by, data }: Happened, seq: number): CloudEvent {
  const event = decode(CloudEvent, {
    specversion: '1.0',
    id: `e${seq}`,
    source: 'https://portal.example',
    type: typeName(family, what),
    subject,
    time: at(day),
    organisation: by,
    data,
  });
  if (event._tag === 'Left') throw new Error(`${seq} ${what}: ${JSON.stringify(event.left)}`);
  const happening = decodeHappening(event.right);
  if (happening._tag === 'Left') throw new Error(`${seq} ${what}: ${JSON.stringify(happening.left)}`);
  return event.right;
}

export function streamsOf(log: readonly SeqRecord[]): Streams {
  const streams = new Map<string, SeqRecord[]>();
  for (const entry of log) {
    const { stream } = entry.record.meta;
    streams.set(stream, [...(streams.get(stream) ?? []), entry]);
  }
  return streams;
}
