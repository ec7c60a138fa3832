import { join } from 'node:path';
import { isLeft } from 'fp-ts/Either';
import { ownNode, type Server } from '../event-log/eventstoredb-place';
import { type Harness, startHarness } from '../http/harness';
import { imported, settle } from '../http/world';
import { ensureBuilt } from '../support/built';
import { appendReads, readOf, readsIn } from './move-world';
import { COMMAND, type Ended, run } from './run';

let harness: Harness;
let node: Server;

const kravspor = (data: string, ...args: readonly string[]): Promise<Ended> =>
  run(COMMAND, args, { KRAVSPOR_DATA: data });

const resultOf = ({ stdout }: Ended): Readonly<Record<string, unknown>> =>
  JSON.parse(stdout) as Record<string, unknown>;

beforeAll(async () => {
  ensureBuilt();
  node = await ownNode();
  harness = await startHarness({ origin: 'tests.example/log' });
  await settle(harness);
  await imported(harness);
  await harness.settled();
  const put = harness.serving.service.persons.put({
    id: 'person-1' as never,
    organisation: 'granvik' as never,
    name: 'Kari Nordmann',
  });
  if (isLeft(await put())) throw new Error('the person was not kept');
  await harness.serving.close();
  await appendReads(`file:${join(harness.folder, 'reads.db')}`, [readOf(0), readOf(1)]);
});
afterAll(async () => {
  await harness.close();
  await node.close();
});

test('a whole installation goes to another engine and comes back the same, to the root of its tree', async () => {
  const back = join(harness.folder, 'back');
  const beside = ['content', 'vault', 'reads'].flatMap(store => [
    `--${store}`,
    `file:${join(back, store === 'content' ? 'content' : `${store}.db`)}`,
  ]);
  const there = await kravspor(
    harness.folder,
    ...['move', '--from', `file:${harness.folder}`, '--to', node.uri, '--json', ...beside],
  );
  expect(there).toMatchObject({ code: 0 });
  const { records, root, ...rest } = resultOf(there);
  const reads = await readsIn(`file:${join(harness.folder, 'reads.db')}`);
  expect(rest).toMatchObject({
    appended: records,
    originals: { there: 1, erased: 0, neverGiven: [], lost: [] },
    persons: { there: 1, erased: 0 },
    reads: { there: reads.length, appended: reads.length },
  });
  expect(await readsIn(`file:${join(back, 'reads.db')}`)).toEqual(reads);
  const here = await kravspor(harness.folder, 'move', '--from', node.uri, '--to', `file:${back}`, '--json');
  expect(resultOf(here)).toMatchObject({ records, root, appended: records });
  const again = await kravspor(
    harness.folder,
    ...['move', '--from', `file:${harness.folder}`, '--to', `file:${back}`],
  );
  expect(again.stdout).toContain(`The root of the tree over them is ${String(root)} on both sides.`);
  expect((await kravspor(back, 'doctor', '--full')).code).toBe(0);
});

test('a place that holds another log is told from an empty one, and stays as it is', async () => {
  const other = await startHarness({ origin: 'tests.example/other' });
  await settle(other);
  await other.serving.close();
  const refused = await kravspor(
    other.folder,
    ...['move', '--from', `file:${other.folder}`, '--to', node.uri],
  );
  await other.close();
  expect(refused).toMatchObject({ code: 1, stdout: '' });
  expect(refused.stderr).toMatch(/^Record 0 \(log\) in esdb:.* is not the one in /);
});

test('a service that still writes there is told of', async () => {
  const busy = await startHarness({ origin: 'tests.example/busy' });
  const refused = await kravspor(busy.folder, 'move', '--from', `file:${busy.folder}`, '--to', node.uri);
  await busy.close();
  expect(refused).toMatchObject({ code: 69 });
  expect(refused.stderr).toContain('one writer at a time');
});
