import type { handleServerStreamingCall, ServerWritableStream } from '@grpc/grpc-js';
import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb';
import { refusalOf } from './access';
import { malformed, unexpected } from './failure';
import { TOO_SLOW } from './filter';
import { followAll, followStream } from './following';
import type { Node } from './node';
import type { OpenCall } from './open-calls';
import { type Outgoing, outgoing } from './outgoing';
import { type ReadPlan, readPlan } from './read-request';
import { readAll, readStream } from './reading';
import { TooSlow } from './sieve';

type Call = ServerWritableStream<ReadReq, ReadResp>;

/** Streams.Read: reads and subscriptions. */
export const readCall =
  (node: Node): handleServerStreamingCall<ReadReq, ReadResp> =>
  call => {
    const open = node.calls.opened(call);
    run(node, call, open)
      .catch((error: unknown) => {
        if (open.signal.aborted) return;
        if (error instanceof TooSlow) return open.end(malformed(TOO_SLOW));
        node.report(error);
        open.end(unexpected(error));
      })
      .finally(open.over);
  };

async function run(node: Node, call: Call, { signal, end }: OpenCall): Promise<void> {
  const plan = readPlan(call.request);
  const refusal = await refusalOf(node.admits, call, plan._tag === 'Right' ? thingOf(plan.right) : undefined);
  if (refusal !== undefined) return end(refusal);
  if (plan._tag === 'Left') return end(plan.left);
  const stop = isFollowing(plan.right) ? readmit(node, call, end) : () => undefined;
  try {
    await carryOut(node, plan.right, outgoing(call, signal));
  } finally {
    stop();
  }
  if (!signal.aborted) call.end();
}

function carryOut({ log, sieve }: Node, plan: ReadPlan, out: Outgoing<ReadResp>): Promise<void> {
  switch (plan.kind) {
    case 'stream':
      return readStream(log, plan, out);
    case 'all':
      return readAll(log, plan, sieve, out);
    case 'follow-stream':
      return followStream(log, plan, out);
    case 'follow-all':
      return followAll(log, plan, sieve, out);
  }
}

/** A subscription may outlive the key it was begun with: it is looked at again now and then. */
function readmit({ admits, readmitMs, report }: Node, call: Call, end: OpenCall['end']): () => void {
  if (admits === undefined) return () => undefined;
  const look = (): void => {
    refusalOf(admits, call).then(refusal => refusal && end(refusal), report);
  };
  const timer = setInterval(look, readmitMs);
  return () => clearInterval(timer);
}

const isFollowing = ({ kind }: ReadPlan): boolean => kind === 'follow-stream' || kind === 'follow-all';

const thingOf = (plan: ReadPlan): string => ('stream' in plan ? (plan.stream ?? '') : '$all');
