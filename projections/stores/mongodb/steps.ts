import type { Collection } from 'mongodb';
import { inserted } from '../../../services/mongodb/inserted';
import type { Checkpoint } from '../port';
import { stepsName } from './names';
import type { Place } from './place';

/** A step of a generation: from one checkpoint to the next. The last one tells where the generation stands. */
export interface Step {
  /** Its number; each is taken once. */
  readonly _id: number;
  /** How often the checkpoint was moved back, or documents were changed where it stood. */
  readonly e: number;
  readonly s: number;
  readonly p: string;
  /** Who took it. */
  readonly w: string;
}

/** So many are kept: one who was held up cannot take a step again that was taken and forgotten without noticing. */
export const KEPT = 64;
const FORGOTTEN_AT_ONCE = 16;

export interface Steps {
  latest(): Promise<Step | undefined>;
  /** False where somebody else has taken it. */
  take(step: Step): Promise<boolean>;
  /** Forgets the oldest, now and then. */
  forget(latest: Step): Promise<void>;
}

export function stepsOf({ connection, readMs }: Place, token: string): Steps {
  const steps: Collection<Step> = connection.db.collection<Step>(stepsName(token));
  return {
    async latest() {
      const [step] = await steps.find({}, { maxTimeMS: readMs }).sort({ _id: -1 }).limit(1).toArray();
      return step;
    },
    take: step => inserted(() => steps.insertOne(step)),
    async forget({ _id }) {
      if (_id % FORGOTTEN_AT_ONCE === 0) await steps.deleteMany({ _id: { $lte: _id - KEPT } });
    },
  };
}

export const checkpointOf = (step: Step | undefined): Checkpoint | undefined =>
  step && { seq: step.s, position: step.p };

export function stepAfter(before: Step | undefined, to: Checkpoint, writer: string): Step {
  const isForward = before === undefined || to.seq > before.s;
  return {
    _id: (before?._id ?? 0) + 1,
    e: (before?.e ?? 0) + (isForward ? 0 : 1),
    s: to.seq,
    p: to.position,
    w: writer,
  };
}
