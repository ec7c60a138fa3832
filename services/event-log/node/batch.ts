import type { BatchAppendReq } from '@eventstore/db-client/generated/streams_pb';
import type { UUID } from '@eventstore/db-client/generated/shared_pb';
import { type Either, left, right } from 'fp-ts/Either';
import { MAX_APPEND_BYTES, type NewEntry } from '../port';
import { type Expectation, exactly } from './expectation';
import { entryOf, streamName, unwritable } from './proposed';

/** A batch whose pieces come in one by one. */
export interface Batch {
  readonly id: UUID;
  readonly stream: string;
  readonly expected: Expectation;
  readonly deadline: number | undefined;
  readonly entries: NewEntry[];
  /** Bytes of data so far; what is beyond the limit is counted and not kept. */
  bytes: number;
}

/** Begins a batch with the options of its first piece, or says what is wrong with them. */
export function beginBatch(
  id: UUID,
  options: BatchAppendReq.Options,
  deadline: number | undefined,
): Either<string, Batch> {
  const stream = streamName(options.getStreamIdentifier());
  const reason = unwritable(stream);
  if (stream === undefined || reason !== undefined) return left(reason ?? '');
  const expected = expectationOf(options);
  if (expected === undefined) return left('There is no expected position among the options.');
  return right({ id, stream, expected, deadline, entries: [], bytes: 0 });
}

/** Adds the messages of a piece, or says what is wrong with one of them. */
export function addMessages(
  batch: Batch,
  messages: readonly BatchAppendReq.ProposedMessage[],
): string | undefined {
  const now = Date.now();
  for (const message of messages) {
    batch.bytes += message.getData_asU8().length;
    if (isTooLarge(batch)) {
      batch.entries.length = 0;
      continue;
    }
    const entry = entryOf(message, now);
    if (entry._tag === 'Left') {
      return entry.left.kind === 'bad'
        ? entry.left.what
        : `The metadata of an event has no ${entry.left.key}.`;
    }
    batch.entries.push(entry.right);
  }
  return undefined;
}

export const isTooLarge = ({ bytes }: Batch): boolean => bytes > MAX_APPEND_BYTES;

function expectationOf(options: BatchAppendReq.Options): Expectation | undefined {
  if (options.hasStreamPosition()) return exactly(options.getStreamPosition());
  if (options.hasNoStream()) return { kind: 'no-stream' };
  if (options.hasAny()) return { kind: 'any' };
  return options.hasStreamExists() ? { kind: 'stream-exists' } : undefined;
}
