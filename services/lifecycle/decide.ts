import type { Family } from '../../contracts/catalogue/define';
import type { StateOf } from '../../contracts/states';
import { decideAccess } from './deciders/access';
import { decideCalendar } from './deciders/calendar';
import { decideDocument } from './deciders/document';
import { decideLog } from './deciders/log';
import { decideOrganisations } from './deciders/organisations';
import { decideReport } from './deciders/report';
import { decideRequirement } from './deciders/requirement';
import type { AnyAct, DecisionFacts } from './facts';
import type { Verdict } from './refusals';

/** Gives the state of the stream an act belongs to, by the act's family. */
export type OwnState = <F extends Family>(family: F) => StateOf[F];

/** Asks the decider of the act's family. Pure: the stream's state and the facts are all it sees. */
export function decide(own: OwnState, act: AnyAct, facts: DecisionFacts): Verdict {
  if (act.what === 'corrected') return undefined;
  switch (act.family) {
    case 'log':
      return decideLog(own('log'), act);
    case 'organisations':
      return decideOrganisations(own('organisations'), act);
    case 'access':
      return decideAccess(own('access'), act, facts);
    case 'document':
      return decideDocument(own('document'), act, facts);
    case 'requirement':
      return decideRequirement(own('requirement'), act, facts);
    case 'report':
      return decideReport(own('report'), act, facts);
    case 'calendar':
      return decideCalendar(own('calendar'), act, facts);
    case 'follow-ups':
      return undefined;
  }
}
