import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isLeft } from 'fp-ts/Either';
import { objectOf } from '../../contracts/json/field';
import { openEventLog } from '../../services/event-log';
import { clientOf } from './client';
import { batch, openLedger } from './ledger';
import { describe as inWords, type InsideMoment } from './moments';
import { command, endWithin, startServer } from './server';
import { MINISTRY, REGION, registered } from './world';

/** More than one append takes, so that the import has a middle. */
const BULLETS = 250;
const TEXT = [
  'Styringskrav og rammer 2031 for helseforetakene i Helse Solheim',
  '',
  '1 Beredskap',
  'Helseforetaket skal:',
  '',
  ...Array.from({ length: BULLETS }, (_, n) => ` Øve plan nummer ${n + 1} sammen med kommunene. (Alle HF)`),
  '',
].join('\n');

let folder: string;
let data: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kravspor-import-'));
  data = join(folder, 'data');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Imported {
  readonly status: number;
  readonly total: unknown;
}

async function imported(url: string): Promise<Imported | undefined> {
  const query = `issuer=${REGION}&document=sr-2031&year=2031&filename=krav.txt`;
  const headers = { 'Content-Type': 'text/plain; charset=utf-8' };
  const response = await fetch(`${url}/v1/imports?${query}`, { method: 'POST', headers, body: TEXT }).catch(
    () => undefined,
  );
  if (response === undefined) return undefined;
  return { status: response.status, total: objectOf(await response.json(), 'items')['total'] };
}

async function typesStored(): Promise<readonly string[]> {
  const opened = await openEventLog(`file:${join(data, 'events.db')}`, { readOnly: true })();
  if (isLeft(opened)) throw new Error(opened.left.message);
  const types: string[] = [];
  const ids = new Set<string>();
  for await (const entry of opened.right.readStream(`document-${REGION}.sr-2031`)) {
    types.push(entry.type.split('.')[3] ?? '');
    ids.add(entry.id);
  }
  await opened.right.close();
  expect(ids.size).toBe(types.length);
  return types;
}

/** The log's own record is the first commit, the organisations are the second; two chunks and the rest follow. */
const MOMENTS: readonly InsideMoment[] = [
  { at: 'commit', nth: 3 },
  { at: 'committed', nth: 3 },
  { at: 'committed', nth: 4 },
];

test.each(MOMENTS.map(moment => ({ moment, when: inWords({ by: 'inside', moment }) })))(
  'an import killed $when goes on where it was when it is sent again',
  async ({ moment }) => {
    const first = startServer(data, { crashAt: moment });
    const client = clientOf(await first.url, openLedger(join(folder, 'answers')));
    await client.send(
      batch([
        registered(MINISTRY, 'Departementet for helsetjenester', 'ministry'),
        registered(REGION, 'Helse Solheim RHF', 'region', MINISTRY),
      ]),
    );
    client.close();
    expect(await imported(await first.url)).toBeUndefined();
    expect((await first.ended).signal).toBe('SIGKILL');

    const second = startServer(data);
    const url = await second.url;
    const answers = [await imported(url), await imported(url)];
    second.signal('SIGTERM');
    expect((await endWithin(second, 60_000)).code).toBe(0);

    const isWhole = moment.at === 'committed' && moment.nth === 4;
    expect(answers).toEqual([
      { status: isWhole ? 200 : 201, total: BULLETS },
      { status: 200, total: BULLETS },
    ]);
    expect(await typesStored()).toEqual([
      'registered',
      ...Array.from({ length: BULLETS }, () => 'item-read'),
      'reading-completed',
    ]);
    expect((await command(data, 'doctor', '--full')).code).toBe(0);
  },
);
