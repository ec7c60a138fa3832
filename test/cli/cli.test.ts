import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Harness, registered, startHarness } from '../http/harness';
import { DOCUMENT, imported, REGION, settle, TRUST } from '../http/world';
import { verifierKeyOf } from '../support/verifier-key';
import { COMMAND, type Ended, run } from './run';

let harness: Harness;
let requirement: string;

const kravspor = (...args: readonly string[]): Promise<Ended> =>
  run(COMMAND, args, { KRAVSPOR_DATA: harness.folder, KRAVSPOR_URL: harness.url });

beforeAll(async () => {
  harness = await startHarness({ origin: 'tests.example/log' });
  await settle(harness);
  await imported(harness);
  await harness.settled();
  requirement = `${TRUST}.none`;
});
afterAll(() => harness.close());

test('every command tells what it is for, with an example', async () => {
  const { stdout } = await kravspor('--help');
  const commands = [...stdout.matchAll(/^ {2}([a-z]+) /gm)].map(match => String(match[1]));
  expect(commands).toEqual(
    expect.arrayContaining(
      'serve import emit status history report rebuild backup keys doctor example replay export log scrub'.split(
        ' ',
      ),
    ),
  );
  for (const command of commands.filter(c => c !== 'help')) {
    const help = await kravspor(command, '--help');
    expect({ command, code: help.code, example: help.stdout.includes('Example') }).toEqual({
      command,
      code: 0,
      example: true,
    });
  }
});

test('what is misspelt ends with 64 and says so', async () => {
  const ended = await kravspor('statsu');
  expect(ended.code).toBe(64);
  expect(ended.stderr).toContain('statsu');
});

test('where nobody answers it ends with 69 and says what to do', async () => {
  const ended = await run(COMMAND, ['status'], { KRAVSPOR_URL: 'http://127.0.0.1:9' });
  expect(ended.code).toBe(69);
  expect(ended.stderr).toContain('kravspor serve');
});

test('an event in a file is sent, and a refusal is told in its own words', async () => {
  const file = join(harness.folder, 'event.json');
  writeFileSync(file, JSON.stringify(registered('ostre', 'Østre sykehus HF', 'trust', REGION)));
  const sent = await kravspor('emit', file, '--json');
  expect({ code: sent.code, stderr: sent.stderr }).toEqual({ code: 0, stderr: '' });
  writeFileSync(file, '{"specversion": "1.0"}');
  const refused = await kravspor('emit', file);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain('/');
});

test('a document can be read without a server, and nothing is stored', async () => {
  const file = join(harness.folder, 'document.txt');
  writeFileSync(file, DOCUMENT);
  const before = await harness.count();
  const read = await kravspor('import', file, '--dry-run', '--json');
  expect(read.code).toBe(0);
  const { items } = JSON.parse(read.stdout) as { items: readonly { kind: string; reportable: boolean }[] };
  expect(items.filter(item => item.reportable).map(item => item.kind)).toEqual([
    'indicator',
    'task',
    'task',
    'task',
  ]);
  expect(await harness.count()).toBe(before);
});

test('the log can be copied while it is written to, and the copy is refused a place that is taken', async () => {
  const file = join(harness.folder, 'copy.db');
  const copied = await kravspor('backup', file, '--json');
  expect(copied.code).toBe(0);
  expect(JSON.parse(copied.stdout)).toMatchObject({ records: await harness.count() });
  expect(statSync(file).size).toBeGreaterThan(0);
  expect((await kravspor('backup', file)).code).toBe(64);
});

test('status as it was known earlier is another one', async () => {
  const now = await kravspor('status', '--json');
  const before = await kravspor('status', '--known-at', 'seq:1', '--json');
  expect([now.code, before.code]).toEqual([0, 0]);
  expect(JSON.parse(before.stdout)).toMatchObject({ total: 0, seq: 1 });
  expect((await kravspor('history', requirement)).code).toBe(1);
});

test('all views are built anew while the service runs', async () => {
  const before = harness.serving.service.runner.generation()?.id;
  const rebuilt = await kravspor('rebuild', '--json');
  expect({ code: rebuilt.code, stderr: rebuilt.stderr }).toEqual({ code: 0, stderr: '' });
  const { generation } = JSON.parse(rebuilt.stdout) as { generation: string };
  expect(generation).not.toBe(before);
  expect(harness.serving.service.runner.generation()?.id).toBe(generation);
});

test('the log is scrubbed on request, and its key is shown and changed as a recorded act', async () => {
  const scrubbed = await kravspor('scrub', '--json');
  expect(JSON.parse(scrubbed.stdout)).toMatchObject({ state: 'sound' });
  const shown = await kravspor('log', 'key');
  expect({ code: shown.code, stderr: shown.stderr }).toEqual({ code: 0, stderr: '' });
  const before = shown.stdout.trim();
  expect(before).toMatch(/^tests\.example\/log\+[0-9a-f]{8}\+/);
  const changed = await kravspor(
    ...['log', 'change-key', '--organisation', 'departementet', '--reason', 'Årlig bytte', '--json'],
  );
  expect({ code: changed.code, stderr: changed.stderr }).toEqual({ code: 0, stderr: '' });
  const { verifierKey } = JSON.parse(changed.stdout) as { verifierKey: string };
  expect(verifierKey).not.toBe(before);
  const old = readFileSync(join(harness.folder, 'log', 'checkpoint'), 'utf8');
  await harness.restart();
  expect(harness.serving.service.tree.status().alarm).toBeUndefined();
  await harness.stored(registered('nordre', 'Nordre sykehus HF', 'trust', REGION));
  await harness.serving.service.tree.waitFor((await harness.count()) - 1);
  expect(verifierKeyOf(harness.serving.service)).toBe(verifierKey);
  const checkpoint = (await kravspor('log', 'checkpoint')).stdout;
  expect(Number(checkpoint.split('\n')[1])).toBe(await harness.count());
  expect(checkpoint.split('\n').at(-2)).not.toBe(old.split('\n').at(-2));
});

test('the example begins anew each time, and never over a log that is not one', async () => {
  const example = (data: string): Promise<Ended> =>
    run(COMMAND, ['example', '--no-serve'], { KRAVSPOR_EXAMPLE_DATA: data, KRAVSPOR_PORT: '0' });
  const data = join(harness.folder, 'example');
  for (const time of [1, 2]) {
    const { code, stdout, stderr } = await example(data);
    expect({ time, code, stderr }).toEqual({ time, code: 0, stderr: '' });
    expect(stdout).toContain('records lie in the log');
  }
  const before = await harness.count();
  const refused = await example(harness.folder);
  expect(refused.code).toBe(64);
  expect(refused.stderr).toContain('KRAVSPOR_EXAMPLE_DATA');
  expect(await harness.count()).toBe(before);
});
