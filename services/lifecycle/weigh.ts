import { type Either, left, right } from 'fp-ts/Either';
import { MAX_AHEAD_MS } from '../../contracts/envelope';
import { Corrected } from '../../contracts/events/parts';
import type { Timestamp } from '../../contracts/primitives';
import type { Problem } from '../../contracts/problems';
import type { EventLog } from '../event-log/port';
import { type Stamped, stampRecord } from '../event-log/records';
import { fitsRelation, mayClaim } from './authorise';
import type { Clock } from './clock';
import { resolveCorrection } from './correction';
import { decide, type OwnState } from './decide';
import type { Directory } from './directory';
import type { AnyAct, DecisionFacts } from './facts';
import { gather, type Read } from './gather';
import { precondition } from './precondition';
import type { Principal } from './principal';
import type { Receipt } from './receipt';
import type { Received } from './receive';
import { firstOf, type Verdict } from './refusals';
import { reportFacts } from './reporting';
import { repeated } from './repeat';
import { isOf, type Loaded, revisionOf, stateWithout } from './streams';

export interface Scales {
  readonly log: EventLog;
  readonly clock: Clock;
  readonly directory: Directory;
}

/** Either known already, or ready to be appended behind the stream as it was looked at. */
export type Weighed = { readonly known: Receipt } | { readonly stamped: Stamped };

/** Decides one event against its stream as loaded; reads and decides only, appends nothing. */
export async function weigh(
  { log, clock, directory }: Scales,
  received: Received,
  principal: Principal,
  ifMatch: number | undefined,
  own: Loaded,
  read: Read,
): Promise<Either<Problem, Weighed>> {
  const register = (await read('organisations', 'organisations')).state;
  const claim = mayClaim(principal, received, register);
  if (claim !== undefined) return left(claim);
  const before = await repeated(log, own, received);
  if (before !== undefined) return before._tag === 'Left' ? before : right({ known: before.right });

  const now = clock.at(received.event.time);
  const early = firstOf(
    () => precondition(own, received, ifMatch, principal.system),
    () => notAhead(received, now),
  );
  if (early !== undefined) return left(early);

  const { data } = received.happening;
  const correction =
    received.happening.what === 'corrected' && Corrected.is(data)
      ? resolveCorrection(own, received, data, principal, register)
      : undefined;
  if (correction?._tag === 'Left') return correction;
  const act = correction === undefined ? actOf(received) : correction.right.replacement;
  const gathered = await gather(act ?? actOf(received), own, now, read, directory);
  const report =
    isOf(own, 'report') && act !== undefined ? await reportFacts(log, directory, act, own.state) : undefined;
  const facts = report === undefined ? gathered : { ...gathered, report };
  const verdict =
    correction === undefined
      ? (fitsRelation(received, register) ?? decide(ownState(own), actOf(received), facts))
      : decideCorrected(own, correction.right.target.record, act, facts);
  if (verdict !== undefined) return left(verdict);
  return right({ stamped: stamp(received, principal, own, facts) });
}

/** A replacement is decided on the stream with the corrected record taken out; an annulment needs no more. */
const decideCorrected = (
  own: Loaded,
  target: Loaded['records'][number],
  act: AnyAct | undefined,
  facts: DecisionFacts,
): Verdict =>
  act === undefined ? undefined : decide(ownState({ ...own, state: stateWithout(own, target) }), act, facts);

function ownState(own: Loaded): OwnState {
  return family => {
    if (!isOf(own, family)) throw new Error(`${own.stream} is of the family ${own.family}, not ${family}`);
    return own.state;
  };
}

export const actOf = ({ happening, event, thing }: Received): AnyAct => ({
  ...happening,
  subject: event.subject,
  owner: thing.owner ?? event.organisation,
  organisation: event.organisation,
  body: event.body ?? 'administration',
  time: event.time,
});

function notAhead({ event }: Received, now: Timestamp): Verdict {
  if (Date.parse(event.time) <= Date.parse(now) + MAX_AHEAD_MS) return undefined;
  return {
    problem: 'time-ahead',
    detail: `time lies ahead of the log's clock, which says ${now}.`,
    expected: `a time up to ${MAX_AHEAD_MS / 60_000} minutes ahead of the clock`,
    advice: 'Tell when it happened. What is to happen later is told when it has.',
    errors: [{ pointer: '/time', expected: `at most five minutes after ${now}`, found: event.time }],
  };
}

const stamp = (
  { event, bytes, stream }: Received,
  principal: Principal,
  own: Loaded,
  facts: DecisionFacts,
): Stamped =>
  stampRecord(event, bytes, {
    stream,
    revision: (revisionOf(own) ?? -1) + 1,
    recordedAt: facts.now,
    actor: principal.actor,
    credential: principal.credential,
    facts: { now: facts.now, streams: facts.looked },
  });
