import { setTimeout as sleep } from 'node:timers/promises';
import { isLeft } from 'fp-ts/Either';
import type { AppendError, Entry, EventLog, Position } from '../../event-log';

/** An append of a copy at most: neighbours in one stream go together. */
const MAX_ENTRIES = 200;
const MAX_BYTES = 512 * 1024;
const TRIES = 30;
const AGAIN_MS = 1_000;

/** The other log cannot be written to, or not in this order. */
export class CopyStopped extends Error {
  override readonly name = 'CopyStopped';
}

/**
 * Appends to one log what another holds after a position, in the order of the whole log: one append at a time, since two
 * on their way at once might be stored the other way round.
 */
export async function copyAfter(
  from: EventLog,
  to: EventLog,
  after: Position | undefined,
  at: (count: number) => void,
): Promise<number> {
  let count = 0;
  for await (const batch of from.readAll(after)) {
    for (const group of neighbours(batch)) {
      await append(to, group);
      count += group.length;
      at(count);
    }
  }
  return count;
}

/** Runs of entries that follow each other in one stream. */
function* neighbours(entries: readonly Entry[]): Generator<readonly Entry[]> {
  let group: Entry[] = [];
  let bytes = 0;
  for (const entry of entries) {
    const size = Buffer.byteLength(entry.data) + Buffer.byteLength(entry.metadata);
    const fits = group[0]?.stream === entry.stream && group.length < MAX_ENTRIES && bytes + size <= MAX_BYTES;
    if (!fits && group.length > 0) {
      yield group;
      group = [];
      bytes = 0;
    }
    group.push(entry);
    bytes += size;
  }
  if (group.length > 0) yield group;
}

/**
 * An outage is waited for. Where it is not known whether an earlier try was stored, the stream tells; whether it holds
 * what it should is compared afterwards in any case.
 */
async function append(to: EventLog, group: readonly Entry[]): Promise<void> {
  const [first, last] = [group[0], group.at(-1)];
  if (first === undefined || last === undefined) return;
  const expected = first.revision === 0 ? 'none' : first.revision - 1;
  let failure: AppendError | undefined;
  for (let tries = 0; tries < TRIES; tries++) {
    const appended = await to.append(first.stream, expected, group)();
    if (!isLeft(appended)) return;
    failure = appended.left;
    if (failure.kind === 'wrong-revision' && failure.actual === last.revision && tries > 0) return;
    if (failure.kind !== 'unavailable' && failure.kind !== 'no-space') break;
    await sleep(AGAIN_MS);
  }
  throw new CopyStopped(`${first.stream} at ${first.revision}: ${wordsFor(failure)}`);
}

function wordsFor(failure: AppendError | undefined): string {
  switch (failure?.kind) {
    case 'wrong-revision':
      return `it stands at ${failure.actual}, and not at ${failure.expected}; somebody else writes there`;
    case 'id-reused':
      return `the id ${failure.id} is there already`;
    case 'too-large':
      return `it is larger than the ${failure.limit} bytes an append may have`;
    case 'no-space':
    case 'unavailable':
      return failure.detail;
    case undefined:
      return 'it was not tried';
  }
}
