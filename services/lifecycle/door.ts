import { type Either, isLeft, left, right } from 'fp-ts/Either';
import type { TaskEither } from 'fp-ts/TaskEither';
import type { Problem } from '../../contracts/problems';
import { MAX_APPEND_BYTES } from '../event-log/port';
import type { Stamped } from '../event-log/records';
import { appendProblem, isConflict } from './append-problems';
import { keyedLocks } from './locks';
import { conflict, guardedRevision } from './precondition';
import type { Principal } from './principal';
import type { Read } from './gather';
import type { Receipt } from './receipt';
import { receive, type Received } from './receive';
import { extend, load, type Loaded, revisionOf, StreamMemory } from './streams';
import { type Scales, weigh } from './weigh';

type Outcome = Either<Problem, Receipt>;

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
  /** A stream as it is in the log now. */
  readonly read: Read;
}

/** How often a decision is made anew when somebody else appended to the stream meanwhile. */
const ATTEMPTS = 10;

export function openDoor(scales: Scales): Door {
  const { log, clock } = scales;
  const memory = new StreamMemory();
  const locked = keyedLocks();

  const read: Read = async (family, stream) => {
    const known = memory.get(family, stream);
    if (known !== undefined) return known;
    const loaded = await load(log, stream, family);
    memory.set(loaded);
    return loaded;
  };

  /** Appends what was decided behind `own`, and remembers it. */
  async function append(
    own: Loaded,
    stamped: readonly Stamped[],
  ): Promise<Either<AppendFailure, readonly Receipt[]>> {
    const appended = await log.append(
      own.stream,
      revisionOf(own) ?? 'none',
      stamped.map(s => s.entry),
    )();
    if (isLeft(appended)) {
      memory.forget(own.family, own.stream);
      return left(appended.left);
    }
    memory.set(
      extend(
        own,
        stamped.map(s => s.record),
      ),
    );
    stamped.forEach(({ record }) => clock.accepted(record.meta.recordedAt));
    return right(stamped.map((s, i) => receiptOf(s, appended.right.positions[i])));
  }

  /** One event by itself, decided anew on a conflict. The stream's lock is held. */
  async function alone(received: Received, principal: Principal, ifMatch?: number): Promise<Outcome> {
    const { family } = received.thing;
    for (let attempt = 1; ; attempt++) {
      const own = await read(family, received.stream);
      const weighed = await weigh(scales, received, principal, ifMatch, own, read);
      if (isLeft(weighed)) return weighed;
      if ('known' in weighed.right) return right(weighed.right.known);
      const appended = await append(own, [weighed.right.stamped]);
      if (!isLeft(appended)) return first(appended.right);
      if (!isConflict(appended.left) || attempt === ATTEMPTS) return left(appendProblem(appended.left));
      if (ifMatch !== undefined) {
        const now = guardedRevision(await read(family, received.stream), received);
        if (now !== ifMatch) return left(conflict(received.event.subject, ifMatch, now));
      }
    }
  }

  /** Items in order, those of one stream gathered into one append; the locks of all their streams are held. */
  async function together(all: readonly Received[], principal: Principal): Promise<readonly Outcome[]> {
    const outcomes = new Map<Received, Outcome>();
    const waiting = new Map<
      string,
      { own: Loaded; ahead: Loaded; items: { received: Received; stamped: Stamped }[]; bytes: number }
    >();
    const refused = new Set<string>();

    async function flush(stream: string): Promise<void> {
      const group = waiting.get(stream);
      if (group === undefined) return;
      waiting.delete(stream);
      const appended = await append(
        group.own,
        group.items.map(i => i.stamped),
      );
      for (const [i, { received }] of group.items.entries()) {
        if (!isLeft(appended)) outcomes.set(received, first(appended.right.slice(i)));
        else if (isConflict(appended.left)) outcomes.set(received, await alone(received, principal));
        else outcomes.set(received, left(appendProblem(appended.left)));
      }
    }
    const readFlushed: Read = async (family, stream) => {
      await flush(stream);
      return read(family, stream);
    };

    for (const received of all) {
      const { stream } = received;
      if (refused.has(stream)) {
        outcomes.set(received, left(earlierRefused(stream)));
        continue;
      }
      if (waiting.get(stream)?.ahead.records.includes(received.id) === true) await flush(stream);
      const group = waiting.get(stream);
      const own = group?.ahead ?? (await read(received.thing.family, stream));
      const weighed = await weigh(scales, received, principal, undefined, own, (family, name) =>
        name === stream ? read(family, name) : readFlushed(family, name),
      );
      if (isLeft(weighed)) {
        refused.add(stream);
        outcomes.set(received, weighed);
      } else if ('known' in weighed.right) outcomes.set(received, right(weighed.right.known));
      else {
        const { stamped } = weighed.right;
        const bytes = Buffer.byteLength(stamped.entry.data) + Buffer.byteLength(stamped.entry.metadata);
        if (group !== undefined && group.bytes + bytes > MAX_APPEND_BYTES) await flush(stream);
        const open = waiting.get(stream) ?? { own, ahead: own, items: [], bytes: 0 };
        waiting.set(stream, {
          own: open.own,
          ahead: extend(open.ahead, [stamped.record]),
          items: [...open.items, { received, stamped }],
          bytes: open.bytes + bytes,
        });
      }
    }
    await Promise.all([...waiting.keys()].map(flush));
    return all.map(received => outcomes.get(received) ?? left(earlierRefused(received.stream)));
  }

  return {
    read,
    submit:
      (value, principal, { ifMatch } = {}) =>
      async () => {
        const received = receive(value);
        if (isLeft(received)) return received;
        return locked([received.right.stream], () => alone(received.right, principal, ifMatch));
      },
    submitBatch: (values, principal) => async () => {
      const received = values.map((value, i) => receive(value, `/${i}`));
      const malformed = received.flatMap(r => (isLeft(r) ? [r.left] : []));
      if (malformed[0] !== undefined) return left(allMalformed(malformed[0], malformed));
      const all = received.flatMap(r => (isLeft(r) ? [] : [r.right]));
      return right(
        await locked(
          all.map(r => r.stream),
          () => together(all, principal),
        ),
      );
    },
  };
}

type AppendFailure = Parameters<typeof appendProblem>[0];

function receiptOf({ record: { event, meta } }: Stamped, position: Receipt['position'] | undefined): Receipt {
  if (position === undefined) throw new Error(`the log gave no position for ${meta.id}`);
  const { id, stream, revision, recordedAt } = meta;
  return { id, type: event.type, stream, revision, position, time: event.time, recordedAt, again: false };
}

function first(receipts: readonly Receipt[]): Outcome {
  const [receipt] = receipts;
  if (receipt === undefined) throw new Error('an append was answered without a receipt');
  return right(receipt);
}

const earlierRefused = (stream: string): Problem => ({
  problem: 'earlier-item-refused',
  detail: `An earlier item of ${stream} in this batch was refused.`,
  expected: 'every earlier item of the stream accepted',
  advice: 'Mend the earlier item, and send the rest of the stream again.',
});

/** The first refusal speaks for the batch, with the flaws of all. */
const allMalformed = (problem: Problem, all: readonly Problem[]): Problem => ({
  ...problem,
  detail: `${all.length} of the events in the batch are not valid; none was stored. ${problem.detail}`,
  errors: all.flatMap(p => p.errors ?? []),
});
