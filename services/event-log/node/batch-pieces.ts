import type { UUID } from '@eventstore/db-client/generated/shared_pb';
import { addMessages, type Batch, beginBatch } from './batch';
import { badBatch, type BatchResult, lateBatch } from './batch-answer';
import type { BatchPiece } from './batch-request';
import { streamName } from './proposed';
import { structuredUuid, uuidText } from './uuid';

/** Tells the client how a batch ended. */
export type AnswerBatch = (id: UUID, stream: string | undefined, result: BatchResult) => void;

/** Puts batches together from their pieces, which may come mixed. */
export interface BatchPieces {
  /** The batch that this piece finishes, if it does. What is wrong with it is answered at once. */
  take(piece: BatchPiece): Batch | 'no-correlation' | undefined;
  /** Drops what is not finished. */
  clear(): void;
}

interface Unfinished {
  readonly batch: Batch;
  readonly timer: NodeJS.Timeout | undefined;
}

const LONGEST_TIMER_MS = 2 ** 31 - 1;

export function createBatchPieces(answer: AnswerBatch): BatchPieces {
  const unfinished = new Map<string, Unfinished>();

  const take: BatchPieces['take'] = piece => {
    const { request } = piece;
    const id = request.getCorrelationId();
    const key = uuidText(id);
    if (id === undefined || key === undefined) return 'no-correlation';
    const batch = unfinished.get(key)?.batch ?? begin(id, key, piece);
    if (batch === undefined) return undefined;
    const flaw = addMessages(batch, request.getProposedMessagesList());
    if (flaw === undefined && !request.getIsFinal()) return undefined;
    forget(key);
    if (flaw === undefined) return batch;
    answer(batch.id, batch.stream, badBatch(flaw));
    return undefined;
  };

  /** A piece of no known batch that has no options is dropped without a word, as the original does. */
  function begin(id: UUID, key: string, { request, deadline }: BatchPiece): Batch | undefined {
    const options = request.getOptions();
    if (options === undefined) return undefined;
    const batch = beginBatch(id, options, deadline);
    if (batch._tag === 'Left') {
      answer(id, streamName(options.getStreamIdentifier()), badBatch(batch.left));
      return undefined;
    }
    const timer = request.getIsFinal() ? undefined : timerOf(key, batch.right);
    unfinished.set(key, { batch: batch.right, timer });
    return batch.right;
  }

  function timerOf(key: string, { stream, deadline }: Batch): NodeJS.Timeout | undefined {
    if (deadline === undefined) return undefined;
    const late = (): void => {
      unfinished.delete(key);
      // The original answers in this form, in whatever form it was asked.
      answer(structuredUuid(key), stream, lateBatch());
    };
    return setTimeout(late, Math.min(Math.max(0, deadline - Date.now()), LONGEST_TIMER_MS));
  }

  function forget(key: string): void {
    clearTimeout(unfinished.get(key)?.timer);
    unfinished.delete(key);
  }

  return { take, clear: () => [...unfinished.keys()].forEach(forget) };
}
