import { Code } from '@eventstore/db-client/generated/code_pb';
import {
  BadRequest,
  MaximumAppendSizeExceeded,
  AllStreamPosition,
  Timeout,
  type UUID,
  WrongExpectedVersion,
} from '@eventstore/db-client/generated/shared_pb';
import { Status } from '@eventstore/db-client/generated/status_pb';
import { BatchAppendResp } from '@eventstore/db-client/generated/streams_pb';
import { Any } from 'google-protobuf/google/protobuf/any_pb';
import { Empty } from 'google-protobuf/google/protobuf/empty_pb';
import { MAX_APPEND_BYTES } from '../port';
import { idKnown } from './append-answer';
import { identifierOf } from './answers';
import type { Outcome } from './appending';
import type { Expectation } from './expectation';

/** What a batch is answered with besides its id and stream. */
export type BatchResult = { readonly success: BatchAppendResp.Success } | { readonly error: Status };

export function batchAnswer(id: UUID, stream: string | undefined, result: BatchResult): BatchAppendResp {
  const answer = new BatchAppendResp().setCorrelationId(id);
  answer.setStreamIdentifier(identifierOf(stream ?? ''));
  return 'success' in result ? answer.setSuccess(result.success) : answer.setError(result.error);
}

export function batchResult(outcome: Outcome, stream: string, expected: Expectation): BatchResult {
  switch (outcome.kind) {
    case 'done':
      return { success: successOf(outcome) };
    case 'wrong-version':
      return { error: wrongVersion(expected, outcome.current) };
    case 'id-known':
      return { error: refused(idKnown(stream, outcome.id)) };
    case 'too-large':
      return tooLargeBatch();
    case 'unavailable':
      // Clients take this detail as a reason to try again with the same ids.
      return { error: errorOf(Code.UNAVAILABLE, outcome.detail, 'Timeout', new Timeout()) };
  }
}

export const badBatch = (message: string): BatchResult => ({
  error: errorOf(Code.INVALID_ARGUMENT, 'BadRequest', 'BadRequest', new BadRequest().setMessage(message)),
});

export const lateBatch = (): BatchResult => ({
  error: errorOf(Code.DEADLINE_EXCEEDED, 'Timeout', 'Timeout', new Timeout()),
});

export function tooLargeBatch(): BatchResult {
  const name = 'MaximumAppendSizeExceeded';
  const limit = new MaximumAppendSizeExceeded().setMaxappendsize(MAX_APPEND_BYTES);
  return { error: errorOf(Code.INVALID_ARGUMENT, name, name, limit) };
}

function wrongVersion(expected: Expectation, current: number | undefined): Status {
  const name = 'WrongExpectedVersion';
  const wrong = new WrongExpectedVersion();
  if (current === undefined) wrong.setCurrentNoStream(new Empty());
  else wrong.setCurrentStreamRevision(String(current));
  switch (expected.kind) {
    case 'exact':
      wrong.setExpectedStreamPosition(expected.revision.toString());
      break;
    case 'no-stream':
      wrong.setExpectedNoStream(new Empty());
      break;
    case 'any':
      wrong.setExpectedAny(new Empty());
      break;
    case 'stream-exists':
      wrong.setExpectedStreamExists(new Empty());
      break;
  }
  return errorOf(Code.ALREADY_EXISTS, name, name, wrong);
}

const refused = (message: string): Status =>
  errorOf(Code.ALREADY_EXISTS, message, 'BadRequest', new BadRequest().setMessage(message));

/** A google.rpc.Status with one detail. */
function errorOf(
  code: Code,
  message: string,
  type: string,
  detail: { serializeBinary(): Uint8Array },
): Status {
  const any = new Any();
  any.setTypeUrl(`type.googleapis.com/event_store.client.${type}`);
  any.setValue(detail.serializeBinary());
  const error = new Status();
  error.setCode(code);
  error.setMessage(message);
  return error.setDetails(any);
}

function successOf({ revision, position }: Extract<Outcome, { kind: 'done' }>): BatchAppendResp.Success {
  const success = new BatchAppendResp.Success();
  if (revision === undefined) success.setNoStream(new Empty());
  else success.setCurrentRevision(String(revision));
  const at = new AllStreamPosition();
  at.setCommitPosition(String(position));
  at.setPreparePosition(String(position));
  return success.setPosition(at);
}
