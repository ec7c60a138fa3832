import { isRight } from 'fp-ts/Either';
import type { ExpectedRevision, NewEntry } from '../port';
import type { NodeLog } from '../sqlite/node-log';
import { fromPosition } from '../sqlite/position';
import type { Expectation } from './expectation';
import { createForecast } from './forecast';
import { knownRun, knownSet } from './known';

/** How an append ended. `revision` is undefined where nothing was appended to a stream that is not there. */
export type Outcome =
  | { readonly kind: 'done'; readonly revision: number | undefined; readonly position: number }
  | { readonly kind: 'wrong-version'; readonly current: number | undefined }
  /** Where the original would write a known id a second time: our log never does. */
  | { readonly kind: 'id-known'; readonly id: string }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'unavailable'; readonly detail: string };

export type Appends = (
  stream: string,
  expected: Expectation,
  entries: readonly NewEntry[],
) => Promise<Outcome>;

/**
 * The protocol's rules of expected revisions and repeated ids, on a log that knows exact revisions alone and stores an
 * id once. Nothing waits for the append before it, so that many go into one commit.
 */
export function createAppends(log: NodeLog): Appends {
  const forecast = createForecast(log);

  return async (stream, expected, entries) => {
    if (entries.length === 0) return nothingToAppend(stream, expected);
    switch (expected.kind) {
      case 'exact':
        return at(stream, whole(expected.revision), entries);
      case 'no-stream':
        return at(stream, 'none', entries);
      case 'any':
      case 'stream-exists':
        return anywhere(stream, expected.kind === 'stream-exists', entries);
    }
  };

  /** Repeated are ids that lie behind the expected revision in the same order. */
  async function at(
    stream: string,
    expected: ExpectedRevision,
    entries: readonly NewEntry[],
  ): Promise<Outcome> {
    const outcome = await write(stream, expected, entries);
    if (outcome.kind !== 'wrong-version') return outcome;
    return knownRun(log, stream, expected === 'none' ? 0 : expected + 1, entries) ?? outcome;
  }

  /** The revision is looked up, and looked up again if another append came between. */
  async function anywhere(
    stream: string,
    mustExist: boolean,
    entries: readonly NewEntry[],
  ): Promise<Outcome> {
    for (;;) {
      const known = knownSet(log, stream, entries);
      if (known !== undefined) return known;
      const head = forecast.head(stream);
      if (head === 'none' && mustExist) return { kind: 'wrong-version', current: undefined };
      const outcome = await write(stream, head, entries);
      if (outcome.kind === 'wrong-version') continue;
      // The same append came twice at once: now its ids are known.
      if (outcome.kind === 'id-known') return knownSet(log, stream, entries) ?? outcome;
      return outcome;
    }
  }

  async function write(
    stream: string,
    expected: ExpectedRevision,
    entries: readonly NewEntry[],
  ): Promise<Outcome> {
    const settle = forecast.expect(stream, expected, entries.length);
    const result = await log.append(stream, expected, entries)();
    settle(isRight(result));
    if (isRight(result)) {
      const { firstRevision, positions } = result.right;
      const last = positions.at(-1);
      const revision = firstRevision + entries.length - 1;
      return { kind: 'done', revision, position: last === undefined ? 0 : fromPosition(last) };
    }
    const error = result.left;
    switch (error.kind) {
      case 'wrong-revision':
        return { kind: 'wrong-version', current: error.actual === 'none' ? undefined : error.actual };
      case 'id-reused':
        return { kind: 'id-known', id: error.id };
      case 'too-large':
        return { kind: 'too-large' };
      case 'no-space':
      case 'unavailable':
        return { kind: 'unavailable', detail: error.detail };
    }
  }

  function nothingToAppend(stream: string, expected: Expectation): Outcome {
    const head = log.lastRevision(stream);
    const fits =
      expected.kind === 'any' ||
      (expected.kind === 'no-stream' && head === undefined) ||
      (expected.kind === 'stream-exists' && head !== undefined) ||
      (expected.kind === 'exact' && head !== undefined && BigInt(head) === expected.revision);
    return fits
      ? { kind: 'done', revision: head, position: log.newest() }
      : { kind: 'wrong-version', current: head };
  }
}

/** No stream of ours comes so far that a number beyond the exact ones could be right. */
const whole = (revision: bigint): number =>
  revision > BigInt(Number.MAX_SAFE_INTEGER) ? Number.MAX_SAFE_INTEGER - 1 : Number(revision);
