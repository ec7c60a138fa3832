import { createServer, type RequestListener, type Server } from 'node:http';
import { type Either, left, right } from 'fp-ts/Either';
import type { Config, Limits } from './config';
import type { StartProblem } from './start-problem';

/** A server with the limits a public door needs; Node's own are too generous. */
export function serverFor(limits: Limits, listener: RequestListener): Server {
  const server = createServer(
    {
      headersTimeout: limits.headersMs,
      requestTimeout: limits.requestMs,
      keepAliveTimeout: limits.keepAliveMs,
      connectionsCheckingInterval: Math.min(1_000, limits.headersMs),
      maxHeaderSize: 16 * 1024,
    },
    listener,
  );
  server.maxConnections = limits.connections;
  server.maxRequestsPerSocket = 0;
  // Also cuts off whoever does not read the answer.
  server.setTimeout(limits.idleMs);
  // The body is asked for only by whoever reads it, so that one that is too large need not be sent.
  server.on('checkContinue', listener);
  return server;
}

/** Listens, and gives the port. */
export function listen(server: Server, { host, port }: Config): Promise<Either<StartProblem, number>> {
  return new Promise(resolve => {
    const fail = (error: NodeJS.ErrnoException): void => resolve(left(problemOf(error, host, port)));
    server.once('error', fail);
    server.listen({ host: host.replace(/^\[(.*)\]$/, '$1'), port, backlog: 1_024 }, () => {
      server.off('error', fail);
      const address = server.address();
      resolve(right(typeof address === 'object' && address !== null ? address.port : port));
    });
  });
}

/** Takes no more connections and waits for the open ones to finish; cuts them when the time is up. */
export async function drain(server: Server, drainMs: number): Promise<void> {
  const closed = new Promise<void>(resolve => server.close(() => resolve()));
  // A connection that has just been answered lies idle, and would be kept for a next request.
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  const late = setTimeout(() => server.closeAllConnections(), Math.max(0, drainMs - 1_000));
  await closed;
  clearInterval(sweep);
  clearTimeout(late);
}

function problemOf(error: NodeJS.ErrnoException, host: string, port: number): StartProblem {
  switch (error.code) {
    case 'EADDRINUSE':
      return {
        kind: 'port-taken',
        message: `Port ${port} on ${host} is taken by another program.`,
        advice: `Stop it, or choose another port: KRAVSPOR_PORT=${port + 1}.`,
      };
    case 'EACCES':
      return {
        kind: 'no-permission',
        message: `This user may not listen on port ${port}.`,
        advice: 'Choose a port from 1024 on, such as KRAVSPOR_PORT=8420.',
      };
    default:
      return {
        kind: 'unavailable',
        message: `Cannot listen on ${host}, port ${port}: ${error.message}.`,
        advice: 'Give KRAVSPOR_HOST an address of this machine.',
      };
  }
}
