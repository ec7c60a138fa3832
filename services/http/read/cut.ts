import { type Either, left, right } from 'fp-ts/Either';
import { endOfDayInOslo } from '../../../contracts/calendar';
import type { IsoDate, Timestamp } from '../../../contracts/primitives';
import type { Problem } from '../../../contracts/problems';
import { isBefore } from '../../../contracts/time';
import { type PastPoint, recordAt } from '../../../projections';
import type { Generation } from '../../../projections';
import { badParameter } from './problems';

/** What a question asks of the two time axes. */
export interface CutQuery {
  readonly asOf?: string | undefined;
  readonly knownAt?: string | undefined;
}

/** The point a question is about, where the views show the log up to `seq`; undefined where it is about now. */
export async function pointOf(
  { asOf, knownAt }: CutQuery,
  generation: Generation,
  seq: number,
): Promise<Either<Problem, PastPoint | undefined>> {
  if (asOf === undefined && knownAt === undefined) return right(undefined);
  const upTo = knownAt === undefined ? seq : await seqKnownAt(knownAt, generation, seq);
  if (upTo > seq)
    return left(
      badParameter('knownAt', `at most seq:${seq}`, 'The views do not show a record with this index yet.'),
    );
  return right(asOf === undefined ? { upTo } : { upTo, asOf: momentOf(asOf) });
}

/** A day counts to its end in Norway. */
export const momentOf = (when: string): Timestamp =>
  when.length > 'yyyy-mm-dd'.length
    ? (when as Timestamp)
    : (new Date(Date.parse(endOfDayInOslo(when as IsoDate)) - 1).toISOString() as Timestamp);

/** Index of the last record that was recorded by then; -1 where there was none. Times in the log never run backwards. */
async function seqKnownAt(knownAt: string, generation: Generation, newest: number): Promise<number> {
  if (knownAt.startsWith('seq:')) return Number(knownAt.slice('seq:'.length));
  const moment = momentOf(knownAt);
  let [low, high] = [-1, newest];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    const record = await recordAt(generation, middle);
    if (record === undefined || isBefore(moment, record.recordedAt)) high = middle - 1;
    else low = middle;
  }
  return low;
}
