import type { handleBidiStreamingCall, ServerDuplexStream } from '@grpc/grpc-js';
import type { UUID } from '@eventstore/db-client/generated/shared_pb';
import type { BatchAppendResp } from '@eventstore/db-client/generated/streams_pb';
import { refusalOf } from './access';
import type { Appends } from './appending';
import { addMessages, type Batch, beginBatch, isTooLarge } from './batch';
import {
  badBatch,
  batchAnswer,
  type BatchResult,
  batchResult,
  lateBatch,
  tooLargeBatch,
} from './batch-answer';
import type { BatchPiece } from './batch-request';
import { malformed, unexpected } from './failure';
import type { Node } from './node';
import { fail } from './open-calls';
import { streamName } from './proposed';
import { READ_ONLY } from './refusals';
import { structuredUuid, uuidText } from './uuid';

type Call = ServerDuplexStream<BatchPiece, BatchAppendResp>;

/** So many batches may wait for their answer in one call; the next is read when one has been answered. */
const MAX_WAITING = 2_000;

/** Streams.BatchAppend: batches in pieces, each answered when it has been written, in whatever order. */
export const batchCall =
  ({ appends, admits, calls, report }: Node): handleBidiStreamingCall<BatchPiece, BatchAppendResp> =>
  call => {
    const { signal, over } = calls.opened(call);
    const run = async (): Promise<void> => {
      const refusal = await refusalOf(admits, call);
      if (refusal !== undefined) return fail(call, refusal);
      if (appends === undefined) return fail(call, READ_ONLY);
      await takeBatches(call, appends, signal);
      if (!signal.aborted) call.end();
    };
    run()
      .catch((error: unknown) => {
        if (signal.aborted) return;
        report(error);
        fail(call, unexpected(error));
      })
      .finally(over);
  };

/** Resolves when the client has half-closed and all has been answered. Rejects if the log fails unexpectedly. */
function takeBatches(call: Call, appends: Appends, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const unfinished = new Map<
      string,
      { readonly batch: Batch; readonly timer: NodeJS.Timeout | undefined }
    >();
    let waiting = 0;
    let ended = false;

    const answer = (id: UUID, stream: string | undefined, result: BatchResult): void => {
      if (!signal.aborted) call.write(batchAnswer(id, stream, result));
    };
    const finish = (): void => {
      for (const { timer } of unfinished.values()) clearTimeout(timer);
      unfinished.clear();
      resolve();
    };

    function take({ request, deadline }: BatchPiece): void {
      const id = request.getCorrelationId();
      const key = uuidText(id);
      if (id === undefined || key === undefined) {
        fail(call, malformed('A batch has no correlation id, or one that is no UUID.'));
        return finish();
      }
      const batch = unfinished.get(key)?.batch ?? begin(id, key, request, deadline);
      if (batch === undefined) return;
      const flaw = addMessages(batch, request.getProposedMessagesList());
      if (flaw !== undefined || request.getIsFinal()) forget(key);
      if (flaw !== undefined) return answer(batch.id, batch.stream, badBatch(flaw));
      if (request.getIsFinal()) write(batch);
    }

    /** A piece of no known batch that has no options is dropped without a word, as the original does. */
    function begin(
      id: UUID,
      key: string,
      request: BatchPiece['request'],
      deadline: number | undefined,
    ): Batch | undefined {
      const options = request.getOptions();
      if (options === undefined) return undefined;
      const batch = beginBatch(id, options, deadline);
      if (batch._tag === 'Left') {
        answer(id, streamName(options.getStreamIdentifier()), badBatch(batch.left));
        return undefined;
      }
      unfinished.set(key, { batch: batch.right, timer: timerOf(key, batch.right, request.getIsFinal()) });
      return batch.right;
    }

    function timerOf(key: string, { stream, deadline }: Batch, isFinal: boolean): NodeJS.Timeout | undefined {
      if (isFinal || deadline === undefined) return undefined;
      const late = (): void => {
        unfinished.delete(key);
        answer(structuredUuid(key), stream, lateBatch());
      };
      return setTimeout(late, Math.min(Math.max(0, deadline - Date.now()), 2 ** 31 - 1));
    }

    function forget(key: string): void {
      clearTimeout(unfinished.get(key)?.timer);
      unfinished.delete(key);
    }

    function write({ id, stream, expected, deadline, entries, ...rest }: Batch): void {
      if (deadline !== undefined && deadline <= Date.now()) return answer(id, stream, lateBatch());
      if (isTooLarge({ id, stream, expected, deadline, entries, ...rest }))
        return answer(id, stream, tooLargeBatch());
      waiting += 1;
      if (waiting >= MAX_WAITING) call.pause();
      appends(stream, expected, entries)
        .then(outcome => answer(id, stream, batchResult(outcome, stream, expected)))
        .then(settled, reject);
    }

    function settled(): void {
      waiting -= 1;
      if (ended && waiting === 0) finish();
      else if (call.isPaused() && waiting < MAX_WAITING && !call.writableNeedDrain) call.resume();
    }

    call.on('data', take);
    call.on('drain', () => call.resume());
    call.on('end', () => {
      ended = true;
      if (waiting === 0) finish();
    });
    signal.addEventListener('abort', finish, { once: true });
  });
}
