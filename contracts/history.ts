import { daysBetween, osloDayOf } from './calendar';
import { lookUp } from './catalogue/catalogue';
import { Corrected } from './events/parts';
import type { Label } from './labels';
import type { ActorId, Body, OrganisationId, RecordId, Timestamp } from './primitives';
import type { LogRecord } from './record';
import { type AnyTold, correct, effective, toldBy } from './states/told';

/** A correction that names a record, whether it still counts or was itself corrected. */
export interface CorrectionOf {
  readonly record: RecordId;
  readonly outcome: 'replaced' | 'annulled';
  readonly reason: string;
  readonly recordedAt: Timestamp;
  readonly counts: boolean;
}

/** Does it count as told, otherwise than told, not at all, or is it of a kind that this program does not know? */
export type Standing = 'stands' | 'replaced' | 'annulled' | 'unknown';

/** One record of a stream's history: what was told, when it happened and was recorded, and what became of it. */
export interface HistoryEntry {
  readonly record: RecordId;
  /** Index in the log; null where the views have not come so far. */
  readonly seq: number | null;
  readonly revision: number;
  readonly type: string;
  /** What happened, as the catalogue calls it; null for an unknown type or version. */
  readonly what: string | null;
  readonly labels: Label | null;
  readonly subject: string;
  readonly organisation: OrganisationId;
  readonly body: Body | null;
  readonly actor: ActorId;
  readonly reason: string | null;
  readonly time: Timestamp;
  readonly recordedAt: Timestamp;
  /** Days of Oslo between what is claimed and the recording; 0 where it was recorded at once. */
  readonly daysLater: number;
  readonly standing: Standing;
  readonly corrections: readonly CorrectionOf[];
  /** For a correction: the record it corrects. */
  readonly corrects: RecordId | null;
  /** As recorded. */
  readonly data: unknown;
  /** What counts instead, where it was replaced. */
  readonly counts: { readonly time: Timestamp; readonly data: unknown } | null;
}

/** The whole history of a stream, corrected records included, in the order of recording. `seqOf` finds a record's index. */
export function historyOf(
  records: readonly LogRecord[],
  seqOf: (revision: number) => number | undefined,
): readonly HistoryEntry[] {
  const told = records.flatMap(record => toldBy(record) ?? []);
  const standing = new Map(effective(told).map(t => [t.record, t] as const));
  const corrections = told.filter(t => t.what === 'corrected');
  const inForce = new Set(corrections.filter(c => standsAmong(c, corrections)).map(c => c.record));
  return records.map(record => {
    const own = told.find(t => t.record === record.meta.id);
    const naming = corrections.filter(c => correctedBy(c) === record.meta.id);
    return {
      ...plain(record),
      seq: seqOf(record.meta.revision) ?? null,
      corrections: naming.map(c => correctionOf(c, inForce.has(c.record))),
      ...fate(own, standing.get(record.meta.id), naming, inForce),
    };
  });
}

type Fate = Pick<HistoryEntry, 'standing' | 'corrects' | 'counts'>;

function fate(
  own: AnyTold | undefined,
  effectively: AnyTold | undefined,
  naming: readonly AnyTold[],
  inForce: ReadonlySet<string>,
): Fate {
  if (own === undefined) return { standing: 'unknown', corrects: null, counts: null };
  const corrects = correctedBy(own) ?? null;
  if (own.what === 'corrected') {
    const last = naming.filter(c => inForce.has(c.record)).at(-1);
    const replaced = last === undefined ? undefined : correct(own, last);
    if (last === undefined) return { standing: 'stands', corrects, counts: null };
    return replaced === undefined
      ? { standing: 'annulled', corrects, counts: null }
      : { standing: 'replaced', corrects, counts: { time: replaced.time, data: replaced.data } };
  }
  if (effectively === undefined) return { standing: 'annulled', corrects, counts: null };
  if (effectively.correctedBy === undefined) return { standing: 'stands', corrects, counts: null };
  return { standing: 'replaced', corrects, counts: { time: effectively.time, data: effectively.data } };
}

const correctedBy = (told: AnyTold): RecordId | undefined =>
  told.what === 'corrected' && Corrected.is(told.data) ? told.data.corrects : undefined;

/** A correction stands unless a later one that stands annuls it. */
function standsAmong(correction: AnyTold, all: readonly AnyTold[]): boolean {
  return !all.some(
    later =>
      later.revision > correction.revision &&
      correctedBy(later) === correction.record &&
      Corrected.is(later.data) &&
      later.data.outcome === 'annulled' &&
      standsAmong(later, all),
  );
}

function correctionOf({ record, recordedAt, data }: AnyTold, counts: boolean): CorrectionOf {
  const { outcome, reason } = Corrected.is(data) ? data : { outcome: 'annulled' as const, reason: '' };
  return { record, outcome, reason, recordedAt, counts };
}

function plain({
  event,
  meta,
}: LogRecord): Omit<HistoryEntry, 'seq' | 'corrections' | 'standing' | 'corrects' | 'counts'> {
  const known = lookUp(event.type);
  return {
    record: meta.id,
    revision: meta.revision,
    type: event.type,
    what: known?.what ?? null,
    labels: known?.definition.labels ?? null,
    subject: event.subject,
    organisation: event.organisation,
    body: event.body ?? null,
    actor: meta.actor,
    reason: event.reason ?? null,
    time: event.time,
    recordedAt: meta.recordedAt,
    daysLater: daysLater(event.time, meta.recordedAt),
    data: event.data,
  };
}

/** Whole days of Oslo from what is claimed to the recording; never negative. */
export const daysLater = (time: Timestamp, recordedAt: Timestamp): number =>
  Math.max(0, daysBetween(osloDayOf(time), osloDayOf(recordedAt)));
