import type { LogState } from '../../../contracts/states/log';
import type { Act } from '../facts';
import { invalid, refuse, type Verdict } from '../refusals';

/** May this be said of the log itself? */
export function decideLog(state: LogState, act: Act<'log'>): Verdict {
  switch (act.what) {
    case 'opened':
      return state.opened === undefined
        ? undefined
        : refuse('lifecycle', 'The log is open.', 'an empty log', 'A log is opened once.');
    case 'status-scale-published': {
      const { scale, version, steps } = act.data;
      const next = Math.max(0, ...state.scales.filter(s => s.scale === scale).map(s => s.version)) + 1;
      if (version !== next)
        return invalid(
          '/data/version',
          `version ${next}`,
          String(version),
          'Versions of a scale count up by one.',
        );
      return new Set(steps.map(s => s.value)).size === steps.length
        ? undefined
        : invalid(
            '/data/steps',
            'steps with different values',
            'the same value twice',
            'Give each step a value of its own.',
          );
    }
    case 'rule-set-registered': {
      const { ruleSet, version } = act.data;
      const next = Math.max(0, ...state.ruleSets.filter(r => r.ruleSet === ruleSet).map(r => r.version)) + 1;
      return version === next
        ? undefined
        : invalid(
            '/data/version',
            `version ${next}`,
            String(version),
            'Versions of a rule set count up by one.',
          );
    }
    case 'person-erased':
      return state.erasedPersons.some(e => e.id === act.data.person)
        ? refuse(
            'lifecycle',
            'The person was erased before.',
            'a person in the register',
            'Nothing is left to erase.',
          )
        : undefined;
    case 'original-erased':
      return state.erasedOriginals.some(e => e.id === act.data.sha256)
        ? refuse(
            'lifecycle',
            'The original was erased before.',
            'an original in the store',
            'Nothing is left to erase.',
          )
        : undefined;
    case 'signing-key-changed':
      return undefined;
  }
}
