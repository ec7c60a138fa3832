import type { handleClientStreamingCall } from '@grpc/grpc-js';
import type { AppendReq, AppendResp } from '@eventstore/db-client/generated/streams_pb';
import { refusalOf } from './access';
import { appendAnswer } from './append-answer';
import { wantedBy } from './append-request';
import { unexpected } from './failure';
import type { Node } from './node';
import { READ_ONLY } from './refusals';

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
