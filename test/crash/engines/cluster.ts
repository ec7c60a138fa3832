import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fieldOf } from '../../../contracts/json/field';
import { ROOT } from '../server';
import { freePort, listens, mongoCommand, type Part, partOf } from './processes';

/** All that runs: a log and views on servers, two instances that serve and two that keep the views up. */
export interface Cluster {
  readonly folder: string;
  /** What all instances share, and what the node keeps its log in. */
  readonly data: string;
  readonly uris: { readonly eventLog: string; readonly views: string };
  readonly log: Part;
  readonly views: Part;
  readonly apis: readonly [Part, Part];
  readonly projectors: readonly [Part, Part];
  stop(): Promise<void>;
  remove(): void;
}

const COMMAND = join(ROOT, 'services/cli/kravspor.js');

export const urlOf = ({ port }: Part): string => `http://127.0.0.1:${port}`;

export async function startCluster(): Promise<Cluster> {
  const folder = mkdtempSync(join(tmpdir(), 'kravspor-cluster-'));
  const data = join(folder, 'data');
  mkdirSync(data);
  const [logPort, viewsPort] = [await freePort(), await freePort()];
  const node = ['node', '--writable', '--port', String(logPort), '--data', data];
  const log = partOf({
    name: 'log',
    port: logPort,
    command: [process.execPath, COMMAND, ...node],
    isUp: () => listens(logPort),
    folder,
  });
  const views = partOf({
    name: 'views',
    port: viewsPort,
    command: mongoCommand(folder, viewsPort),
    isUp: () => listens(viewsPort),
    folder,
  });
  const database = (name: string): string => `mongodb://127.0.0.1:${viewsPort}/${name}`;
  const uris = { eventLog: `esdb://127.0.0.1:${logPort}?tls=false`, views: database('views') };
  const env = {
    KRAVSPOR_DATA: data,
    KRAVSPOR_EVENT_LOG: uris.eventLog,
    KRAVSPOR_VIEWS: uris.views,
    KRAVSPOR_CONTENT: database('content'),
    KRAVSPOR_VAULT: database('vault'),
    KRAVSPOR_READ_LOG: database('reads'),
    KRAVSPOR_LOG_LEVEL: 'warn',
  };
  const instance = async (role: 'api' | 'projector', n: number): Promise<Part> => {
    const port = await freePort();
    return partOf({
      name: `${role}-${n}`,
      port,
      command: [process.execPath, COMMAND, 'serve'],
      env: { ...env, KRAVSPOR_ROLE: role, KRAVSPOR_PORT: String(port) },
      isUp: () => isReady(port),
      folder,
    });
  };
  const projectors = [await instance('projector', 1), await instance('projector', 2)] as const;
  const apis = [await instance('api', 1), await instance('api', 2)] as const;
  await Promise.all([log.start(), views.start()]);
  await Promise.all([...projectors, ...apis].map(part => part.start()));
  const all = [...apis, ...projectors, views, log];
  return {
    ...{ folder, data, uris, log, views, apis, projectors },
    stop: async () => {
      for (const part of all) await part.kill();
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function isReady(port: number): Promise<boolean> {
  return fieldOf(JSON.parse(await readiness(port)), 'ready') === true;
}

async function readiness(port: number): Promise<string> {
  return (await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(5_000) })).text();
}

/** Waits until every instance says that it can be used. */
export async function allReady({ apis, projectors }: Cluster, ms: number): Promise<readonly string[]> {
  const until = performance.now() + ms;
  for (const part of [...apis, ...projectors]) {
    while (!(await isReady(part.port).catch(() => false))) {
      if (performance.now() > until)
        return [`${part.name} is not ready ${ms / 1_000} s after the fault: ${await readiness(part.port)}`];
      await sleep(50);
    }
  }
  return [];
}
