import { setTimeout as wait } from 'node:timers/promises';
import { firstValueFrom, lastValueFrom, toArray } from 'rxjs';
import type { EventLog, Position } from '../../services/event-log';
import { startChild } from './child/start';
import { sqlitePlace, type SqlitePlace } from './sqlite-place';
import {
  appended,
  countOf,
  entries,
  entry,
  idsOf,
  readEverything,
  readOne,
  refused,
  like,
} from './suite/support';

let place: SqlitePlace;
let writer: EventLog;
let reader: EventLog;
beforeEach(async () => {
  place = sqlitePlace();
  writer = await place.open();
  reader = await place.openWith({ readOnly: true });
});
afterEach(() => place.dispose());

test('a reader beside the writer sees what has been committed', async () => {
  expect(await reader.head()).toBeUndefined();
  const three = entries(3);
  await appended(writer, 'a', 'none', ...three);
  expect(idsOf(await readEverything(reader))).toEqual(idsOf(three));
  expect(idsOf(await readOne(reader, 'a', 1))).toEqual(idsOf(three.slice(1)));
  expect(await reader.head()).toEqual(await writer.head());
});

test('a reader refuses to append', async () => {
  expect(await refused(reader, 'a', 'none', entry())).toMatchObject({
    kind: 'unavailable',
    detail: like(/./),
  });
  expect(await countOf(writer)).toBe(0);
});

test("the reader's tail follows the writer", async () => {
  const nudge = firstValueFrom(reader.tail);
  const done = await appended(writer, 'a', 'none', ...entries(2));
  expect(await nudge).toBe(done.positions[1]);
});

test('all who listen to a reader hear', async () => {
  const nudges = Promise.all([firstValueFrom(reader.tail), firstValueFrom(reader.tail)]);
  const done = await appended(writer, 'a', 'none', entry());
  expect(await nudges).toEqual([done.positions[0], done.positions[0]]);
});

test("the reader's tail completes when it is closed", async () => {
  const heard = lastValueFrom(reader.tail.pipe(toArray()));
  await reader.close();
  expect(await heard).toEqual([]);
});

test('a reader follows a writer in another process', async () => {
  await writer.close();
  const seen: Position[] = [];
  const listening = reader.tail.subscribe(position => seen.push(position));
  const child = startChild('writer.ts', place.file, '30');
  await child.line('done');
  while (seen.at(-1) !== '30') await wait(5);
  listening.unsubscribe();
  await child.kill();
  expect(await readEverything(reader)).toHaveLength(30);
});

test('a reader makes a backup while the writer goes on', async () => {
  await appended(writer, 'a', 'none', ...entries(1_500));
  const target = place.backupTarget();
  const going = reader.backup(target);
  await appended(writer, 'b', 'none', entry());
  await going;
  expect(await countOf(await place.openBackup(target))).toBeGreaterThanOrEqual(1_500);
});

test('a reader opens a log that nobody writes', async () => {
  await appended(writer, 'a', 'none', entry());
  await reader.close();
  await writer.close();
  expect(await countOf(await place.openWith({ readOnly: true }))).toBe(1);
});
