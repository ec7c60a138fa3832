import { createServer, type Socket } from 'node:net';
import { type Server, ServerCredentials } from '@grpc/grpc-js';
import { type Either, left, right } from 'fp-ts/Either';
import type { NodeProblem } from '.';

/** Where the server can be reached. */
export interface Listening {
  readonly port: number;
  /** Takes no more connections. */
  stop(): void;
  /**
   * Cuts the connections. Whoever reads too slowly to hear the status of its calls learns by this that they are over: a
   * connection that is gone is a reason to connect again. gRPC's own ways of ending would tell it something else.
   */
  cut(): void;
}

/** A client library keeps one connection for all it does. */
const MAX_CONNECTIONS = 1_000;

/** Lets a gRPC server listen, on connections that are ours to cut. */
export function listen(server: Server, host: string, port: number): Promise<Either<NodeProblem, Listening>> {
  const injector = server.createConnectionInjector(ServerCredentials.createInsecure());
  const sockets = new Set<Socket>();
  const listener = createServer({ noDelay: true }, socket => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    injector.injectConnection(socket);
  });
  listener.maxConnections = MAX_CONNECTIONS;
  return new Promise(resolve => {
    const failed = (error: NodeJS.ErrnoException): void =>
      resolve(
        left({
          kind: error.code === 'EADDRINUSE' ? 'port-taken' : 'unavailable',
          message: `The node cannot listen on ${host}, port ${port}: ${error.message}.`,
          advice: 'Choose another port, or stop what listens there.',
        }),
      );
    listener.once('error', failed);
    listener.listen({ host: host.replace(/^\[(.*)\]$/, '$1'), port }, () => {
      listener.off('error', failed);
      const address = listener.address();
      const bound = typeof address === 'object' && address !== null ? address.port : port;
      resolve(
        right({
          port: bound,
          stop: () => void listener.close(),
          cut: () => {
            for (const socket of sockets) socket.destroy();
          },
        }),
      );
    });
  });
}
