import type { AnyHappening, Happening } from '../catalogue/catalogue';
import { decodeHappening, typeName } from '../catalogue/catalogue';
import type { Family } from '../catalogue/define';
import { Corrected } from '../events/parts';
import type { OrganisationId, RecordId, Timestamp } from '../primitives';
import type { LogRecord } from '../record';
import { isBefore } from '../time';

/** Where an event of a stream comes from; what a fold needs to know besides what happened. */
export interface Source {
  readonly record: RecordId;
  readonly stream: string;
  readonly subject: string;
  readonly revision: number;
  /** When it happened in the world; for a replacement, its own time where it gives one. */
  readonly time: Timestamp;
  readonly recordedAt: Timestamp;
  readonly organisation: OrganisationId;
  /** The record that put this in place of what the first record said. */
  readonly correctedBy?: RecordId;
}

/** An event as a fold sees it: what happened, and its source. */
export type Told<F extends Family> = Happening<F> & Source;
export type AnyTold = AnyHappening & Source;

/** A record's event for the folds, or undefined where type or data are not known here. */
export function toldBy({ event, meta }: LogRecord): AnyTold | undefined {
  const happening = decodeHappening(event);
  if (happening._tag === 'Left') return undefined;
  const { family, what, data } = happening.right;
  // Written out, since to spread the happening would cost more than all the rest; the three belong together.
  return {
    family,
    what,
    data,
    record: meta.id,
    stream: meta.stream,
    subject: event.subject,
    revision: meta.revision,
    time: event.time,
    recordedAt: meta.recordedAt,
    organisation: event.organisation,
  } as AnyTold;
}

/** The mark a fact carries in a state: the record it rests on, and both its times. */
export interface Mark {
  readonly record: RecordId;
  readonly time: Timestamp;
  readonly recordedAt: Timestamp;
  readonly correctedBy?: RecordId;
}

export const markOf = ({ record, time, recordedAt, correctedBy }: Source): Mark =>
  correctedBy === undefined ? { record, time, recordedAt } : { record, time, recordedAt, correctedBy };

/** Is `a` to stand before its rival `b` for the same domain key? Later effective time wins, then later revision. */
export const outranks = (a: Mark, b: Mark | undefined): boolean =>
  b === undefined || !isBefore(a.time, b.time);

/** The two time axes of a question: what had happened by `asOf`, as recorded by `knownAt`. Both inclusive. */
export interface Cut {
  readonly asOf?: string;
  readonly knownAt?: string;
}

/**
 * A stream's events as they count: first cut at `knownAt`, then replacements and annulments put in place, then cut at
 * `asOf`. Corrections themselves fall away; they may be corrected in turn. Order is that of the revisions.
 */
export function effective<T extends AnyTold>(
  stream: readonly T[],
  { asOf, knownAt }: Cut = {},
): readonly T[] {
  const known = knownAt === undefined ? stream : stream.filter(told => !isBefore(knownAt, told.recordedAt));
  const corrected = known.some(told => told.what === 'corrected') ? putInPlace(known) : known;
  return asOf === undefined ? corrected : corrected.filter(told => !isBefore(asOf, told.time));
}

/** Newest correction first: one that was itself corrected has its final say, and older ones of the same record none. */
function putInPlace<T extends AnyTold>(known: readonly T[]): readonly T[] {
  const standing = new Map<string, T>(known.map(told => [told.record, told]));
  for (const { record } of [...known].reverse()) {
    const correction = standing.get(record);
    if (correction?.what !== 'corrected') continue;
    standing.delete(record);
    const target = Corrected.is(correction.data) ? standing.get(correction.data.corrects) : undefined;
    if (target === undefined || target.revision >= correction.revision || target.correctedBy !== undefined)
      continue;
    const replaced = correct(target, correction);
    if (replaced === undefined) standing.delete(target.record);
    else standing.set(target.record, replaced);
  }
  return known.flatMap(({ record }) => standing.get(record) ?? []);
}

/** `target` as the correction has it; undefined where it is annulled. Unfit data (the door lets none in) changes nothing. */
export function correct<T extends AnyTold>(target: T, correction: AnyTold): T | undefined {
  if (!Corrected.is(correction.data)) return target;
  if (correction.data.outcome === 'annulled') return undefined;
  const { replacement, time } = correction.data;
  const happening = decodeHappening({ type: typeName(target.family, target.what), data: replacement });
  if (happening._tag === 'Left') return target;
  const correctedBy = correction.correctedBy ?? correction.record;
  return { ...target, data: happening.right.data, time: time ?? target.time, correctedBy };
}
