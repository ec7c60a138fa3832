import type { DataFor } from '../catalogue/catalogue';
import { change, type Fold, put } from './fold';
import { type Mark, markOf, type Told } from './told';

export type ApiKey = DataFor<'access', 'key-issued'> & {
  readonly id: string;
  readonly mark: Mark;
  readonly withdrawn?: Mark;
};

export interface AccessState {
  readonly keys: readonly ApiKey[];
}

export const accessFold: Fold<AccessState> = {
  initial: { keys: [] },
  evolve: (state, told) => (told.family === 'access' ? evolve(state, told) : state),
};

/** The key with this hash, if it may be used at that time. */
export const usableKey = ({ keys }: AccessState, hash: string, now: string): ApiKey | undefined =>
  keys.find(k => k.hash === hash && k.withdrawn === undefined && now < k.expires);

function evolve(state: AccessState, told: Told<'access'>): AccessState {
  const id = told.subject;
  const mark = markOf(told);
  switch (told.what) {
    case 'key-issued':
      return { keys: put(state.keys, { ...told.data, id, mark }, k => k.id === id) };
    case 'key-withdrawn':
      return {
        keys: change(
          state.keys,
          k => k.id === id,
          k => ({ ...k, withdrawn: mark }),
        ),
      };
    case 'roles-changed':
      return {
        keys: change(
          state.keys,
          k => k.id === id,
          k => ({ ...k, roles: told.data.roles }),
        ),
      };
  }
}
