import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isLeft } from 'fp-ts/Either';
import { moveLog } from '../../services/audit';
import { openEventLog } from '../../services/event-log';
import { clientOf, play } from '../../services/example';
import { type Config, defaultConfig, type Serving } from '../../services/http';
import { ownNode, type Server } from '../event-log/eventstoredb-place';
import { createServings } from '../http/servings';
import { describeWithMongo, newDatabase, type TestDatabase } from '../support/mongodb';

const ORIGIN = 'kravspor.example/2030';

let folder: string;
let node: Server;
let database: TestDatabase;
const servings = createServings();

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kravspor-engines-'));
  node = await ownNode();
});
afterEach(async () => {
  await servings.closeAll();
  await node.close();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

/** The settings that choose the engines for many. */
function cluster(): Pick<Config, 'eventLog' | 'views' | 'content' | 'vault' | 'readLog'> {
  const { uri } = database;
  return { eventLog: node.uri, views: uri, content: uri, vault: uri, readLog: uri };
}

const served = (data: string, change: Partial<Config> = {}): Promise<Serving> =>
  servings.start({ ...defaultConfig(join(folder, data)), clock: 'simulated', origin: ORIGIN, ...change });

const REPORTS = ['granvik', 'fjellheim', 'helse-solheim'].flatMap(organisation =>
  ['', '/document?step=board&lang=nb'].map(form => `/v1/reports/${organisation}.annual.2030.1${form}`),
);

interface Told {
  readonly records: number;
  readonly root: string;
  readonly reports: readonly string[];
}

/** What a service tells once all of its log is in views and under a checkpoint. */
async function toldBy({ service, url }: Serving): Promise<Told> {
  const records = (await service.log.head())?.count ?? 0;
  if (isLeft(await service.runner.caughtUp(records - 1, 120_000)())) throw new Error('the views lag');
  if (!(await service.tree.waitFor(records - 1, 60_000))) throw new Error('the tree lags');
  const root = service.tree.checkpoint()?.toString('utf8').split('\n')[2] ?? '';
  const reports: string[] = [];
  for (const at of REPORTS) {
    const reply = await fetch(url + at);
    if (!reply.ok) throw new Error(`${at}: ${reply.status} ${await reply.text()}`);
    reports.push(await reply.text());
  }
  return { records, root, reports };
}

async function opened(uri: string) {
  const log = await openEventLog(uri, { create: true })();
  if (isLeft(log)) throw new Error(log.left.message);
  return log.right;
}

describeWithMongo('the example year on the engines for many', () => {
  beforeEach(() => {
    database = newDatabase();
  });

  it('gives the same reports to the byte, and the same root, when it is moved there', async () => {
    const here = await served('year');
    await play(clientOf(here.url), () => undefined);
    const before = await toldBy(here);
    await servings.close(here);
    const from = { log: await opened(here.service.config.eventLog), name: 'here' };
    const to = { log: await opened(node.uri), name: 'there' };
    const moved = await moveLog({ from, to, origin: ORIGIN });
    await from.log.close();
    await to.log.close();
    expect(moved).toMatchObject({ right: { records: before.records, root: before.root } });
    const there = await served('year', cluster());
    expect(await toldBy(there)).toEqual(before);
  });

  const isLong = process.env['KRAVSPOR_TEST_LONG'] !== undefined;
  if (!isLong)
    process.stdout.write('Playing the whole year there: skipped, set KRAVSPOR_TEST_LONG=1 to run it.\n');
  (isLong ? it : it.skip)('can be played there from the start', async () => {
    const there = await served('fresh', cluster());
    const { sent } = await play(clientOf(there.url), () => undefined);
    const { records, reports } = await toldBy(there);
    expect(records).toBeGreaterThan(sent);
    expect(reports).toHaveLength(REPORTS.length);
  });
});
