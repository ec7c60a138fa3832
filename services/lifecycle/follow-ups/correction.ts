import { typeName } from '../../../contracts/catalogue/catalogue';
import { canonicalJson } from '../../../contracts/json/canonical';
import type { RecordId, Timestamp } from '../../../contracts/primitives';
import type { FollowUp } from './plan';

/** What an act, or a correction of it, has brought about in another stream. */
export interface Caused {
  readonly followUp: FollowUp;
  /** The record that first told it; corrections speak of that one. */
  readonly record: RecordId;
  readonly time: Timestamp;
  /** It did not apply, and was recorded as declined. */
  readonly declined: boolean;
  /** An earlier correction took it away. */
  readonly annulled: boolean;
}

/** An act as it counts after a correction: what it causes, and when it happened. Annulled, it causes nothing. */
export interface Standing {
  readonly followUps: readonly FollowUp[];
  readonly time: Timestamp;
}

const CORRECTED = typeName('requirement', 'corrected');

/** A follow-up that is new with the correction, not a correction of an earlier one. */
export const isAdded = ({ type }: FollowUp): boolean => type !== CORRECTED;

/**
 * What the correction of an act causes: its follow-ups are corrected too. Those that the act no longer has are annulled,
 * those it has otherwise are replaced, new ones are added with the act's own time; what stands as it should is left alone.
 */
export function planCorrection(
  before: readonly Caused[],
  { followUps, time }: Standing,
  reason: string,
): readonly FollowUp[] {
  const applied = before.filter(b => !b.declined);
  const corrected = applied.flatMap(b => {
    const now = followUps.find(f => isSame(f, b.followUp));
    if (now === undefined)
      return b.annulled ? [] : [correctedEvent(b, { outcome: 'annulled', corrects: b.record, reason })];
    const stands =
      !b.annulled && b.time === time && canonicalJson(b.followUp.data) === canonicalJson(now.data);
    const { data: replacement } = now;
    return stands
      ? []
      : [correctedEvent(b, { outcome: 'replaced', corrects: b.record, replacement, time, reason })];
  });
  const added = followUps.filter(f => !applied.some(b => isSame(f, b.followUp)));
  return [...corrected, ...added.map(f => ({ ...f, time }))];
}

/** What has been brought about once the correction is carried out, `added` by itself. */
export const afterCorrection = (
  before: readonly Caused[],
  { followUps, time }: Standing,
  added: readonly Caused[],
): readonly Caused[] => [
  ...before
    .filter(b => !b.declined)
    .map(b => {
      const followUp = followUps.find(f => isSame(f, b.followUp));
      return followUp === undefined ? { ...b, annulled: true } : { ...b, followUp, time, annulled: false };
    }),
  ...added,
];

const isSame = (a: FollowUp, b: FollowUp): boolean => a.type === b.type && a.subject === b.subject;

const correctedEvent = ({ followUp }: Caused, data: unknown): FollowUp => ({
  type: CORRECTED,
  subject: followUp.subject,
  data,
});
