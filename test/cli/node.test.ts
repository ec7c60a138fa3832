import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { allOf } from '../event-log/node/trial';
import { COMMAND, run } from './run';

let folder: string;
const running: ChildProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kravspor-cli-node-'));
});
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** Starts `kravspor node`, and waits until it says where it is. */
function started(
  ...args: readonly string[]
): Promise<{ readonly child: ChildProcess; readonly uri: string }> {
  const child = spawn(process.execPath, [COMMAND, 'node', '--port', '0', '--data', folder, ...args]);
  running.push(child);
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr.on('data', (bytes: Buffer) => {
      said += bytes.toString();
      const uri = /^The node is up: (\S+)$/m.exec(said)?.[1];
      if (uri !== undefined) resolve({ child, uri });
    });
    child.once('exit', code => reject(new Error(`it ended with ${String(code)}: ${said}`)));
  });
}

const ended = (child: ChildProcess): Promise<number | null> =>
  new Promise(resolve => {
    child.once('exit', code => resolve(code));
    child.kill('SIGTERM');
  });

test('a node of its own takes appends, ends when told to, and is read afterwards without taking more', async () => {
  const writable = await started('--writable');
  const writer = EventStoreDBClient.connectionString(writable.uri);
  await writer.appendToStream('s', jsonEvent({ type: 'counted', data: { n: 1 } }));
  await writer.dispose();
  expect(await ended(writable.child)).toBe(0);

  const { child, uri } = await started();
  const reader = EventStoreDBClient.connectionString(uri);
  expect(await allOf(reader.readStream('s'))).toMatchObject([{ event: { data: { n: 1 } } }]);
  await expect(reader.appendToStream('s', jsonEvent({ type: 'counted', data: {} }))).rejects.toThrow();
  await reader.dispose();
  expect(await ended(child)).toBe(0);
});

test.each([
  ['writable beyond this machine', ['--port', '0', '--writable', '--host', '0.0.0.0'], 64, '127.0.0.1'],
  ['without a port', [], 64, '--port'],
  ['on a port that is none', ['--port', 'http'], 64, '65535'],
  ['where there is no log', ['--port', '0'], 69, 'no event log'],
])('a node %s does not start, and says why', async (_what, args, code, words) => {
  const result = await run(COMMAND, ['node', '--data', folder, ...args]);
  expect(result.code).toBe(code);
  expect(result.stderr).toContain(words);
});
