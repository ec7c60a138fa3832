import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isLeft } from 'fp-ts/Either';
import { type EventLog, openEventLog, type OpenError, type OpenOptions } from '../../services/event-log';
import { openEventStoreLog, type Timings } from '../../services/event-log/eventstoredb';
import { startNode } from '../../services/event-log/node';
import type { LogPlace } from './port-suite';

/** A server to speak to, and where it can be reached. */
export interface Server {
  readonly uri: string;
  readonly port: number;
  readonly close: () => Promise<void>;
}

/** A node over a file of its own, or the same file once more. */
export async function ownNode(file?: string, port = 0): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'kravspor-node-'));
  const node = await startNode({ file: file ?? join(folder, 'events.db'), port, writable: true });
  if (isLeft(node)) throw new Error(node.left.message);
  return {
    uri: `esdb://127.0.0.1:${node.right.port}?tls=false`,
    port: node.right.port,
    close: async () => {
      await node.right.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The server named by `KRAVSPOR_TEST_ESDB`, or a node of our own. */
export function anyServer(): Promise<Server> {
  const named = process.env['KRAVSPOR_TEST_ESDB'];
  if (named === undefined) return ownNode();
  return Promise.resolve({ uri: named, port: 0, close: () => Promise.resolve() });
}

export interface EventStorePlace extends LogPlace {
  readonly openWith: (options: OpenOptions, uri?: string) => Promise<EventLog>;
  readonly openError: (options?: OpenOptions, uri?: string) => Promise<OpenError>;
}

/**
 * A fresh and empty log in a server that may hold others: a server is never emptied, so the log is the streams whose
 * names begin with a word drawn for this place.
 */
export function eventStorePlace(uri: string, timings: Partial<Timings> = {}): EventStorePlace {
  const folder = mkdtempSync(join(tmpdir(), 'kravspor-log-'));
  const tuning = { prefix: `${randomUUID()}.`, timings };
  const opened: EventLog[] = [];
  let backups = 0;
  const keep = (log: EventLog): EventLog => {
    opened.push(log);
    return log;
  };
  const openWith = async (options: OpenOptions, at = uri): Promise<EventLog> => {
    const log = await openEventStoreLog(at, options, tuning)();
    if (isLeft(log)) throw new Error(`${log.left.kind}: ${log.left.message}`);
    return keep(log.right);
  };
  return {
    openWith,
    openError: async (options = {}, at = uri) => {
      const log = await openEventStoreLog(at, options, tuning)();
      if (isLeft(log)) return log.left;
      await log.right.close();
      throw new Error('it opened');
    },
    open: () => openWith({ create: true }),
    backupTarget: () => join(folder, `backup-${(backups += 1)}.db`),
    openBackup: async target => {
      const log = await openEventLog(`file:${target}`)();
      if (isLeft(log)) throw new Error(log.left.message);
      return keep(log.right);
    },
    dispose: async () => {
      for (const log of opened) await log.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
