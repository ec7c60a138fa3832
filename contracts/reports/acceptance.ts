import { isSuperseded } from '../states/requirement-status';
import type { RequirementState } from '../states/requirement';
import type { Mark } from '../states/told';
import { type Context, sourceOf } from './context';
import type { AcceptanceFact } from './model';

/** Every acceptance in order of version and time; those that a later text superseded are kept and say so. */
export const acceptancesOf = (context: Context, state: RequirementState): readonly AcceptanceFact[] =>
  [...state.acceptances]
    .sort((a, b) => a.version - b.version || byTime(a.mark, b.mark))
    .map(a => ({
      ...sourceOf(context, a.mark),
      version: a.version,
      boardCase: a.boardCase ?? null,
      wording: a.wording ?? null,
      reservation: a.reservation ?? null,
      superseded: isSuperseded(state, a),
    }));

const byTime = (a: Mark, b: Mark): number => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0);
