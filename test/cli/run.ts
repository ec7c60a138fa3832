import { execFile } from 'node:child_process';
import { join } from 'node:path';

/** The `kravspor` command. */
export const COMMAND = join(__dirname, '../../services/cli/kravspor.js');

/** How a program has ended; `code` is -1 where it was killed. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program of ours to its end, with these settings besides those of the tests. */
export function run(
  file: string,
  args: readonly string[],
  settings: Readonly<Record<string, string>> = {},
  cwd?: string,
): Promise<Ended> {
  const options = { env: { ...process.env, ...settings }, ...(cwd === undefined ? {} : { cwd }) };
  return new Promise(resolve => {
    execFile(process.execPath, [file, ...args], options, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      resolve({ code, stdout, stderr });
    });
  });
}
