import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const { joinVerifier }: { joinVerifier: () => string } = jest.requireActual(
  '../../services/cli/join-verifier.js',
);

/** What the verifier says as a program, with --json. */
export interface Said {
  readonly exit: number | null;
  readonly verdict: string;
  readonly leaves: number;
  readonly codes: readonly string[];
  readonly firstBad: { index: number; expected?: string; found?: string } | null;
  readonly backdating: string;
  readonly checkpoints: readonly { origin: string; size: number; signedBy: readonly string[] }[];
}

export interface Verifier {
  readonly file: string;
  /** Runs it as a process of its own, alone in an empty folder, with little memory and time. */
  run(...args: readonly string[]): {
    exit: number | null;
    stdout: string;
    stderr: string;
    signal: string | null;
  };
  say(...args: readonly string[]): Said;
  remove(): void;
}

const MOST_MS = 60_000;

export function builtVerifier(): Verifier {
  const folder = mkdtempSync(join(tmpdir(), 'kravspor-verify-'));
  const file = join(folder, 'kravspor-verify.js');
  writeFileSync(file, joinVerifier());
  const run: Verifier['run'] = (...args) => {
    const node = ['--max-old-space-size=96', file, ...args];
    const { status, stdout, stderr, signal } = spawnSync(process.execPath, node, {
      cwd: folder,
      encoding: 'utf8',
      env: {},
      timeout: MOST_MS,
      maxBuffer: 1 << 24,
    });
    return { exit: status, stdout, stderr, signal };
  };
  const say: Verifier['say'] = (...args) => {
    const { exit, stdout, stderr } = run(...args, '--json');
    if (stderr !== '') throw new Error(`the verifier complains: ${stderr}`);
    const said = JSON.parse(stdout) as Said & { readonly findings: readonly { readonly code: string }[] };
    return { ...said, exit, codes: said.findings.map(({ code }) => code) };
  };
  return { file, run, say, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
