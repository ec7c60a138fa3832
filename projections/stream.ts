import { decodeHappening } from '../contracts/catalogue/catalogue';
import type { LogRecord } from '../contracts/record';
import { toldBy, type AnyTold } from '../contracts/states/told';
import type { ParkedAt, ParkedView, Placed } from '../contracts/views';
import { type FeedRecord, LogDamaged } from '../services/event-log/feed';
import type { EventLog } from '../services/event-log/port';
import { readRecord } from '../services/event-log/records';
import { type AnyLife, live, restate, unsettles } from './life';
import { type Draft, fromDocument, toDocument } from './plain';
import type { CollectionSpec, Document } from './stores';
import { indexed } from './view';

/** What a generation knows of one stream: how much of it was seen, what it adds up to, and whether it is parked. */
export interface Stream {
  readonly name: string;
  /** Of the last record seen, folded or waiting. */
  readonly revision: number;
  readonly seq: number;
  readonly life: AnyLife | undefined;
  readonly parked: ParkedAt | undefined;
}

/**
 * What is stored of a stream. Its life is not: the log tells it again in less time than it would take to write it down
 * after every batch, and the streams at work are held in memory.
 */
interface StreamDocument {
  readonly revision: number;
  readonly seq: number;
  /** How far it is folded, where it is parked. */
  readonly folded?: { readonly revision: number; readonly seq: number };
  /** The index of each act told. */
  readonly acts?: readonly number[];
  readonly parked?: ParkedAt;
}

/** What is looked at of a record. */
export type Seen = Pick<FeedRecord, 'stream' | 'revision' | 'seq' | 'told' | 'record'>;

/** The feed came to a record whose predecessor in the stream it has not shown. */
export class EventSkipped extends Error {
  override readonly name = 'EventSkipped';
  constructor({ stream, revision, seq }: Seen, expected: number) {
    super(
      `An event was skipped: ${stream} has revision ${revision} at ${seq}, where ${expected} should follow.`,
    );
  }
}

export const streamsCollection: CollectionSpec = { name: 'streams', indexes: [] };
export const parkedCollection: CollectionSpec = { name: 'parked', indexes: indexed('value', 'seq') };

/** The stream with one more record seen. Throws `EventSkipped`; whatever a fold throws parks the stream. */
export function see(stream: Stream | undefined, record: Seen): Stream {
  const expected = stream === undefined ? 0 : stream.revision + 1;
  if (record.revision !== expected) throw new EventSkipped(record, expected);
  const { stream: name, revision, seq, told } = record;
  if (stream?.parked !== undefined) return { ...stream, revision, seq };
  if (told === undefined)
    return { name, revision, seq, life: stream?.life, parked: parkedAt(record, seq, unreadable(record)) };
  try {
    return { name, revision, seq, life: live(stream?.life, told, seq), parked: undefined };
  } catch (error) {
    return { name, revision, seq, life: stream?.life, parked: parkedAt(record, seq, String(error)) };
  }
}

/** The same stream folded anew from the log, corrections in place. */
export async function settle(log: EventLog, stream: Stream): Promise<Stream> {
  if (stream.life === undefined) return stream;
  return { ...stream, life: restate(stream.life, await toldIn(log, stream.name, stream.life.revision)) };
}

/** A stored stream with its life as the log tells it. */
export async function recall(log: EventLog, name: string, document: Document): Promise<Stream> {
  const { revision, seq, folded, acts = [], parked } = fromDocument<StreamDocument>(document);
  const end = parked === undefined ? { revision, seq } : folded;
  const told = end === undefined ? [] : await toldIn(log, name, end.revision);
  let life = told.reduce<AnyLife | undefined>((so, next) => live(so, next, end?.seq ?? seq), undefined);
  if (life !== undefined && told.some(unsettles)) life = restate(life, told);
  const placed = life && { ...life, acts: life.acts.map((act, i) => ({ ...act, seq: acts[i] ?? act.seq })) };
  return { name, revision, seq, life: placed, parked };
}

/** The stream as it would be had every record been readable from the start; parked where one still is not. */
export async function reread(
  log: EventLog,
  stream: Stream,
  seqOf: (revision: number) => number,
): Promise<Stream> {
  let again: Stream | undefined;
  const told: AnyTold[] = [];
  for await (const record of recordsOf(log, stream.name, stream.revision)) {
    const { revision } = record.meta;
    const next = toldBy(record);
    again = see(again, { stream: stream.name, revision, seq: seqOf(revision), record, told: next });
    if (next !== undefined && again.parked === undefined) told.push(next);
  }
  if (again?.life === undefined || !told.some(unsettles)) return again ?? stream;
  return { ...again, life: restate(again.life, told) };
}

async function toldIn(log: EventLog, stream: string, upTo: number): Promise<readonly AnyTold[]> {
  const told: AnyTold[] = [];
  for await (const record of recordsOf(log, stream, upTo)) {
    const next = toldBy(record);
    if (next !== undefined) told.push(next);
  }
  return told;
}

export async function* recordsOf(log: EventLog, stream: string, upTo: number): AsyncGenerator<LogRecord> {
  for await (const entry of log.readStream(stream)) {
    if (entry.revision > upTo) return;
    const read = readRecord(entry);
    if (read._tag === 'Left') throw new LogDamaged(read.left);
    yield read.right;
  }
}

const unreadable = ({ record }: Seen): string => {
  const read = decodeHappening(record.event);
  if (read._tag === 'Right') return 'it can be read now';
  return read.left.kind === 'unknown-type'
    ? 'this program does not know the type or its version'
    : `its data has another shape at ${read.left.flaws[0]?.pointer ?? '/data'}`;
};

const parkedAt = ({ record, revision }: Seen, seq: number, why: string): ParkedAt => ({
  record: record.meta.id,
  revision,
  seq,
  type: record.event.type,
  why,
});

export function streamDocument({ revision, seq, life, parked }: Stream): Document {
  const document: Draft<StreamDocument> = {
    revision,
    seq,
    folded:
      parked === undefined || life === undefined ? undefined : { revision: life.revision, seq: life.seq },
    acts: life === undefined || life.acts.length === 0 ? undefined : life.acts.map(act => act.seq),
    parked,
  };
  return toDocument(document);
}

export function parkedDocument({ name, revision, parked }: Stream): Document | undefined {
  if (parked === undefined) return undefined;
  const view: ParkedView = { stream: name, ...parked, waiting: revision - parked.revision + 1 };
  return toDocument(view);
}

/** Which records a document of this life rests on. */
export function placedOf(
  { stream, revision, seq, first, last }: AnyLife,
  parked: ParkedAt | undefined,
): Placed {
  const placed = { stream, revision, seq, first, last };
  return parked === undefined ? placed : { ...placed, parked };
}
