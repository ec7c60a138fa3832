import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { CRASH_AT, type InsideMoment } from './moments';

/** The checkout, whether this runs from the sources or from dist/. */
export const ROOT = rootAbove(__dirname);
const COMMAND = join(ROOT, 'services/cli/kravspor.js');

/** What node is given to run the real server. */
export const SERVE: readonly string[] = [COMMAND, 'serve'];
/** A program of the tests, by its path in dist/. */
export const builtProgram = (file: string): readonly string[] => [join(ROOT, 'dist', file)];
/** The real server with a script loaded before it. */
export const preloading = (script: string): readonly string[] => [
  '--require',
  ...builtProgram(script),
  ...SERVE,
];

function rootAbove(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : rootAbove(dirname(folder));
}

/** How a process ended, and all that it said. */
export interface End {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A running `kravspor` command. */
export interface Running {
  readonly ended: Promise<End>;
  /** Where it listens; rejects if it ends before it does. */
  readonly url: Promise<string>;
  readonly pid: number;
  signal(signal: NodeJS.Signals): void;
}

export interface StartOptions {
  readonly crashAt?: InsideMoment;
  /** A program that is to run the command, such as a tracer, with its arguments. */
  readonly under?: readonly string[];
  /** In the place of the real server, a variant of it. */
  readonly program?: readonly string[];
}

const running = new Set<ChildProcess>();
process.on('exit', () => running.forEach(child => child.kill('SIGKILL')));

/** Starts the real server over a data directory, on any free port. */
export function startServer(
  data: string,
  { crashAt, under = [], program = SERVE }: StartOptions = {},
): Running {
  const preload = crashAt === undefined ? [] : ['--require', ...builtProgram('test/crash/kill-inside.js')];
  const moment = crashAt === undefined ? {} : { [CRASH_AT]: JSON.stringify(crashAt) };
  return run([...under, process.execPath, ...preload, ...program], {
    KRAVSPOR_DATA: data,
    KRAVSPOR_PORT: '0',
    KRAVSPOR_LOG_LEVEL: 'warn',
    ...moment,
  });
}

/** Runs another `kravspor` command to its end. */
export const command = (data: string, ...words: readonly string[]): Promise<End> =>
  run([process.execPath, COMMAND, ...words], { KRAVSPOR_DATA: data }).ended;

export function run(
  [program = '', ...words]: readonly string[],
  env: Readonly<Record<string, string>>,
): Running {
  const child = spawn(program, words, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_OPTIONS: '', NODE_NO_WARNINGS: '1', ...env },
  });
  running.add(child);
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = once(child, 'close').then((): End => {
    running.delete(child);
    return { code: child.exitCode, signal: child.signalCode, stdout, stderr };
  });
  const url = new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stderr }).on('line', line => {
      const found = /^Kravspor is up: (\S+)$/.exec(line)?.[1];
      if (found !== undefined) resolve(found);
    });
    ended.then(end => reject(new Error(`it ended before it listened: ${toldBy(end)}`)), reject);
  });
  url.catch(() => undefined);
  return { ended, url, pid: child.pid ?? 0, signal: signal => child.kill(signal) };
}

/** How a process ended, in one line. */
export const toldBy = ({ code, signal, stdout, stderr }: End): string =>
  `${signal ?? `exit ${String(code)}`} ${(stderr + stdout).trim().slice(-1_500)}`;

/** Waits for the end, but not for ever. */
export async function endWithin(server: Running, ms: number): Promise<End> {
  const end = await Promise.race([server.ended, sleep(ms, undefined, { ref: false })]);
  if (end !== undefined) return end;
  server.signal('SIGKILL');
  throw new Error(`the process had not ended after ${ms} ms: ${toldBy(await server.ended)}`);
}
