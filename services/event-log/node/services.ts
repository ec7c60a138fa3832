import type { handleUnaryCall, Server } from '@grpc/grpc-js';
import { GossipService } from '@eventstore/db-client/generated/gossip_grpc_pb';
import { ServerFeaturesService } from '@eventstore/db-client/generated/serverfeatures_grpc_pb';
import { StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb';
import { clusterOf, supportedMethods } from './about';
import { refusalOf } from './access';
import { appendBytes } from './append-bytes';
import { appendCall } from './append-call';
import { batchCall } from './batch-call';
import { batchPiece } from './batch-request';
import { unexpected } from './failure';
import { health, HealthService } from './health';
import type { Node } from './node';
import { readCall } from './read-call';
import { NEVER_DELETED } from './refusals';

/** Puts the node's services on a server. `address` is asked when a client wants to know where the leader is. */
export function addServices(
  server: Server,
  node: Node,
  address: () => { readonly host: string; readonly port: number },
): void {
  const append = { ...StreamsService.append, responseSerialize: appendBytes };
  const batchAppend = { ...StreamsService.batchAppend, requestDeserialize: batchPiece };
  server.addService(
    { ...StreamsService, append, batchAppend },
    {
      read: readCall(node),
      append: appendCall(node),
      batchAppend: batchCall(node),
      delete: refuseDelete,
      tombstone: refuseDelete,
    },
  );
  server.addService(ServerFeaturesService, {
    getSupportedMethods: admitted(node, () => supportedMethods(node.appends !== undefined)),
  });
  server.addService(GossipService, {
    read: admitted(node, () => {
      const { host, port } = address();
      return clusterOf(host, port);
    }),
  });
  server.addService(HealthService, health);
}

const refuseDelete: handleUnaryCall<unknown, never> = (_, answer) => answer(NEVER_DELETED);

/** Answers whoever may ask. */
function admitted<Answer>({ admits, report }: Node, make: () => Answer): handleUnaryCall<unknown, Answer> {
  return (call, answer) => {
    refusalOf(admits, call).then(
      refusal => (refusal === undefined ? answer(null, make()) : answer(refusal)),
      (error: unknown) => {
        report(error);
        answer(unexpected(error));
      },
    );
  };
}
