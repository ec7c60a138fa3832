import type { RecordId, Timestamp } from '../primitives';

/** A record and both its times: when it happened, as its sender has it, and when it was recorded. */
export interface Moment {
  readonly record: RecordId;
  readonly time: Timestamp;
  readonly recordedAt: Timestamp;
}

/** Where a stream is parked: at a record that cannot be read, or that no fold could take. What follows waits. */
export interface ParkedAt {
  readonly record: RecordId;
  readonly revision: number;
  readonly seq: number;
  readonly type: string;
  readonly why: string;
}

/** Which records a document rests on. */
export interface Placed {
  /** The stream it was folded from, and the last record of it that is in. */
  readonly stream: string;
  readonly revision: number;
  readonly seq: number;
  readonly first: Moment;
  readonly last: Moment;
  /** Given where later records of the stream are known but could not be folded: the document is behind. */
  readonly parked?: ParkedAt;
}

/** For each field of a document that holds it: the record that last set it. */
export type Reasons = Readonly<Record<string, RecordId | undefined>>;

/** A document of the collection `parked`: one for each parked stream, by stream. */
export interface ParkedView extends ParkedAt {
  readonly stream: string;
  /** How many records wait, the unreadable one included. */
  readonly waiting: number;
}

/** A document of the collection `records`: one for each record, by its id. */
export interface RecordView {
  readonly seq: number;
  readonly stream: string;
  readonly revision: number;
  readonly position: string;
  readonly type: string;
  readonly time: Timestamp;
  /** As the feed has it: never before that of the record before. */
  readonly recordedAt: Timestamp;
  readonly organisation: string;
  /** Stands for source and id together: whoever uses them in two streams shows by it. */
  readonly origin: string;
}

/** A document of the collection `follow-ups`: one for each act, by the id of its record. */
export interface FollowUpsView {
  readonly act: RecordId;
  /** Until the runner has told that all of them are done. */
  readonly open: boolean;
  readonly stream?: string;
  readonly seq?: number;
  readonly type?: string;
  readonly time?: Timestamp;
  readonly recordedAt?: Timestamp;
  readonly organisation?: string;
  readonly completed?: Moment & {
    readonly rules: number;
    readonly total: number;
    readonly declined: number;
  };
}
