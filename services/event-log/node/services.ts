import type { handleUnaryCall, Server } from '@grpc/grpc-js';
import { GossipService } from '@eventstore/db-client/generated/gossip_grpc_pb';
import { ServerFeaturesService } from '@eventstore/db-client/generated/serverfeatures_grpc_pb';
import { StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb';
import { clusterOf, supportedMethods } from './about';
import { appendBytes } from './append-bytes';
import { appendCall } from './append-call';
import { batchCall } from './batch-call';
import { batchPiece } from './batch-request';
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
  // Client libraries ask these without credentials, before they ask for anything else. Nothing of the log is in them.
  server.addService(ServerFeaturesService, {
    getSupportedMethods: answered(() => supportedMethods(node.appends !== undefined)),
  });
  server.addService(GossipService, {
    read: answered(() => {
      const { host, port } = address();
      return clusterOf(host, port);
    }),
  });
  server.addService(HealthService, health);
}

const refuseDelete: handleUnaryCall<unknown, never> = (_, answer) => answer(NEVER_DELETED);

const answered =
  <Answer>(make: () => Answer): handleUnaryCall<unknown, Answer> =>
  (_, answer) =>
    answer(null, make());
