import type { DataFor } from '../catalogue/catalogue';
import type { Fold } from './fold';
import { type Mark, markOf } from './told';

/** What one act caused elsewhere, once it is all done. */
export interface FollowUpsState {
  readonly completed?: DataFor<'follow-ups', 'completed'> & { readonly mark: Mark };
}

export const followUpsFold: Fold<FollowUpsState> = {
  initial: {},
  evolve: (state, told) =>
    told.family === 'follow-ups' ? { ...state, completed: { ...told.data, mark: markOf(told) } } : state,
};
