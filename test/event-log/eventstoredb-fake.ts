import { Metadata, Server, type ServerDuplexStream, ServerCredentials, status } from '@grpc/grpc-js';
import { ServerFeaturesService } from '@eventstore/db-client/generated/serverfeatures_grpc_pb';
import { SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb';
import { StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb';
import {
  type BatchAppendReq,
  type BatchAppendResp,
  type ReadReq,
  ReadResp,
} from '@eventstore/db-client/generated/streams_pb';

export type BatchCall = ServerDuplexStream<BatchAppendReq, BatchAppendResp>;

/** A read as the server sees it, as far as tests need it. */
export interface ReadCall {
  readonly request: ReadReq;
  write(answer: ReadResp): void;
  emit(event: 'error', error: object): void;
  end(): void;
}

export interface Fake {
  readonly port: number;
  readonly uri: string;
  readonly close: () => void;
}

/** Answers as no sane server does, over real gRPC: what cannot be had of a node. */
export async function fakeServer(answers: {
  readonly version?: string;
  readonly read?: (call: ReadCall) => void;
  readonly batchAppend?: (call: BatchCall) => void;
}): Promise<Fake> {
  const version = answers.version ?? '24.6.0';
  const read = answers.read ?? ((call: ReadCall): void => call.end());
  const batchAppend = answers.batchAppend ?? ((call: BatchCall) => void call.end());
  const server = new Server();
  server.addService(ServerFeaturesService, {
    getSupportedMethods: (_: unknown, answer: (error: null, methods: SupportedMethods) => void) =>
      answer(null, new SupportedMethods().setEventStoreServerVersion(version)),
  });
  server.addService(StreamsService, { read, batchAppend });
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    ),
  );
  return { port, uri: `esdb://127.0.0.1:${port}?tls=false`, close: () => server.forceShutdown() };
}

/** The name of the stream that is read; empty for `$all`. */
export const streamRead = ({ request }: ReadCall): string =>
  Buffer.from(
    request.getOptions()?.getStream()?.getStreamIdentifier()?.getStreamName_asU8() ?? [],
  ).toString();

export const NOT_FOUND = new ReadResp().setStreamNotFound(new ReadResp.StreamNotFound());

/** An event of which nothing matters but that it is there. */
export const ANY_EVENT = new ReadResp().setEvent(
  new ReadResp.ReadEvent().setEvent(new ReadResp.ReadEvent.RecordedEvent()),
);

/** An error with the trailers the server gives. */
export function failure(code: status, details: string, trailers: Readonly<Record<string, string>>): object {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(trailers)) metadata.set(name, value);
  return { code, details, metadata };
}

/** What a follower answers to who asks for the leader. */
export const notLeader = (port: number): object =>
  failure(status.NOT_FOUND, 'Leader info available', {
    exception: 'not-leader',
    'leader-endpoint-host': '127.0.0.1',
    'leader-endpoint-port': String(port),
  });
