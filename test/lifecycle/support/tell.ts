import { decodeHappening, streamOf, typeName } from '../../../contracts/catalogue/catalogue';
import type { Family } from '../../../contracts/catalogue/define';
import { decode } from '../../../contracts/codec/decode';
import { CloudEvent } from '../../../contracts/envelope';
import { canonicalJson } from '../../../contracts/json/canonical';
import { ActorId, type RecordId, Timestamp } from '../../../contracts/primitives';
import type { LogRecord } from '../../../contracts/record';
import { type AnyTold, toldBy } from '../../../contracts/states/told';
import { recordIdOf, stampRecord } from '../../../services/event-log/records';

export const SOURCE = 'https://portal.example';

/** One event of a story. */
export interface Happened {
  readonly family: Family;
  readonly subject: string;
  readonly what: string;
  readonly data: object;
  readonly id: string;
  readonly time: Timestamp;
  readonly recordedAt: Timestamp;
  readonly by: string;
  readonly body?: string;
}

export interface Circumstances {
  /** The day or time it happened; a day means ten in the morning, UTC. */
  readonly on?: string;
  /** When it was recorded, by default at once. */
  readonly recorded?: string;
  /** The organisation that says it, by default the one whose stream it is. */
  readonly by?: string;
  readonly body?: string;
  readonly id?: string;
}

export const DAY = '2031-03-01';

/** A day, or a time, as a time. */
export function at(day: string): Timestamp {
  const time = day.includes('T') ? day : `${day}T10:00:00Z`;
  if (!Timestamp.is(time)) throw new Error(`no time: ${day}`);
  return time;
}

let told = 0;

/** Tells an event; each has an id of its own. */
export function tell(
  family: Family,
  subject: string,
  what: string,
  data: object = {},
  {
    on = DAY,
    recorded = on,
    by = subject.split('.')[0] ?? '',
    body,
    id = `e${(told += 1)}`,
  }: Circumstances = {},
): Happened {
  const event = { family, subject, what, data, id, time: at(on), recordedAt: at(recorded), by };
  return body === undefined ? event : { ...event, body };
}

export const streamOfStory = ({ family, subject }: Happened): string => streamOf(family, subject);

/** The record that the event becomes. */
export const recordOf = (event: Happened): RecordId => recordIdOf(streamOfStory(event), SOURCE, event.id);

/** A correction of an event, said by whoever said the event unless told otherwise. */
export const correction = (
  event: Happened,
  data: { readonly replacement: object; readonly time?: string } | 'annulled',
  { by = event.by, ...circumstances }: Circumstances = {},
): Happened =>
  tell(
    event.family,
    event.subject,
    'corrected',
    {
      corrects: recordOf(event),
      reason: 'Det stod feil',
      ...(data === 'annulled' ? { outcome: 'annulled' } : { outcome: 'replaced', ...data }),
    },
    { by, on: '2031-12-01', ...circumstances },
  );

/** The event as it is sent. */
export const cloudEvent = ({ family, subject, what, data, id, time, by, body }: Happened): object => ({
  specversion: '1.0',
  id,
  source: SOURCE,
  type: typeName(family, what),
  subject,
  time,
  organisation: by,
  ...(body === undefined ? {} : { body }),
  data,
});

/** The records of a story in the order it is told; an event that the catalogue refuses fails the test. */
export function recordsOf(story: readonly Happened[]): readonly LogRecord[] {
  const revisions = new Map<string, number>();
  return story.map(event => {
    const stream = streamOfStory(event);
    const revision = (revisions.get(stream) ?? -1) + 1;
    revisions.set(stream, revision);
    const sound = decode(CloudEvent, cloudEvent(event));
    if (sound._tag === 'Left') throw new Error(`${event.what}: ${JSON.stringify(sound.left)}`);
    const happening = decodeHappening(sound.right);
    if (happening._tag === 'Left') throw new Error(`${event.what}: ${JSON.stringify(happening.left)}`);
    const { recordedAt } = event;
    const facts = { now: recordedAt, streams: [] };
    const stamp = { stream, revision, recordedAt, actor: ACTOR, credential: 'k1', facts };
    return stampRecord(sound.right, canonicalJson(sound.right), stamp).record;
  });
}

const ACTOR = ((actor: string) => {
  if (!ActorId.is(actor)) throw new Error(actor);
  return actor;
})('p-9c1d');

/** The story as folds see it. */
export const toldOf = (story: readonly Happened[]): readonly AnyTold[] =>
  recordsOf(story).flatMap(record => toldBy(record) ?? []);
