import type { Server } from 'node:http';
import { type Either, isLeft, right } from 'fp-ts/Either';
import { allRoutes } from './all-routes';
import { createListener } from './app';
import type { Config } from './config';
import { openNode } from './open-node';
import { drain, listen, serverFor } from './server';
import type { Parts } from './open-engines';
import { type Service, startService } from './service';
import type { StartProblem } from './start-problem';

/** A service that can be reached. */
export interface Serving {
  readonly service: Service;
  readonly server: Server;
  /** Where it listens, such as `http://127.0.0.1:8420`. */
  readonly url: string;
  readonly port: number;
  /** Where the log is served over the EventStoreDB protocol, if it is. */
  readonly nodePort: number | undefined;
  /** Stops listening, ends streams, lets requests finish until the deadline, and closes everything. */
  close(): Promise<void>;
}

/** Starts the service and listens. */
export async function serve(config: Config, parts: Parts = {}): Promise<Either<StartProblem, Serving>> {
  const started = await startService(config, parts);
  if (isLeft(started)) return started;
  const service = started.right;
  const closing = new AbortController();
  const server = serverFor(config.limits, createListener(service, allRoutes(closing.signal), closing.signal));
  const listening = await listen(server, config);
  if (isLeft(listening)) {
    await service.close();
    return listening;
  }
  const port = listening.right;
  const url = `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`;
  service.logger.info({ url, auth: config.auth, origin: service.header.origin }, 'listening');
  const opened = await openNode(service);
  if (isLeft(opened)) {
    await drain(server, config.limits.drainMs);
    await service.close();
    return opened;
  }
  const node = opened.right;
  let closed: Promise<void> | undefined;
  async function close(): Promise<void> {
    service.logger.info('closing');
    closing.abort();
    await node?.close();
    await drain(server, config.limits.drainMs);
    await service.close();
    service.logger.info('closed');
  }
  return right({ service, server, url, port, nodePort: node?.port, close: () => (closed ??= close()) });
}

/** Closes the service on SIGTERM or SIGINT, once; resolves when it is closed. A second signal ends the process at once. */
export function closedBySignal(serving: Serving): Promise<NodeJS.Signals> {
  return new Promise((resolve, reject) => {
    let closing = false;
    const close = (signal: NodeJS.Signals): void => {
      if (closing) process.exit(1);
      closing = true;
      serving.close().then(() => resolve(signal), reject);
    };
    process.on('SIGTERM', close);
    process.on('SIGINT', close);
  });
}
