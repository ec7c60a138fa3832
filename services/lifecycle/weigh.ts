import { type Either, left, right } from 'fp-ts/Either';
import { MAX_AHEAD_MS } from '../../contracts/envelope';
import type { Timestamp } from '../../contracts/primitives';
import type { Problem } from '../../contracts/problems';
import { isBefore } from '../../contracts/time';
import type { EventLog } from '../event-log/port';
import { type Stamped, stampRecord } from '../event-log/records';
import { mayClaim } from './authorise';
import type { Clock } from './clock';
import type { Directory } from './directory';
import type { DecisionFacts } from './facts';
import { gather, type Read } from './gather';
import { intentOf, judge } from './intent';
import { precondition } from './precondition';
import type { Principal } from './principal';
import type { Receipt } from './receipt';
import type { Received } from './receive';
import { firstOf, type Verdict } from './refusals';
import { reportFacts } from './reporting';
import { repeated } from './repeat';
import { type HeadsOf, sealFacts } from './sealing';
import { isOf, type Loaded, revisionOf } from './streams';

export interface Scales {
  readonly log: EventLog;
  readonly clock: Clock;
  readonly directory: Directory;
  /** Where the records are leaves of a tree. */
  readonly headsOf?: HeadsOf;
}

/** Either known already, or ready to be appended behind the stream as it was looked at. */
export type Weighed = { readonly known: Receipt } | { readonly stamped: Stamped };

/** Decides one event against its stream as loaded; reads and decides only, appends nothing. */
export async function weigh(
  { log, clock, directory, headsOf }: Scales,
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

  const now = notBefore(own, clock.at(received.event.time));
  const early = firstOf(
    () => precondition(own, received, ifMatch, principal.system),
    () => notAhead(received.event.time, '/time', now),
  );
  if (early !== undefined) return left(early);

  const intent = intentOf(own, received, principal, register);
  if (intent._tag === 'Left') return intent;
  const { act, at } = intent.right;
  const gathered = await gather(act, own, now, read, directory);
  const report = isOf(own, 'report') ? await reportFacts(log, directory, act, own.state) : undefined;
  const seal = await sealFacts(directory, headsOf, act, gathered.log);
  const facts = {
    ...gathered,
    ...(report === undefined ? {} : { report }),
    ...(seal === undefined ? {} : { seal }),
  };
  const verdict = firstOf(
    () => notAhead(act.time, at.replace(/[a-z]+$/, 'time'), now),
    () => judge(intent.right, facts),
  );
  return verdict === undefined ? right({ stamped: stamp(received, principal, own, facts) }) : left(verdict);
}

/** Within a stream no record is recorded before the one it follows, whatever became of the clock between two runs. */
function notBefore({ told }: Loaded, now: Timestamp): Timestamp {
  const last = told.at(-1)?.recordedAt;
  return last !== undefined && isBefore(now, last) ? last : now;
}

function notAhead(time: Timestamp, pointer: string, now: Timestamp): Verdict {
  if (Date.parse(time) <= Date.parse(now) + MAX_AHEAD_MS) return undefined;
  return {
    problem: 'time-ahead',
    detail: `time lies ahead of the log's clock, which says ${now}.`,
    expected: `a time up to ${MAX_AHEAD_MS / 60_000} minutes ahead of the clock`,
    advice: 'Tell when it happened. What is to happen later is told when it has.',
    errors: [{ pointer, expected: `at most five minutes after ${now}`, found: time }],
  };
}

const stamp = (
  { id, event, bytes, stream }: Received,
  principal: Principal,
  own: Loaded,
  facts: DecisionFacts,
): Stamped =>
  stampRecord(event, bytes, {
    id,
    stream,
    revision: (revisionOf(own) ?? -1) + 1,
    recordedAt: facts.now,
    actor: principal.actor,
    credential: principal.credential,
    facts: { now: facts.now, streams: facts.looked },
  });
