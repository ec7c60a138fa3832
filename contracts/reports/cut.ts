import type { LogRecord } from '../record';
import { folds } from '../states';
import { type Fold, foldStream } from '../states/fold';
import type { RequirementState } from '../states/requirement';
import { toldBy } from '../states/told';
import { requirementStream } from '../subjects';
import { isBefore } from '../time';
import type { LogPoint, RecordRef, StreamAt } from './input';

/** A record with its index in the log. */
export interface SeqRecord {
  readonly seq: number;
  readonly record: LogRecord;
}

/** Streams by name, each with its records in order; a stream that does not exist is an empty list. */
export type Streams = ReadonlyMap<string, readonly SeqRecord[]>;

export const recordsOf = (have: Streams, stream: string): readonly SeqRecord[] => have.get(stream) ?? [];

/** A stream as it stood at a point of the log. */
export function streamAt<S extends object>(
  have: Streams,
  stream: string,
  subject: string,
  fold: Fold<S>,
  cut: LogPoint,
): StreamAt<S> {
  const { seq: last, asOf } = cut;
  const known = recordsOf(have, stream).filter(({ seq }) => seq <= last);
  const told = known.flatMap(({ record }) => toldBy(record) ?? []);
  const state = foldStream(fold, told, asOf === undefined ? {} : { asOf });
  const records = known.map(refOf).filter(({ time }) => asOf === undefined || !isBefore(asOf, time));
  return { subject, state, records };
}

/** A reader of requirements as they stood at a point of the log; each is folded once, however often it is asked for. */
export function requirementsAt(
  have: Streams,
  cut: LogPoint,
): (subject: string) => StreamAt<RequirementState> {
  const known = new Map<string, StreamAt<RequirementState>>();
  return subject => {
    const before = known.get(subject);
    if (before !== undefined) return before;
    const requirement = streamAt(have, requirementStream(subject), subject, folds.requirement, cut);
    known.set(subject, requirement);
    return requirement;
  };
}

/** A record as a report speaks of it, whether its type is known here or not. */
export const refOf = ({ seq, record: { event, meta } }: SeqRecord): RecordRef => ({
  id: meta.id,
  seq,
  what: event.type.split('.').at(-2) ?? event.type,
  time: event.time,
  recordedAt: meta.recordedAt,
});
