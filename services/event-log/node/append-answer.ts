import { status } from '@grpc/grpc-js';
import { Empty } from '@eventstore/db-client/generated/shared_pb';
import { AppendResp } from '@eventstore/db-client/generated/streams_pb';
import { type Either, left, right } from 'fp-ts/Either';
import type { Outcome } from './appending';
import type { Expectation } from './expectation';
import { failure, type Failure } from './failure';
import { tooLarge } from './refusals';

/** A wrong version is a message here and no error; whoever asks for errors gets them from the client library. */
export function appendAnswer(
  outcome: Outcome,
  stream: string,
  expected: Expectation,
): Either<Failure, AppendResp> {
  switch (outcome.kind) {
    case 'done':
      return right(new AppendResp().setSuccess(successOf(outcome)));
    case 'wrong-version':
      return right(new AppendResp().setWrongExpectedVersion(wrongVersion(expected, outcome.current)));
    case 'id-known':
      return left(failure(status.ALREADY_EXISTS, idKnown(stream, outcome.id)));
    case 'too-large':
      return left(tooLarge());
    case 'unavailable':
      return left(failure(status.UNAVAILABLE, outcome.detail));
  }
}

export const idKnown = (stream: string, id: string): string =>
  `The event ${id} is in ${stream} already, elsewhere than this append expects; this log stores an id once.`;

function successOf({ revision, position }: Extract<Outcome, { kind: 'done' }>): AppendResp.Success {
  const success = new AppendResp.Success();
  if (revision === undefined) success.setNoStream(new Empty());
  else success.setCurrentRevision(String(revision));
  const at = new AppendResp.Position();
  at.setCommitPosition(String(position));
  at.setPreparePosition(String(position));
  return success.setPosition(at);
}

/** The fields named after 20.6.0 are those of older clients. */
function wrongVersion(expected: Expectation, current: number | undefined): AppendResp.WrongExpectedVersion {
  const wrong = new AppendResp.WrongExpectedVersion();
  if (current === undefined) wrong.setCurrentNoStream(new Empty()).setNoStream2060(new Empty());
  else wrong.setCurrentRevision(String(current)).setCurrentRevision2060(current);
  switch (expected.kind) {
    case 'exact':
      return wrong
        .setExpectedRevision(expected.revision.toString())
        .setExpectedRevision2060(Number(expected.revision));
    case 'no-stream':
      return wrong.setExpectedNoStream(new Empty());
    case 'any':
      return wrong.setExpectedAny(new Empty()).setAny2060(new Empty());
    case 'stream-exists':
      return wrong.setExpectedStreamExists(new Empty()).setStreamExists2060(new Empty());
  }
}
