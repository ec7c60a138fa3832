import { isLeft } from 'fp-ts/Either';
import type { Problem } from '../../../contracts/problems';
import type { Position } from '../../event-log/port';
import type { Service } from '../service';
import { badParameter, notYet } from './problems';

/** How long a read waits for what it was asked to see. */
const DEADLINE_MS = 10_000;

/** Waits until the views show what `?wait=` names; without it, not at all. The refusal where they do not in time. */
export async function waited(
  { log, runner }: Pick<Service, 'log' | 'runner'>,
  wait: string | undefined,
): Promise<Problem | undefined> {
  if (wait === undefined) return undefined;
  const seq = wait.startsWith('seq:') ? Number(wait.slice(4)) : await newestIfReached(log, wait);
  if (seq === undefined)
    return badParameter(
      'wait',
      'the position of an event that was answered',
      'There is no such position yet.',
    );
  const caughtUp = await runner.caughtUp(seq, DEADLINE_MS)();
  if (!isLeft(caughtUp)) return undefined;
  const { seq: shown, state } = caughtUp.left;
  return notYet(`The views are ${state} and show the log up to ${shown}; ${seq} was asked for.`);
}

/** Positions are the engine's own, so it is asked for the newest record, if the position is not beyond it. */
async function newestIfReached(log: Service['log'], position: string): Promise<number | undefined> {
  const head = await log.head();
  if (head === undefined) return undefined;
  try {
    return log.comparePositions(position as Position, head.position) <= 0 ? head.count - 1 : undefined;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
