import { type handleClientStreamingCall, type ServerReadableStream, status } from '@grpc/grpc-js';
import type { AppendReq, AppendResp } from '@eventstore/db-client/generated/streams_pb';
import { type Either, left, right } from 'fp-ts/Either';
import { MAX_APPEND_BYTES, type NewEntry } from '../port';
import { refusalOf } from './access';
import { appendAnswer } from './append-answer';
import { type Expectation, exactly } from './expectation';
import { denied, failure, type Failure, malformed, unexpected } from './failure';
import type { Node } from './node';
import { entryOf, type Flaw, streamName, unwritable } from './proposed';

/** What one Append asks for. */
interface Wanted {
  readonly stream: string;
  readonly expected: Expectation;
  readonly entries: readonly NewEntry[];
}

type Call = ServerReadableStream<AppendReq, AppendResp>;

/** Streams.Append: options, then messages; nothing is written before the client has half-closed. */
export const appendCall =
  ({ appends, admits, calls, report }: Node): handleClientStreamingCall<AppendReq, AppendResp> =>
  (call, answer) => {
    const { signal, over } = calls.opened(call);
    const run = async (): Promise<void> => {
      const refusal = await refusalOf(admits, call);
      if (refusal !== undefined) return answer(refusal);
      if (appends === undefined) return answer(READ_ONLY);
      const wanted = await wantedBy(call);
      if (wanted._tag === 'Left') return answer(wanted.left);
      const { stream, expected, entries } = wanted.right;
      const done = appendAnswer(await appends(stream, expected, entries), stream, expected);
      if (done._tag === 'Left') answer(done.left);
      else answer(null, done.right);
    };
    run()
      .catch((error: unknown) => {
        // A call that the client or the closing node has ended needs no answer.
        if (signal.aborted) return;
        report(error);
        answer(unexpected(error));
      })
      .finally(over);
  };

export const READ_ONLY: Failure = denied(
  'This node only reads. What is to be recorded goes through the one door of the service: POST /v1/events.',
);

async function wantedBy(call: Call): Promise<Either<Failure, Wanted>> {
  let options: Omit<Wanted, 'entries'> | undefined;
  const entries: NewEntry[] = [];
  let bytes = 0;
  for await (const message of messagesOf(call)) {
    const proposed = message.getProposedMessage();
    if (proposed === undefined) {
      if (options !== undefined) return left(malformed('The options come once, before the messages.'));
      const read = optionsOf(message);
      if (read._tag === 'Left') return read;
      options = read.right;
      continue;
    }
    if (options === undefined) return left(malformed('The options come before the messages.'));
    bytes += proposed.getData_asU8().length;
    if (bytes > MAX_APPEND_BYTES) return left(tooLarge());
    const entry = entryOf(proposed, Date.now());
    if (entry._tag === 'Left') return left(flawed(entry.left));
    entries.push(entry.right);
  }
  return options === undefined ? left(malformed('Nothing was sent.')) : right({ ...options, entries });
}

async function* messagesOf(call: Call): AsyncGenerator<AppendReq> {
  // A stream in object mode yields what it was given, which its type does not say.
  const messages: AsyncIterable<AppendReq> = call;
  yield* messages;
}

function optionsOf(message: AppendReq): Either<Failure, Omit<Wanted, 'entries'>> {
  const options = message.getOptions();
  const stream = streamName(options?.getStreamIdentifier());
  const reason = unwritable(stream);
  if (options === undefined || stream === undefined || reason !== undefined)
    return left(malformed(reason ?? 'The message is empty.'));
  const expected: Expectation | undefined = options.hasRevision()
    ? exactly(options.getRevision())
    : options.hasNoStream()
      ? { kind: 'no-stream' }
      : options.hasAny()
        ? { kind: 'any' }
        : options.hasStreamExists()
          ? { kind: 'stream-exists' }
          : undefined;
  return expected === undefined
    ? left(malformed('There is no expected revision among the options.'))
    : right({ stream, expected });
}

export const tooLarge = (): Failure =>
  failure(status.INVALID_ARGUMENT, `An append holds at most ${MAX_APPEND_BYTES} bytes of data.`, {
    exception: 'maximum-append-size-exceeded',
    'maximum-append-size': String(MAX_APPEND_BYTES),
  });

function flawed(flaw: Flaw): Failure {
  switch (flaw.kind) {
    case 'bad':
      return malformed(flaw.what);
    case 'missing':
      return failure(status.INVALID_ARGUMENT, `Required Metadata Property '${flaw.key}' is missing`, {
        exception: 'missing-required-metadata-property',
        'required-metadata-properties': 'type,content-type',
      });
  }
}
