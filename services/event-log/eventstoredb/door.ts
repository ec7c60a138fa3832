import { EventStoreDBClient } from '@eventstore/db-client';
import { ServerFeatures } from '@eventstore/db-client/dist/Client/ServerFeatures';
import { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb';
import type {
  BatchAppendReq,
  BatchAppendResp,
  ReadReq,
  ReadResp,
} from '@eventstore/db-client/generated/streams_pb';
import type { ClientDuplexStream, ClientReadableStream } from '@grpc/grpc-js';
import type { Address } from './address';

/** Discovery and choice of the leader, TLS, credentials and reconnection are the official client's. */
export type Reading = ClientReadableStream<ReadResp>;
export type Writing = ClientDuplexStream<BatchAppendReq, BatchAppendResp>;

interface KeepAlive {
  readonly interval: number;
  readonly timeout: number;
}

/**
 * A client whose calls are ours. The official `appendToStream` shares the appends that wait for an answer among all
 * clients of the process and never gives one up; the official reads hand out parsed JSON, where the very bytes are
 * needed. So both are called by their generated definitions, over the client's own connection.
 */
export class Door extends EventStoreDBClient {
  /** When something was last heard through this door, by `performance.now()`. */
  heard: number | undefined;

  constructor(address: Address, keepAlive: KeepAlive) {
    const { servers, security, user } = address;
    const alive = { keepAliveInterval: keepAlive.interval, keepAliveTimeout: keepAlive.timeout };
    const common = { ...alive, connectionName: 'kravspor' };
    if ('endpoint' in servers) super({ ...servers, ...common }, security, user);
    else if ('discover' in servers) super({ ...servers, ...common }, security, user);
    else super({ ...servers, ...common }, security, user);
    // Its own failures are nobody's to handle: without this a failed discovery would end the process.
    const handle = this.handleError;
    this.handleError = (client, error) => handle(client, error).catch(() => undefined);
  }

  /** Reads, or with `forever` subscribes, at the leader. */
  reading(request: ReadReq, deadline: number | 'forever'): Promise<Reading> {
    return this.GRPCStreamCreator(StreamsClient, 'read', client =>
      client.read(
        request,
        ...this.callArguments(
          { requiresLeader: true },
          { deadline: deadline === 'forever' ? Infinity : Date.now() + deadline },
        ),
      ),
    )();
  }

  writing(): Promise<Writing> {
    return this.GRPCStreamCreator(StreamsClient, 'batchAppend', client =>
      client.batchAppend(...this.callArguments({ requiresLeader: true }, { deadline: Infinity })),
    )();
  }

  /** The server's version, `unknown` if it is too old to tell. Asked anew each time. */
  async version(): Promise<string> {
    return (await this.execute(...ServerFeatures.createServerFeatures)).serverVersion;
  }

  /** Ends all calls and the connection; `dispose` alone leaves that open. */
  async shut(): Promise<void> {
    const channel = this.getChannel().then(
      open => open.close(),
      () => undefined,
    );
    await this.dispose();
    await Promise.race([channel, new Promise(resolve => setTimeout(resolve, 1_000).unref())]);
  }
}
