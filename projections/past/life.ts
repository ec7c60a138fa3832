import type { Timestamp } from '../../contracts/primitives';
import { type AnyTold, effective } from '../../contracts/states/told';
import { isBefore } from '../../contracts/time';
import { type AnyLife, live, restate, unsettles } from '../life';

/** An event, and its record's index in the log. */
export interface ToldAt {
  readonly told: AnyTold;
  readonly seq: number;
}

/**
 * What a stream added up to by `asOf`, on the events given (those recorded by then, where the question is what was known):
 * first corrections are put in place, then what happened later falls away. Undefined where nothing had happened yet.
 */
export function lifeAsOf(events: readonly ToldAt[], asOf?: Timestamp): AnyLife | undefined {
  const told = events.map(e => e.told);
  const cut = asOf === undefined ? {} : { asOf };
  const standing = new Set<string>(effective(told, cut).map(t => t.record));
  const counts = ({ told: t }: ToldAt): boolean =>
    asOf === undefined || standing.has(t.record) || !isBefore(asOf, t.time);
  const life = events
    .filter(counts)
    .reduce<AnyLife | undefined>((so, { told: next, seq }) => live(so, next, seq), undefined);
  return life && told.some(unsettles) ? restate(life, told, cut) : life;
}
