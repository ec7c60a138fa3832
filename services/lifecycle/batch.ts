import { type Either, isLeft, left, right } from 'fp-ts/Either';
import type { Problem } from '../../contracts/problems';
import { type AppendError, MAX_APPEND_BYTES } from '../event-log/port';
import type { Stamped } from '../event-log/records';
import { appendProblem, isConflict } from './append-problems';
import { ahead } from './clock';
import type { Directory } from './directory';
import type { Read } from './gather';
import type { Principal } from './principal';
import type { Outcome, Receipt } from './receipt';
import type { Received } from './receive';
import { extend, isOf, type Loaded } from './streams';
import { type Scales, weigh } from './weigh';

/** What the door lends to a batch. */
export interface BatchParts {
  readonly scales: Scales;
  readonly read: Read;
  readonly append: (
    own: Loaded,
    stamped: readonly Stamped[],
  ) => Promise<Either<AppendError, readonly Receipt[]>>;
  /** One event by itself, decided anew on a conflict. */
  readonly alone: (received: Received, principal: Principal) => Promise<Outcome>;
}

/** Items of one stream, decided one on top of the other, that are to go to the log in one append. */
interface Group {
  readonly own: Loaded;
  readonly ahead: Loaded;
  readonly items: readonly { readonly received: Received; readonly stamped: Stamped }[];
  readonly bytes: number;
}

/**
 * Decides the items in order and appends those of one stream together, as late as may be: before another item's
 * decision looks at the stream, or at which streams there are. The locks of all their streams are held.
 */
export async function together(
  { scales, read, append, alone }: BatchParts,
  all: readonly Received[],
  principal: Principal,
): Promise<readonly Outcome[]> {
  const outcomes = new Map<Received, Outcome>();
  const waiting = new Map<string, Group>();
  const writing = new Map<string, Promise<void>>();
  const refused = new Set<string>();
  const clock = ahead(scales.clock);
  const flushed: Scales = { ...scales, clock, directory: after(flushAll, scales.directory) };

  function settle(received: Received, outcome: Outcome): void {
    if (isLeft(outcome)) refused.add(received.stream);
    outcomes.set(received, outcome);
  }

  /** Done when what was waiting for the stream is in the log, or refused, whoever began to write it. */
  async function flush(stream: string): Promise<void> {
    const group = waiting.get(stream);
    if (group === undefined) return writing.get(stream);
    waiting.delete(stream);
    const written = write(group).finally(() => writing.delete(stream));
    writing.set(stream, written);
    return written;
  }

  async function flushAll(): Promise<void> {
    await Promise.all([...waiting.keys(), ...writing.keys()].map(flush));
  }

  async function write({ own, items }: Group): Promise<void> {
    const appended = await append(
      own,
      items.map(i => i.stamped),
    );
    for (const [i, { received }] of items.entries()) {
      if (!isLeft(appended)) settle(received, receiptAt(appended.right, i));
      else if (!isConflict(appended.left)) settle(received, left(appendProblem(appended.left)));
      else settle(received, await unlessRefused(received, () => alone(received, principal)));
    }
  }

  const unlessRefused = async (received: Received, outcome: () => Promise<Outcome>): Promise<Outcome> =>
    refused.has(received.stream) ? left(earlierRefused(received.stream)) : outcome();

  async function decide(received: Received): Promise<void> {
    const { stream, id } = received;
    if (waiting.get(stream)?.ahead.records.includes(id) === true) await flush(stream);
    const own = waiting.get(stream)?.ahead ?? (await read(received.thing.family, stream));
    const facts: Read = async (family, name) => {
      if (name === stream && isOf(own, family)) return own;
      await flush(name);
      return read(family, name);
    };
    const weighed = await weigh(flushed, received, principal, undefined, own, facts);
    if (isLeft(weighed)) {
      // Whoever is refused is refused on what is in the log.
      await flush(stream);
      return settle(received, await unlessRefused(received, () => alone(received, principal)));
    }
    if ('known' in weighed.right) return settle(received, right(weighed.right.known));
    if (refused.has(stream)) return settle(received, left(earlierRefused(stream)));
    const { stamped } = weighed.right;
    const group = waiting.get(stream) ?? { own, ahead: own, items: [], bytes: 0 };
    const bytes = group.bytes + sizeOf(stamped);
    if (bytes > MAX_APPEND_BYTES && group.items.length > 0) {
      await flush(stream);
      return settleNext(received);
    }
    clock.accepted(stamped.record.meta.recordedAt);
    waiting.set(stream, {
      own: group.own,
      ahead: extend(own, [stamped.record]),
      items: [...group.items, { received, stamped }],
      bytes,
    });
  }

  async function settleNext(received: Received): Promise<void> {
    if (refused.has(received.stream)) settle(received, left(earlierRefused(received.stream)));
    else await decide(received);
  }

  for (const received of all) await settleNext(received);
  await flushAll();
  return all.map(received => outcomes.get(received) ?? left(earlierRefused(received.stream)));
}

/** A directory that is asked only after what is told before it asks. */
const after = (before: () => Promise<void>, directory: Directory): Directory => ({
  requirementsOf: organisation => before().then(() => directory.requirementsOf(organisation)),
  requirementsWithKey: key => before().then(() => directory.requirementsWithKey(key)),
  recordsOfStream: stream => before().then(() => directory.recordsOfStream(stream)),
  recordAt: seq => before().then(() => directory.recordAt(seq)),
});

const sizeOf = ({ entry }: Stamped): number =>
  Buffer.byteLength(entry.data) + Buffer.byteLength(entry.metadata);

function receiptAt(receipts: readonly Receipt[], i: number): Outcome {
  const receipt = receipts[i];
  if (receipt === undefined) throw new Error('an append was answered without a receipt');
  return right(receipt);
}

const earlierRefused = (stream: string): Problem => ({
  problem: 'earlier-item-refused',
  detail: `An earlier item of ${stream} in this batch was refused.`,
  expected: 'every earlier item of the stream accepted',
  advice: 'Mend the earlier item, and send the rest of the stream again.',
});
