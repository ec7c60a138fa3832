import { type Either, left, right } from 'fp-ts/Either';
import { Corrected } from '../../contracts/events/parts';
import type { Problem } from '../../contracts/problems';
import type { OrganisationsState } from '../../contracts/states/organisations';
import { fitsRelation } from './authorise';
import { resolveCorrection } from './correction';
import { decide } from './decide';
import type { AnyAct, DecisionFacts, Intent } from './facts';
import type { Principal } from './principal';
import type { Received } from './receive';
import type { Verdict } from './refusals';
import { isOf, type Loaded } from './streams';

/** Reads what an event means for its stream, if whoever sends it may say so. */
export function intentOf(
  own: Loaded,
  received: Received,
  principal: Principal,
  register: OrganisationsState,
): Either<Problem, Intent> {
  const { happening } = received;
  const plain: Intent = { act: actOf(received), own, at: '/data' };
  if (happening.what !== 'corrected' || !Corrected.is(happening.data)) {
    const refusal = fitsRelation(received, register);
    return refusal === undefined ? right(plain) : left(refusal);
  }
  const correction = resolveCorrection(own, received, happening.data, principal, register);
  if (correction._tag === 'Left') return correction;
  // An annulment asks for no decision of its own.
  return right(correction.right ?? plain);
}

/** Decides an intent on the stream's state and the facts alone. */
export function judge({ act, own, at }: Intent, facts: DecisionFacts): Verdict {
  const verdict = decide(
    family => {
      if (!isOf(own, family)) throw new Error(`${own.stream} is of the family ${own.family}, not ${family}`);
      return own.state;
    },
    act,
    facts,
  );
  return verdict === undefined || at === '/data' ? verdict : movedTo(at, verdict);
}

/** Pointers into the act's data, as pointers into the event that carries it. */
function movedTo(at: string, verdict: Problem): Problem {
  const moved = (pointer: string): string => pointer.replace(/^\/data/, at);
  return {
    ...verdict,
    detail: verdict.problem === 'invalid-event' ? verdict.detail.replace(/\/data/, at) : verdict.detail,
    ...(verdict.errors === undefined
      ? {}
      : { errors: verdict.errors.map(e => ({ ...e, pointer: moved(e.pointer) })) }),
  };
}

const actOf = ({ happening, event, thing }: Received): AnyAct => ({
  ...happening,
  subject: event.subject,
  owner: thing.owner ?? event.organisation,
  organisation: event.organisation,
  body: event.body ?? 'administration',
  time: event.time,
});
