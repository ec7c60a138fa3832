import { type Deviation, isOpen, lacking } from '../states/deviation';
import { type Flag, flagsOf, latestAcceptance } from '../states/requirement-status';
import type { RequirementState } from '../states/requirement';
import type { Mark } from '../states/told';
import { citesOf, type Context } from './context';
import type { FlagFact } from './model';

/** What somebody should look at, each with the records that raise it. */
export const flagFacts = (context: Context, state: RequirementState): readonly FlagFact[] =>
  flagsOf(state).map(flag => ({ flag, cites: citesOf(context, behind(flag, state)) }));

function behind(flag: Flag, state: RequirementState): readonly (Mark | undefined)[] {
  switch (flag) {
    case 'acceptance-superseded': {
      const accepted = latestAcceptance(state);
      const later = state.versions.filter(v => v.version > (accepted?.version ?? 0));
      return [accepted?.mark, ...later.map(v => v.mark)];
    }
    case 'parent-changed':
      return [state.parent?.changed?.mark];
    case 'deviation-without-cause':
      return open(state, 'cause');
    case 'deviation-without-measure':
      return open(state, 'measure');
    case 'open-question':
      return state.questions.filter(q => q.answered === undefined).map(q => q.asked);
    case 'follow-up-declined':
      return state.declined.map(d => d.mark);
    case 'addressee-succeeded':
      return [state.succeeded?.mark];
  }
}

/** What is known of a deviation's life may begin with any of its events. */
const open = ({ deviations }: RequirementState, what: 'cause' | 'measure'): readonly (Mark | undefined)[] =>
  deviations.filter(d => isOpen(d) && lacking(d).includes(what)).map(firstMark);

const firstMark = ({ raised, cause, measures, effect, notified, accepted }: Deviation): Mark | undefined =>
  (raised ?? cause ?? measures[0] ?? effect ?? notified ?? accepted)?.mark;
