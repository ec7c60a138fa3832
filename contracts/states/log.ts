import type { DataFor } from '../catalogue/catalogue';
import type { Status } from '../events/parts';
import { type Fold, put } from './fold';
import { type Mark, markOf, type Told } from './told';

export type StatusScale = DataFor<'log', 'status-scale-published'>;
export type StatusStep = StatusScale['steps'][number];
type RuleSet = DataFor<'log', 'rule-set-registered'>;

/** A person by its id, or an original by its hash, that was erased, and the record that says so. */
export interface Erased {
  readonly id: string;
  readonly mark: Mark;
}

/** What the log says of itself. */
export interface LogState {
  readonly opened?: DataFor<'log', 'opened'> & { readonly mark: Mark };
  readonly scales: readonly StatusScale[];
  readonly ruleSets: readonly (RuleSet & { readonly mark: Mark })[];
  readonly erasedPersons: readonly Erased[];
  readonly erasedOriginals: readonly Erased[];
  /** Every key that is told to sign or have signed, as a verifier key. */
  readonly signingKeys: readonly string[];
}

export const logFold: Fold<LogState> = {
  initial: { scales: [], ruleSets: [], erasedPersons: [], erasedOriginals: [], signingKeys: [] },
  evolve: (state, told) => (told.family === 'log' ? evolve(state, told) : state),
};

/** The step a status stands for, on its own version of its scale. */
export const stepOf = ({ scales }: LogState, { scale, version, value }: Status): StatusStep | undefined =>
  scales.find(s => s.scale === scale && s.version === version)?.steps.find(step => step.value === value);

function evolve(state: LogState, told: Told<'log'>): LogState {
  const mark = markOf(told);
  switch (told.what) {
    case 'opened':
      return { ...state, opened: { ...told.data, mark } };
    case 'rule-set-registered': {
      const { ruleSet, version } = told.data;
      return {
        ...state,
        ruleSets: put(
          state.ruleSets,
          { ...told.data, mark },
          r => r.ruleSet === ruleSet && r.version === version,
        ),
      };
    }
    case 'status-scale-published': {
      const { scale, version } = told.data;
      return {
        ...state,
        scales: put(state.scales, told.data, s => s.scale === scale && s.version === version),
      };
    }
    case 'signing-key-changed': {
      const { previousPublicKey, publicKey } = told.data;
      return { ...state, signingKeys: [...new Set([...state.signingKeys, previousPublicKey, publicKey])] };
    }
    case 'person-erased':
      return { ...state, erasedPersons: [...state.erasedPersons, { id: told.data.person, mark }] };
    case 'original-erased':
      return { ...state, erasedOriginals: [...state.erasedOriginals, { id: told.data.sha256, mark }] };
  }
}
