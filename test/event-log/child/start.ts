import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface Child {
  readonly process: ChildProcess;
  /** Resolves with the first line that begins so; rejects if the child ends without it. */
  readonly line: (beginning: string) => Promise<string>;
  readonly kill: () => Promise<void>;
}

/** Runs a file of this folder in a process of its own. */
export function startChild(name: string, ...args: readonly string[]): Child {
  const child = spawn(
    process.execPath,
    ['-r', join(__dirname, 'register.cjs'), join(__dirname, name), ...args],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, NODE_OPTIONS: '', NODE_NO_WARNINGS: '1' },
    },
  );
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout }).on('line', line => lines.push(line));
  const ended = once(reader, 'close');

  async function line(beginning: string): Promise<string> {
    for (;;) {
      const found = lines.find(one => one.startsWith(beginning));
      if (found !== undefined) return found;
      const more = await Promise.race([once(reader, 'line'), ended.then(() => undefined)]);
      if (more === undefined) throw new Error(`the child ended; it said: ${lines.join(' | ')}`);
    }
  }

  async function kill(): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
  }

  return { process: child, line, kill };
}
