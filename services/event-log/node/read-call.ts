import type { handleServerStreamingCall } from '@grpc/grpc-js';
import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb';
import type { NodeLog } from '../sqlite/node-log';
import { refusalOf } from './access';
import { unexpected } from './failure';
import { followAll, followStream } from './following';
import type { Node } from './node';
import { fail } from './open-calls';
import { type Outgoing, outgoing } from './outgoing';
import { type ReadPlan, readPlan } from './read-request';
import { readAll, readStream } from './reading';

/** Streams.Read: reads and subscriptions. */
export const readCall =
  ({ log, admits, calls, report }: Node): handleServerStreamingCall<ReadReq, ReadResp> =>
  call => {
    const { signal, over } = calls.opened(call);
    const run = async (): Promise<void> => {
      const plan = readPlan(call.request);
      const refusal = await refusalOf(admits, call, plan._tag === 'Right' ? thingOf(plan.right) : undefined);
      if (refusal !== undefined) return fail(call, refusal);
      if (plan._tag === 'Left') return fail(call, plan.left);
      await carryOut(log, plan.right, outgoing(call, signal));
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

const thingOf = (plan: ReadPlan): string => ('stream' in plan ? (plan.stream ?? '') : '$all');

function carryOut(log: NodeLog, plan: ReadPlan, out: Outgoing<ReadResp>): Promise<void> {
  switch (plan.kind) {
    case 'stream':
      return readStream(log, plan, out);
    case 'all':
      return readAll(log, plan, out);
    case 'follow-stream':
      return followStream(log, plan, out);
    case 'follow-all':
      return followAll(log, plan, out);
  }
}
