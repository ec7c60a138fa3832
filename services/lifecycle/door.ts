import { type Either, isLeft, left, right } from 'fp-ts/Either';
import type { TaskEither } from 'fp-ts/TaskEither';
import type { Family } from '../../contracts/catalogue/define';
import type { Problem } from '../../contracts/problems';
import type { AppendError } from '../event-log/port';
import type { Stamped } from '../event-log/records';
import { appendProblem, isConflict } from './append-problems';
import { together } from './batch';
import type { Read } from './gather';
import { keyedLocks } from './locks';
import type { Principal } from './principal';
import type { Outcome, Receipt } from './receipt';
import { receive, type Received } from './receive';
import { streamMemory } from './stream-memory';
import { extend, type Loaded, revisionOf } from './streams';
import { type Scales, weigh } from './weigh';

/** The one door for every write. Right means durable. */
export interface Door {
  submit(
    value: unknown,
    principal: Principal,
    options?: { readonly ifMatch?: number },
  ): TaskEither<Problem, Receipt>;
  /**
   * A batch is decoded whole: one malformed item refuses all. Then each item has its own outcome, in order; after a
   * refused one the later ones of the same stream are refused too.
   */
  submitBatch(values: readonly unknown[], principal: Principal): TaskEither<Problem, readonly Outcome[]>;
  /** Why the event would be refused as things stand; nothing is stored, and things may change. */
  foresee(value: unknown, principal: Principal): Promise<Problem | undefined>;
  /** A stream as it is in the log now. */
  readonly read: Read;
}

/** How often a decision is made anew when somebody else appended to its streams meanwhile. */
const ATTEMPTS = 10;

export function openDoor(scales: Scales): Door {
  const { log, clock } = scales;
  const memory = streamMemory(log);
  const locked = keyedLocks();

  /** Appends what was decided behind `own`, and remembers it. */
  async function append(
    own: Loaded,
    stamped: readonly Stamped[],
  ): Promise<Either<AppendError, readonly Receipt[]>> {
    const entries = stamped.map(s => s.entry);
    const appended = await log.append(own.stream, revisionOf(own) ?? 'none', entries)();
    if (isLeft(appended)) {
      memory.forget(own);
      return appended;
    }
    const records = stamped.map(s => s.record);
    memory.remember(extend(own, records));
    records.forEach(({ meta }) => clock.accepted(meta.recordedAt));
    return right(stamped.map((s, i) => receiptOf(s, appended.right.positions[i])));
  }

  /**
   * One event by itself. It is decided anew on a conflict, and also where it would be refused on streams that others have
   * written to since they were read. The stream's lock is held.
   */
  async function alone(received: Received, principal: Principal, ifMatch?: number): Promise<Outcome> {
    for (let attempt = 1; ; attempt++) {
      const looked = new Map<string, Family>();
      const read: Read = (family, stream) => {
        looked.set(stream, family);
        return memory.read(family, stream);
      };
      const own = await read(received.thing.family, received.stream);
      const weighed = await weigh(scales, received, principal, ifMatch, own, read);
      if (isLeft(weighed)) {
        if (attempt < ATTEMPTS && (await haveMoved(looked))) continue;
        return weighed;
      }
      if ('known' in weighed.right) return right(weighed.right.known);
      const appended = await append(own, [weighed.right.stamped]);
      if (!isLeft(appended)) return first(appended.right);
      if (!isConflict(appended.left) || attempt === ATTEMPTS) return left(appendProblem(appended.left));
    }
  }

  async function haveMoved(looked: ReadonlyMap<string, Family>): Promise<boolean> {
    const moved = await Promise.all([...looked].map(([stream, family]) => memory.hasMoved(family, stream)));
    return moved.includes(true);
  }

  return {
    read: memory.read,
    submit:
      (value, principal, { ifMatch } = {}) =>
      async () => {
        const received = receive(value);
        if (isLeft(received)) return received;
        return locked([received.right.stream], () => alone(received.right, principal, ifMatch));
      },
    foresee: async (value, principal) => {
      const received = receive(value);
      if (isLeft(received)) return received.left;
      const own = await memory.read(received.right.thing.family, received.right.stream);
      const weighed = await weigh(scales, received.right, principal, undefined, own, memory.read);
      return isLeft(weighed) ? weighed.left : undefined;
    },
    submitBatch: (values, principal) => async () => {
      const received = values.map((value, i) => receive(value, `/${i}`));
      const malformed = received.flatMap(r => (isLeft(r) ? [r.left] : []));
      if (malformed[0] !== undefined) return left(allMalformed(malformed[0], malformed));
      const all = received.flatMap(r => (isLeft(r) ? [] : [r.right]));
      const parts = { scales, read: memory.read, append, alone };
      const streams = all.map(r => r.stream);
      return right(await locked(streams, () => together(parts, all, principal)));
    },
  };
}

function receiptOf({ record: { event, meta } }: Stamped, position: Receipt['position'] | undefined): Receipt {
  if (position === undefined) throw new Error(`the log gave no position for ${meta.id}`);
  const { id, stream, revision, recordedAt } = meta;
  return { id, type: event.type, stream, revision, position, time: event.time, recordedAt, again: false };
}

function first([receipt]: readonly Receipt[]): Outcome {
  if (receipt === undefined) throw new Error('an append was answered without a receipt');
  return right(receipt);
}

/** The first refusal speaks for the batch, with the flaws of all. */
const allMalformed = (problem: Problem, all: readonly Problem[]): Problem => ({
  ...problem,
  detail: `${all.length} of the events in the batch are not valid; none was stored. ${problem.detail}`,
  errors: all.flatMap(p => p.errors ?? []),
});
