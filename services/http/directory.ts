import { isLeft } from 'fp-ts/Either';
import type { TaskEither } from 'fp-ts/TaskEither';
import type { Behind, Directory, Runner } from '../../projections';
import { recordAt } from '../../projections';
import type { EventLog } from '../event-log/port';
import { type Directory as Known, DirectoryLagging } from '../lifecycle';

/** What the write side may ask the views, caught up to the log as it is when it asks. */
export function knownFrom(directory: Directory, runner: Runner, log: EventLog): Known {
  const newest = async (): Promise<number> => ((await log.head())?.count ?? 0) - 1;
  async function upToNow<A>(ask: (upTo: number) => TaskEither<Behind, A>): Promise<A> {
    const answer = await ask(await newest())();
    if (isLeft(answer)) {
      const { seq, wanted, state } = answer.left;
      throw new DirectoryLagging(`the views are ${state} at ${seq}, ${wanted} was asked for`);
    }
    return answer.right;
  }
  return {
    requirementsOf: organisation => upToNow(upTo => directory.requirementsOf(organisation, upTo)),
    requirementsWithKey: key => upToNow(upTo => directory.requirementsWithKey(key, upTo)),
    recordsOfStream: stream => upToNow(upTo => directory.recordsOfStream(stream, upTo)),
    recordAt: async seq => {
      await upToNow(upTo => directory.positionOf(Math.min(seq, upTo)));
      const generation = runner.generation();
      return generation === undefined ? undefined : recordAt(generation, seq);
    },
  };
}
