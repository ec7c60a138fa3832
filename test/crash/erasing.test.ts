import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clientOf } from './client';
import { ERASE_AT } from './kill-erasing';
import { batch, openLedger } from './ledger';
import { command, endWithin, preloading, run, startServer } from './server';
import { MINISTRY, REGION, registered } from './world';

const NAME = 'Kari Nordmann-Lie';

let folder: string;
let data: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kravspor-erasing-'));
  data = join(folder, 'data');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const isNamed = (): boolean =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map(name => join(folder, name))
    .some(path => statSync(path).isFile() && readFileSync(path).includes(NAME));

const sent = (method: string, url: string, body: object): Promise<number | undefined> =>
  fetch(url, { method, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }).then(
    response => response.status,
    () => undefined,
  );

/** From the record of the erasure to the end of it. */
const MOMENTS = ['before BEGIN IMMEDIATE', 'before COMMIT', 'after COMMIT', 'before VACUUM', 'after VACUUM'];

test.each(MOMENTS)('an erasure killed %s, once recorded, is finished by the next start', async moment => {
  // Builds what is preloaded, where that is needed.
  await command(data, '--help');
  const first = run([process.execPath, ...preloading('test/crash/kill-erasing.js')], {
    ...{ KRAVSPOR_DATA: data, KRAVSPOR_PORT: '0', KRAVSPOR_LOG_LEVEL: 'warn', [ERASE_AT]: moment },
  });
  const url = await first.url;
  const client = clientOf(url, openLedger(join(folder, 'answers')));
  await client.send(
    batch([
      registered(MINISTRY, 'Departementet for helsetjenester', 'ministry'),
      registered(REGION, 'Helse Solheim RHF', 'region', MINISTRY),
    ]),
  );
  client.close();
  expect(await sent('PUT', `${url}/v1/persons/p-1`, { organisation: REGION, name: NAME })).toBe(201);
  expect(isNamed()).toBe(true);
  const order = { legalBasis: 'GDPR art. 17', reason: 'Krav fra den registrerte' };
  expect(await sent('POST', `${url}/v1/persons/p-1/erasure`, order)).toBeUndefined();
  expect((await first.ended).signal).toBe('SIGKILL');

  const second = startServer(data);
  const again = await second.url;
  expect(isNamed()).toBe(false);
  expect((await fetch(`${again}/v1/persons/p-1`)).status).toBe(410);
  expect(await sent('PUT', `${again}/v1/persons/p-1`, { organisation: REGION, name: NAME })).toBe(410);
  second.signal('SIGTERM');
  expect((await endWithin(second, 60_000)).code).toBe(0);
  expect(isNamed()).toBe(false);
});
