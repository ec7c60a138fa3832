import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openDatabase } from '../../services/sqlite';
import { type Harness, registered, startHarness } from './harness';
import { imported, settle } from './world';

let harness: Harness;
beforeEach(async () => {
  harness = await startHarness();
  await settle(harness);
  await imported(harness);
  await harness.settled();
});
afterEach(() => harness.close());

async function replayed(): Promise<Record<string, unknown>> {
  const started = await harness.agent.post('/v1/replays');
  expect(started.status).toBe(202);
  expect(started.headers['location']).toBe('/v1/replays/latest');
  for (;;) {
    const { body } = await harness.agent.get('/v1/replays/latest');
    const replay = body as Record<string, unknown>;
    if (replay['state'] !== 'running') return replay;
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}

/** Changes a document of the views behind the service's back. */
function tamper(change: (document: Record<string, unknown>) => void): string {
  const database = openDatabase(join(harness.folder, 'views.db'));
  const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
  for (const { name } of tables) {
    const columns = database.prepare(`SELECT name FROM pragma_table_info('${String(name)}')`).all();
    if (!columns.some(c => c['name'] === 'document')) continue;
    for (const row of database.prepare(`SELECT key, document FROM "${String(name)}"`).all()) {
      const document = JSON.parse(String(row['document'])) as Record<string, unknown>;
      if (document['organisation'] !== 'granvik' || document['name'] === undefined) continue;
      change(document);
      database
        .prepare(`UPDATE "${String(name)}" SET document = ? WHERE key = ?`)
        .run(JSON.stringify(document), String(row['key']));
      database.close();
      return String(row['key']);
    }
  }
  throw new Error('nothing to tamper with');
}

test('a replay finds every document of the views as the log has it, also while events come in', async () => {
  const writing = (async () => {
    for (let i = 0; i < 40; i++)
      await harness.stored(registered(`sykehus-${i}`, `Sykehus ${i} HF`, 'trust', 'helse-solheim'));
  })();
  const replay = await replayed();
  await writing;
  expect(replay).toMatchObject({ state: 'equal', differences: [], more: false });
  expect(replay['documents']).toBeGreaterThan(10);
});

test('a replay names the document that somebody changed, and its field', async () => {
  const key = tamper(document => (document['name'] = 'Et annet navn HF'));
  expect(await replayed()).toMatchObject({
    state: 'different',
    differences: [
      {
        collection: 'organisations',
        key,
        field: '/name',
        live: expect.stringContaining('Et annet navn HF'),
        replayed: expect.stringContaining('Granvik sykehus HF'),
      },
    ],
  });
});

test('the command does the same from outside, and ends with 1 where something differs', async () => {
  const run = promisify(execFile);
  const env = { ...process.env, KRAVSPOR_DATA: harness.folder };
  const command = ['services/cli/kravspor.js', 'replay', '--compare'];
  const equal = await run(process.execPath, command, { env });
  expect(equal.stdout).toMatch(/^Equal: \d+ records folded anew, \d+ documents compared\./);
  tamper(document => (document['name'] = 'Et annet navn HF'));
  await expect(run(process.execPath, command, { env })).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('First: organisations granvik at /name'),
  });
});
