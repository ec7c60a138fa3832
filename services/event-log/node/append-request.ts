import { type ServerReadableStream, status } from '@grpc/grpc-js';
import type { AppendReq, AppendResp } from '@eventstore/db-client/generated/streams_pb';
import { type Either, left, right } from 'fp-ts/Either';
import { MAX_APPEND_BYTES, type NewEntry } from '../port';
import { type Expectation, exactly } from './expectation';
import { failure, type Failure, malformed } from './failure';
import { entryOf, type Flaw, streamName, unwritable } from './proposed';
import { tooLarge } from './refusals';

/** What one Append asks for. */
export interface Wanted {
  readonly stream: string;
  readonly expected: Expectation;
  readonly entries: readonly NewEntry[];
}

type Call = ServerReadableStream<AppendReq, AppendResp>;

/** Reads what is sent until the client half-closes, or says why it is refused. */
export async function wantedBy(call: Call): Promise<Either<Failure, Wanted>> {
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
