import { execFile } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ensureBuilt } from '../support/built';
import { event, type Harness, registered, startHarness } from './harness';
import { MINISTRY, settle } from './world';
import { verifierKeyOf } from '../support/verifier-key';

const run = promisify(execFile);
const VERIFIER = join(__dirname, '../../dist/kravspor-verify.js');

interface Verified {
  readonly code: number;
  readonly said: Readonly<Record<string, unknown>>;
}

async function verify(...args: readonly string[]): Promise<Verified> {
  const result = await run(process.execPath, [VERIFIER, ...args, '--json']).catch((error: unknown) => error);
  const { code = 0, stdout } = result as { code?: number; stdout: string };
  return { code, said: JSON.parse(stdout) as Record<string, unknown> };
}

let harness: Harness;
beforeAll(() => {
  ensureBuilt();
});
beforeEach(async () => {
  harness = await startHarness({ origin: 'tests.example/log' });
  await settle(harness);
});
afterEach(() => harness.close());

const count = async (): Promise<number> => (await harness.serving.service.log.head())?.count ?? 0;

async function grown(): Promise<void> {
  expect(await harness.serving.service.tree.waitFor((await count()) - 1)).toBe(true);
}

const key = (): string => verifierKeyOf(harness.serving.service);

test('the sender of an event gets a proof that anybody can check with the verifier and the key alone', async () => {
  const answer = await harness.send(
    registered('vestre', 'Vestre sykehus HF', 'trust', 'helse-solheim'),
    {},
    '?wait=proof',
  );
  const { id, waited } = answer.body as {
    id: string;
    waited: { done: boolean; proofs: Record<string, string> };
  };
  expect(waited.done).toBe(true);
  const [proof, leaf, pinned] = ['proof', 'leaf', 'key'].map(name => join(harness.folder, name));
  writeFileSync(String(proof), String(waited.proofs[id]));
  writeFileSync(String(leaf), (await harness.agent.get(`/v1/events/${id}/leaf`).buffer()).text);
  writeFileSync(String(pinned), key());
  const args = ['proof', String(proof), '--leaf', String(leaf), '--key', String(pinned)];
  expect((await verify(...args)).code).toBe(0);
  writeFileSync(String(leaf), readFileSync(String(leaf), 'utf8').replace('"revision":', '"revision":1'));
  expect((await verify(...args)).code).toBe(1);
});

test('the checkpoint and the tiles are those of a transparency log, and show every record', async () => {
  await grown();
  const checkpoint = await harness.agent.get('/log/checkpoint');
  expect(checkpoint.text.split('\n').slice(0, 2)).toEqual(['tests.example/log', String(await count())]);
  const tile = await harness.agent.get(`/log/tile/0/000.p/${await count()}`);
  expect(tile.status).toBe(200);
  expect((tile.body as Buffer).length).toBe(32 * (await count()));
  const bundle = await harness.agent.get(`/log/tile/entries/000.p/${await count()}`);
  expect(bundle.status).toBe(200);
  expect((await harness.agent.get('/log/tile/0/001')).status).toBe(404);
  expect((await harness.agent.get('/log/tile/0/..%2f..%2fcheckpoint')).status).toBe(404);
});

test('what the tree keeps beside the log is made again when it is removed, up to the same root', async () => {
  await grown();
  const before = (await harness.agent.get('/log/checkpoint')).text;
  await harness.serving.close();
  rmSync(join(harness.folder, 'log'), { recursive: true });
  await harness.restart();
  await grown();
  expect((await harness.agent.get('/log/checkpoint')).text).toBe(before);
});

test('the key is made once, for its owner alone, and the anchor lies outside the data', async () => {
  expect(statSync(join(harness.folder, 'log.key')).mode & 0o777).toBe(0o600);
  await grown();
  expect(existsSync(`${harness.folder}.anchor`)).toBe(true);
  const before = key();
  await harness.restart();
  expect(key()).toBe(before);
});

describe('a log that is not what was signed', () => {
  const refused = async (): Promise<Record<string, unknown>> => {
    const answer = await harness.send(event('log.status-scale-published', 'log', MINISTRY, {}));
    expect(answer.status).toBe(503);
    const ready = await harness.agent.get('/readyz');
    expect(ready.status).toBe(503);
    expect((await harness.agent.get('/metrics')).text).toContain('kravspor_log_alarm');
    return answer.body as Record<string, unknown>;
  };

  test('because it was cut off, takes no writes, signs nothing and names the first record that is gone', async () => {
    const short = join(harness.folder, 'short.db');
    await harness.serving.service.log.backup(short, () => undefined);
    await harness.stored(registered('vestre', 'Vestre sykehus HF', 'trust', 'helse-solheim'));
    await grown();
    const signed = (await harness.agent.get('/log/checkpoint')).text;
    const before = await count();
    await harness.serving.close();
    // Whoever cuts a log off with care takes away what else remembers its length.
    for (const name of readdirSync(harness.folder).filter(n => /^(?:events\.db|log\.mark|views)/.test(n)))
      rmSync(join(harness.folder, name));
    copyFileSync(short, join(harness.folder, 'events.db'));
    await harness.restart();
    expect(await refused()).toMatchObject({
      detail: expect.stringContaining(`${before - 1} records, but ${before} have been signed for`),
    });
    expect((await harness.agent.get('/log/checkpoint')).text).toBe(signed);
    expect(await count()).toBe(before - 1);
  });

  test('because a record was exchanged, is noticed at the start', async () => {
    await grown();
    await harness.serving.close();
    // The guards in the file do not see an editor of bytes.
    const file = join(harness.folder, 'events.db');
    const bytes = readFileSync(file);
    const at = bytes.lastIndexOf('"actor":"local-operator"');
    expect(at).toBeGreaterThan(0);
    bytes.write('"actor":"other-operator"', at);
    writeFileSync(file, bytes);
    await harness.restart();
    expect(await refused()).toMatchObject({
      detail: expect.any(String),
      advice: expect.stringContaining('backup'),
    });
  });
});
