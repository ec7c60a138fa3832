import { isLeft } from 'fp-ts/Either';
import type { Problem } from '../../../contracts/problems';
import type { EventLog } from '../../event-log/port';
import type { Door } from '../door';
import { systemPrincipal } from '../principal';
import type { Outcome } from '../receipt';
import { type Act, completedEvent, declinedEvent, type Done, eventOf, placeOf } from './events';
import type { FollowUp } from './plan';
import { planOf } from './plan-act';

/** How many follow-ups go through the door at a time. */
const CHUNK = 200;

/** The follow-ups could not be finished now (disk full, log away); they are tried again. */
export class FollowUpsInterrupted extends Error {}

/** Appends all that an act causes, each once whatever happened before, and closes the act. */
export async function carryOut(
  log: EventLog,
  door: Door,
  act: Act,
  progress: (done: number, total: number) => void,
): Promise<Done> {
  const planned = (await planOf(log, door, act)).map((followUp, ordinal) => ({ followUp, ordinal }));
  let declined = 0;
  for (let from = 0; from < planned.length; from += CHUNK) {
    const chunk = planned.slice(from, from + CHUNK);
    declined += (await appendAll(door, act, chunk)).filter(fate => fate === 'declined').length;
    progress(from + chunk.length, planned.length);
  }
  const done = { total: planned.length, declined };
  await submitted(door, completedEvent(act, done));
  return done;
}

interface Planned {
  readonly followUp: FollowUp;
  readonly ordinal: number;
}

type Fate = 'done' | 'declined';

async function appendAll(door: Door, act: Act, planned: readonly Planned[]): Promise<readonly Fate[]> {
  const known = await Promise.all(planned.map(p => fateOf(door, act, p)));
  const missing = planned.filter((_, i) => known[i] === undefined);
  const events = missing.map(({ followUp, ordinal }) => eventOf(act, followUp, ordinal));
  const sent = await door.submitBatch(events, systemPrincipal)();
  const fates: Fate[] = known.filter(fate => fate !== undefined);
  for (const [i, one] of missing.entries()) {
    const outcome: Outcome | undefined = isLeft(sent) ? sent : sent.right[i];
    // What was refused in the batch, or held up by an earlier item of its stream, gets its own chance and its own reason.
    fates.push(outcome?._tag === 'Right' ? 'done' : await appendOne(door, act, one));
  }
  return fates;
}

async function appendOne(door: Door, act: Act, { followUp, ordinal }: Planned): Promise<Fate> {
  const outcome = await door.submit(eventOf(act, followUp, ordinal), systemPrincipal)();
  if (!isLeft(outcome)) return 'done';
  const { family } = placeOf(act.told.record, followUp, ordinal);
  if (isTransient(outcome.left)) throw new FollowUpsInterrupted(outcome.left.detail);
  if (family !== 'requirement')
    throw new Error(`${followUp.type} of ${followUp.subject} is refused: ${outcome.left.detail}`);
  await submitted(door, declinedEvent(act, followUp, ordinal, outcome.left.detail));
  return 'declined';
}

/** What became of a follow-up, if it was recorded before. */
async function fateOf(door: Door, act: Act, { followUp, ordinal }: Planned): Promise<Fate | undefined> {
  const { family, stream, record } = placeOf(act.told.record, followUp, ordinal);
  const { told, records } = await door.read(family, stream);
  if (!records.includes(record)) return undefined;
  return told.some(t => t.record === record && t.what === 'follow-up-declined') ? 'declined' : 'done';
}

const TRANSIENT: ReadonlySet<string> = new Set(['unavailable', 'no-space', 'internal-error']);

const isTransient = ({ problem }: Problem): boolean => TRANSIENT.has(problem);

async function submitted(door: Door, event: unknown): Promise<void> {
  const outcome = await door.submit(event, systemPrincipal)();
  if (!isLeft(outcome)) return;
  if (isTransient(outcome.left)) throw new FollowUpsInterrupted(outcome.left.detail);
  throw new Error(outcome.left.detail);
}
