import { randomUUID } from 'node:crypto';
import { type Change, type Checkpoint, type CommitOutcome, isSameCheckpoint } from '../port';
import { checkpointOf, KEPT, stepAfter, type Step, type Steps } from './steps';
import { writeChanges, type Writing } from './write';

export interface Committing {
  readonly steps: Steps;
  /** Rejects where the generation is no longer there. */
  readonly insist: () => Promise<unknown>;
  readonly writing: () => Promise<Writing>;
}

export type Commit = (
  changes: Iterable<Change>,
  from: Checkpoint | undefined,
  to: Checkpoint,
) => Promise<CommitOutcome>;

/**
 * Without transactions: first the documents, acknowledged by a majority, then the step, which is one insert.
 * 1. Readers that see the step see its documents, so they never lag behind the checkpoint; cut off in between, documents
 *    are ahead of it, and folding again from the checkpoint writes them again.
 * 2. A step's number is taken once: of two that fold from the same checkpoint one is `committed`, the other `fenced`.
 * 3. What the fenced one wrote before it noticed does no harm: a document as of seq s is the same whoever folded it,
 *    and a version gives way only to a later one (`$max` over the guard). So what is stored of a key is always as of
 *    the furthest seq that anybody wrote it for, at or ahead of the checkpoint. Taken-away documents keep their guard,
 *    so that one who was held up (SIGSTOP) for any time cannot bring them back.
 * 4. Where the same seq is written anew with other content, or the checkpoint is moved back, the step begins a new
 *    epoch `e`, before which all versions of earlier ones give way.
 * 5. Old steps are forgotten, all but the last `KEPT`. One who takes a forgotten number again finds the latest step at
 *    least `KEPT` further on; one whose generation was dropped does not find it in the register. Hence the second look.
 */
export function committer({ steps, insist, writing }: Committing): Commit {
  const writer = randomUUID();
  /** A step whose outcome is not known: the answer to its insert was lost. */
  let unsure: Step | undefined;

  return async (changes, from, to) => {
    const [before] = await Promise.all([steps.latest(), insist()]);
    if (!isSameCheckpoint(checkpointOf(before), from))
      return isMine(before, to) && before._id === unsure?._id ? 'committed' : 'fenced';
    const step = stepAfter(before, to, writer);
    await writeChanges(await writing(), changes, { e: step.e, s: step.s, n: step._id });
    unsure = step;
    const isTaken = await steps.take(step);
    unsure = undefined;
    if (!isTaken) return 'fenced';
    const [latest] = await Promise.all([steps.latest(), insist()]);
    if (latest !== undefined && latest._id >= step._id + KEPT) return 'fenced';
    // What is not forgotten now is forgotten later.
    await steps.forget(step).catch(() => undefined);
    return 'committed';
  };

  function isMine(step: Step | undefined, to: Checkpoint): step is Step {
    return step?.w === writer && isSameCheckpoint(checkpointOf(step), to);
  }
}
