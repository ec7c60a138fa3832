import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** Gives the address of a node in a process of its own, over a new file in the folder; then ends it. */
export async function withNode<A>(folder: string, use: (uri: string) => Promise<A>): Promise<A> {
  const child = spawn(
    process.execPath,
    [path.join(__dirname, 'serve-node.js'), path.join(folder, 'node.db')],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, NODE_NO_WARNINGS: '1' },
    },
  );
  try {
    const lines = createInterface({ input: child.stdout });
    const first: unknown = await Promise.race([
      once(lines, 'line').then(([line]: unknown[]) => line),
      once(child, 'exit').then(() => undefined),
    ]);
    if (typeof first !== 'string') throw new Error('the node did not start');
    return await use(`esdb://127.0.0.1:${first}?tls=false`);
  } finally {
    const gone = once(child, 'exit');
    if (child.exitCode === null && child.kill('SIGKILL')) await gone;
  }
}
