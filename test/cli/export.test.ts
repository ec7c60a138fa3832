import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tarHeader } from '../../services/audit/bundle';
import type { World } from '../http/read-world';
import { REPORT, startSealedWorld } from '../http/sealed-world';
import { ensureBuilt } from '../support/built';
import { verifierKeyOf } from '../support/verifier-key';
import { COMMAND, type Ended, run } from './run';

let world: World;
let base: string;
let key: string;

beforeAll(async () => {
  ensureBuilt();
  world = await startSealedWorld();
  base = mkdtempSync(join(tmpdir(), 'kravspor-cli-export-'));
  key = join(base, 'log.vkey');
  writeFileSync(key, `${verifierKeyOf(world.harness.serving.service)}\n`);
});
afterAll(async () => {
  await world.harness.close();
  rmSync(base, { recursive: true, force: true });
});

const node = (file: string, args: readonly string[], url = world.harness.url): Promise<Ended> =>
  run(file, args, { KRAVSPOR_URL: url }, base);

test('an auditor checks a report far away, and finds the line in which a letter was changed', async () => {
  const out = join(base, 'bundle');
  expect(await node(COMMAND, ['export', '--report', REPORT, '--out', out])).toMatchObject({ code: 0 });
  const check = () => node(join(out, 'kravspor-verify.js'), ['report', out, '--key', key], 'none');
  expect(await check()).toMatchObject({ code: 0 });
  expect(await node(COMMAND, ['replay', '--bundle', out])).toMatchObject({ code: 0 });
  const model = join(out, 'report', 'model.json');
  writeFileSync(model, readFileSync(model, 'utf8').replace('I balanse.', 'I bølanse.'));
  const found = await check();
  expect(found.code).toBe(1);
  expect(found.stdout).toMatch(/line \d+ \(granvik\.[a-z0-9-]+\): no record that \/answer cites says/);
  const replayed = await node(COMMAND, ['replay', '--bundle', out]);
  expect(replayed.code).toBe(1);
  expect(replayed.stderr).toContain('"I bølanse."');
});

test('nothing that is there is written over', async () => {
  const out = join(base, 'there');
  expect(await node(COMMAND, ['export', '--organisation', 'granvik', '--out', out])).toMatchObject({
    code: 0,
  });
  expect(await node(COMMAND, ['export', '--organisation', 'granvik', '--out', out])).toMatchObject({
    code: 64,
  });
});

test('an export that is cut off, or leads out of its folder, is none', async () => {
  const answers = [
    Buffer.concat([tarHeader('checkpoint', 5_000), Buffer.from('only the beginning')]),
    Buffer.concat([tarHeader('../outside', 0), Buffer.alloc(1_024)]),
    Buffer.alloc(1_024),
  ];
  for (const [i, answer] of answers.entries()) {
    const server = createServer((_, response) => response.end(answer));
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const ended = await node(COMMAND, ['export', '--out', join(base, `cut-${i}`)], url);
    expect({ code: ended.code, stderr: ended.stderr }).toMatchObject({ code: 1 });
    expect(ended.stderr).toMatch(/The export (?:was cut off|holds no manifest)/);
    server.close();
  }
});
