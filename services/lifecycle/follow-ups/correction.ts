import { typeName } from '../../../contracts/catalogue/catalogue';
import type { FollowUp } from './plan';

/** A follow-up that was recorded for the act before it was corrected. */
export interface Recorded extends FollowUp {
  readonly record: string;
  /** It did not apply, and was recorded as declined. */
  readonly declined: boolean;
}

/**
 * What the correction of an act causes: its follow-ups are corrected too. Those that the corrected act no longer has are
 * annulled, those it has otherwise are replaced, new ones are added.
 */
export function planCorrection(
  before: readonly Recorded[],
  after: readonly FollowUp[],
  time: string,
  reason: string,
): readonly FollowUp[] {
  const same = (a: FollowUp, b: FollowUp): boolean => a.type === b.type && a.subject === b.subject;
  const corrected = before
    .filter(b => !b.declined)
    .flatMap((b): readonly FollowUp[] => {
      const now = after.find(a => same(a, b));
      if (now === undefined) return [correctedEvent(b, { outcome: 'annulled', corrects: b.record, reason })];
      // The time of the act may be what was corrected, so that an unchanged text is told again with it.
      return [
        correctedEvent(b, { outcome: 'replaced', corrects: b.record, replacement: now.data, time, reason }),
      ];
    });
  const added = after.filter(a => !before.some(b => same(a, b) && !b.declined));
  return [...corrected, ...added];
}

const correctedEvent = ({ subject }: FollowUp, data: unknown): FollowUp => ({
  type: typeName('requirement', 'corrected'),
  subject,
  data,
});
