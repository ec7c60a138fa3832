import type { handleBidiStreamingCall, ServerDuplexStream } from '@grpc/grpc-js';
import type { BatchAppendResp } from '@eventstore/db-client/generated/streams_pb';
import { refusalOf } from './access';
import type { Appends } from './appending';
import { type Batch, isTooLarge } from './batch';
import { batchAnswer, batchResult, lateBatch, tooLargeBatch } from './batch-answer';
import { type AnswerBatch, createBatchPieces } from './batch-pieces';
import type { BatchPiece } from './batch-request';
import { type Failure, malformed, unexpected } from './failure';
import type { Node } from './node';
import { READ_ONLY } from './refusals';

type Call = ServerDuplexStream<BatchPiece, BatchAppendResp>;

/** So many batches may wait for their answer in one call; the next is read when one has been answered. */
const MAX_WAITING = 2_000;

/** Streams.BatchAppend: batches in pieces, each answered when it has been written, in whatever order. */
export const batchCall =
  ({ appends, admits, calls, report }: Node): handleBidiStreamingCall<BatchPiece, BatchAppendResp> =>
  call => {
    const { signal, end, over } = calls.opened(call);
    const run = async (): Promise<void> => {
      const refusal = await refusalOf(admits, call);
      if (refusal !== undefined) return end(refusal);
      if (appends === undefined) return end(READ_ONLY);
      const failure = await takeBatches(call, appends, signal);
      if (failure !== undefined) return end(failure);
      if (!signal.aborted) call.end();
    };
    run()
      .catch((error: unknown) => {
        if (signal.aborted) return;
        report(error);
        end(unexpected(error));
      })
      .finally(over);
  };

/**
 * Resolves when the client has half-closed and all has been answered, or has said what cannot be answered. Rejects if
 * the log fails unexpectedly.
 */
function takeBatches(call: Call, appends: Appends, signal: AbortSignal): Promise<Failure | undefined> {
  return new Promise((resolve, reject) => {
    let waiting = 0;
    let ended = false;

    const answer: AnswerBatch = (id, stream, result) => {
      if (!signal.aborted && !call.write(batchAnswer(id, stream, result))) call.pause();
    };
    const pieces = createBatchPieces(answer);
    const finish = (failure?: Failure): void => {
      call.off('data', taken);
      pieces.clear();
      resolve(failure);
    };

    function taken(piece: BatchPiece): void {
      // Thrown in a listener it would end the process.
      try {
        const batch = pieces.take(piece);
        if (batch === 'no-correlation')
          finish(malformed('A batch has no correlation id, or one that is no UUID.'));
        else if (batch !== undefined) write(batch);
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    }

    function write(batch: Batch): void {
      const { id, stream, expected, deadline, entries } = batch;
      if (deadline !== undefined && deadline <= Date.now()) return answer(id, stream, lateBatch());
      if (isTooLarge(batch)) return answer(id, stream, tooLargeBatch());
      waiting += 1;
      if (waiting >= MAX_WAITING) call.pause();
      appends(stream, expected, entries)
        .then(outcome => answer(id, stream, batchResult(outcome, stream, expected)))
        .then(settled, reject);
    }

    function settled(): void {
      waiting -= 1;
      if (ended && waiting === 0) finish();
      else goOn();
    }

    function goOn(): void {
      if (call.isPaused() && waiting < MAX_WAITING && !call.writableNeedDrain) call.resume();
    }

    call.on('drain', goOn);
    call.on('end', () => {
      ended = true;
      if (waiting === 0) finish();
    });
    signal.addEventListener('abort', () => finish(), { once: true });
    call.on('data', taken);
  });
}
