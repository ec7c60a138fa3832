import { hostname } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { Server } from '@grpc/grpc-js';
import { type Either, isLeft, right } from 'fp-ts/Either';
import { openSqliteNodeLog } from '../sqlite/node-log';
import { createAppends } from './appending';
import type { NodeOptions, NodeProblem, RunningNode } from '.';
import { listen } from './listening';
import type { Node } from './node';
import { createOpenCalls } from './open-calls';
import { addServices } from './services';
import { createSieve } from './sieve';

const MIB = 1024 * 1024;

/**
 * The protocol bounds the data of an append and not its custom metadata; bytes that are no text grow by a third. What a
 * message may hold bounds all of it.
 */
const WRITING = { create: true, maxAppendBytes: 64 * MIB };

/** A client that neither answers nor closes is given up after a minute, and what it holds is freed. */
const SETTINGS = {
  'grpc.max_receive_message_length': 16 * MIB,
  'grpc.max_send_message_length': -1,
  'grpc.keepalive_time_ms': 40_000,
  'grpc.keepalive_timeout_ms': 20_000,
};

/** So long the words of the end may take on their way. */
const FAREWELL_MS = 1_000;

/** Opens the log, listens, and serves until it is closed. */
export async function runNode(
  options: NodeOptions & { readonly host: string },
): Promise<Either<NodeProblem, RunningNode>> {
  const { file, host, port, writable, admits } = options;
  const opened = await openSqliteNodeLog(file, writable ? WRITING : { readOnly: true })();
  if (isLeft(opened)) return opened;
  const log = opened.right;
  const calls = createOpenCalls();
  const node: Node = {
    log,
    appends: writable ? createAppends(log) : undefined,
    admits,
    readmitMs: options.readmitMs ?? 30_000,
    calls,
    sieve: createSieve(),
    report: options.report ?? (() => undefined),
  };
  const server = new Server(SETTINGS);
  let bound = port;
  addServices(server, node, () => ({ host: isAnywhere(host) ? hostname() : host, port: bound }));
  const listening = await listen(server, host, port);
  if (isLeft(listening)) {
    await log.close();
    return listening;
  }
  const door = listening.right;
  bound = door.port;
  let closed: Promise<void> | undefined;
  async function close(): Promise<void> {
    door.stop();
    if (calls.endAll()) await setTimeout(FAREWELL_MS);
    door.cut();
    server.forceShutdown();
    await node.sieve.close();
    await log.close();
  }
  return right({ port: bound, close: () => (closed ??= close()) });
}

const isAnywhere = (host: string): boolean => ['0.0.0.0', '::', '[::]', ''].includes(host);
