import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventStoreDBClient } from '@eventstore/db-client';
import { isLeft } from 'fp-ts/Either';
import { type NodeOptions, startNode } from '../../../services/event-log/node';

/** A node in this process over a log of its own, with the official client at it. */
export interface Trial {
  readonly file: string;
  readonly port: number;
  readonly client: EventStoreDBClient;
  /** What should not have happened, as the node reports it. */
  readonly reported: readonly unknown[];
  /** Another client, with what follows `tls=false` in its connection string. */
  connect(settings?: string, credentials?: string): EventStoreDBClient;
  /** Ends the node alone: clients and folder stay. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

export async function startTrial(options: Partial<NodeOptions> = {}): Promise<Trial> {
  const folder = mkdtempSync(join(tmpdir(), 'kravspor-node-'));
  const file = options.file ?? join(folder, 'events.db');
  const reported: unknown[] = [];
  const started = await startNode({
    file,
    port: 0,
    writable: true,
    report: error => reported.push(error),
    ...options,
  });
  if (isLeft(started)) throw new Error(`${started.left.message} ${started.left.advice}`);
  const node = started.right;
  const { port } = node;
  const clients: EventStoreDBClient[] = [];
  const connect: Trial['connect'] = (settings = '', credentials = '') => {
    const client = EventStoreDBClient.connectionString(
      `esdb://${credentials}127.0.0.1:${port}?tls=false${settings}`,
    );
    clients.push(client);
    return client;
  };
  return {
    file,
    port,
    client: connect(),
    reported,
    connect,
    stop: () => node.close(),
    close: async () => {
      await Promise.all(clients.map(client => client.dispose()));
      await node.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** All that comes, until the iterable ends. */
export async function allOf<A>(from: AsyncIterable<A>): Promise<A[]> {
  const all: A[] = [];
  for await (const one of from) all.push(one);
  return all;
}

/** Waits for what becomes true, at most ten seconds. */
export async function until(isTrue: () => boolean): Promise<void> {
  const late = Date.now() + 60_000;
  while (!isTrue()) {
    if (Date.now() > late) throw new Error('it did not come about within ten seconds');
    await new Promise(resolve => setTimeout(resolve, 5));
  }
}
