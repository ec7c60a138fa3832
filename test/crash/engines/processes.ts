import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, openSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT } from '../server';

/** A process of the cluster that can be killed and started again, on the same port. */
export interface Part {
  readonly name: string;
  readonly port: number;
  start(): Promise<void>;
  signal(signal: NodeJS.Signals): void;
  /** Kills it and waits until it is gone. */
  kill(): Promise<void>;
}

export interface PartSpec {
  readonly name: string;
  readonly port: number;
  readonly command: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Is it up? Asked again and again. */
  readonly isUp: () => Promise<boolean>;
  readonly folder: string;
}

const START_MS = 60_000;

const started = new Set<ChildProcess>();
process.on('exit', () => started.forEach(child => child.kill('SIGKILL')));
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => process.exit(1));

export function partOf({ name, port, command, env = {}, isUp, folder }: PartSpec): Part {
  let child: ChildProcess | undefined;

  async function start(): Promise<void> {
    const [program = '', ...words] = command;
    const log = openSync(join(folder, `${name}.log`), 'a');
    const begun = spawn(program, words, {
      stdio: ['ignore', log, log],
      env: { ...process.env, NODE_OPTIONS: '', NODE_NO_WARNINGS: '1', ...env },
    });
    child = begun;
    started.add(begun);
    begun.once('exit', () => started.delete(begun));
    const until = performance.now() + START_MS;
    while (!(await isUp().catch(() => false))) {
      if (begun.exitCode !== null || performance.now() > until)
        throw new Error(`${name} does not start; see ${folder}/${name}.log`);
      await sleep(50);
    }
  }

  async function kill(): Promise<void> {
    const dying = child;
    if (dying === undefined || dying.exitCode !== null || dying.signalCode !== null) return;
    const gone = once(dying, 'exit');
    dying.kill('SIGKILL');
    await gone;
  }

  return { name, port, start, kill, signal: signal => child?.kill(signal) };
}

/** A port that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** What speaks MongoDB's wire protocol here: `mongod` on the path, else FerretDB, built once. */
export function mongoCommand(folder: string, port: number): readonly string[] {
  const data = join(folder, 'mongodb');
  mkdirSync(data, { recursive: true });
  const given = process.env['KRAVSPOR_FERRETDB'];
  if (given !== undefined) return [given, `127.0.0.1:${port}`, data];
  try {
    execFileSync('mongod', ['--version'], { stdio: 'ignore' });
    return ['mongod', '--dbpath', data, '--port', String(port), '--bind_ip', '127.0.0.1', '--quiet'];
  } catch {
    const built = join(ROOT, 'dist', 'ferretdb');
    execFileSync(join(ROOT, 'test/support/mongodb-server.sh'), ['prepare', built], { stdio: 'inherit' });
    return [join(built, 'ferretdb'), `127.0.0.1:${port}`, data];
  }
}

/** Does somebody take connections there? */
export function listens(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = createConnection({ port, host: '127.0.0.1' });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
