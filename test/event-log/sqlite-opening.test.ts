import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isLeft, isRight } from 'fp-ts/Either';
import { EventLogDamaged, openEventLog } from '../../services/event-log';
import { openDatabase } from '../../services/sqlite';
import { startChild } from './child/start';
import { sqlitePlace, type SqlitePlace } from './sqlite-place';
import { appended, countOf, defined, entries, entry, readEverything, like } from './suite/support';

let place: SqlitePlace;
beforeEach(() => {
  place = sqlitePlace();
});
afterEach(() => place.dispose());

/** A closed log of so many events. */
async function logOf(count: number): Promise<void> {
  const log = await place.open();
  await appended(log, 'a', 'none', ...entries(count));
  await log.close();
}

/** A log whose last writer was killed, so that its newest events are in the `-wal` file only. */
async function killedLog(count: number): Promise<void> {
  const child = startChild('writer.ts', place.file, String(count));
  await child.line('done');
  await child.kill();
}

test('without being asked for no log is made, nor anything else', async () => {
  expect(await place.openError()).toMatchObject({
    kind: 'missing',
    message: like(place.file),
  });
  expect(await place.openError({ readOnly: true, create: true })).toMatchObject({ kind: 'missing' });
  expect(readdirSync(place.folder)).toEqual([]);
});

test('an address of another kind is refused with a message', async () => {
  for (const uri of ['postgres://localhost/log', 'events.db', 'file:', 'file://server/share/events.db', '']) {
    const outcome = await openEventLog(uri, { create: true })();
    expect(isLeft(outcome) && outcome.left.kind).toBe('unsupported');
  }
});

test('a file URL opens the same log as a path', async () => {
  await logOf(2);
  const outcome = await openEventLog(pathToFileURL(place.file).href)();
  if (isLeft(outcome)) throw new Error(outcome.left.message);
  expect(await countOf(outcome.right)).toBe(2);
  await outcome.right.close();
});

test('an empty file is damage, and stays as it is', async () => {
  await logOf(3);
  truncateSync(place.file, 0);
  expect(await place.openError({ create: true })).toMatchObject({
    kind: 'damaged',
    message: like(/empty/),
  });
  expect(readFileSync(place.file)).toHaveLength(0);
});

test.each([1, 99, 512, 4_096, 8_192, 20_000])('a file cut after %i bytes is damage', async bytes => {
  await logOf(200);
  truncateSync(place.file, bytes);
  expect(await place.openError({ create: true })).toMatchObject({ kind: 'damaged' });
});

test('a file written over with something else is damage', async () => {
  await logOf(3);
  writeFileSync(place.file, 'this was a log once. '.repeat(1_000));
  expect(await place.openError({ create: true })).toMatchObject({ kind: 'damaged' });
});

test('a file that is gone, where there has been a log, is damage and no new beginning', async () => {
  await logOf(3);
  rmSync(place.file);
  expect(await place.openError({ create: true })).toMatchObject({
    kind: 'damaged',
    message: like(/gone/),
  });
  expect(existsSync(place.file)).toBe(false);
});

test('a -wal file without its log is damage', async () => {
  await killedLog(3);
  rmSync(place.file);
  rmSync(join(dirname(place.file), 'log.mark'));
  expect(await place.openError({ create: true })).toMatchObject({
    kind: 'damaged',
    message: like(/-wal/),
  });
});

test('after a kill all that was acknowledged is there', async () => {
  await killedLog(20);
  expect(await readEverything(await place.open())).toHaveLength(20);
});

test('a tail lost with the -wal file is noticed', async () => {
  await killedLog(20);
  rmSync(`${place.file}-wal`);
  expect(await place.openError()).toMatchObject({
    kind: 'damaged',
    message: like(/20 .*gone/),
  });
});

test('a flipped bit in the -wal file, for which SQLite drops events, is noticed', async () => {
  await killedLog(20);
  const wal = readFileSync(`${place.file}-wal`);
  const middle = Math.floor(wal.length / 2);
  wal.writeUInt8(wal.readUInt8(middle) ^ 1, middle);
  writeFileSync(`${place.file}-wal`, wal);
  expect(await place.openError()).toMatchObject({ kind: 'damaged', message: like(/gone/) });
});

test('an older copy of the file put in its place is noticed', async () => {
  await logOf(3);
  const older = join(place.folder, 'older.db');
  copyFileSync(place.file, older);
  const log = await place.openWith({});
  await appended(log, 'b', 'none', entry());
  await log.close();
  renameSync(older, place.file);
  expect(await place.openError()).toMatchObject({
    kind: 'damaged',
    message: like(/newest 1 /),
  });
});

test('a mark that cannot be read is damage', async () => {
  await logOf(3);
  appendFileSync(join(dirname(place.file), 'log.mark'), 'x');
  expect(await place.openError()).toMatchObject({ kind: 'damaged', message: like(/mark/) });
});

test('a log moved into an empty folder opens there', async () => {
  await logOf(3);
  const moved = join(place.folder, 'elsewhere', 'events.db');
  mkdirSync(dirname(moved));
  copyFileSync(place.file, moved);
  expect(await countOf(await place.openWith({}, moved))).toBe(3);
});

test('damage found while reading is told in words', async () => {
  const log = await place.open();
  const many = entries(2_000);
  await appended(log, 'a', 'none', ...many);
  await log.close();
  const file = readFileSync(place.file);
  const page = Math.floor(file.indexOf(defined(many[1_000]).data) / 4_096);
  file.fill(0xff, page * 4_096, page * 4_096 + 100);
  writeFileSync(place.file, file);
  const outcome = await openEventLog(`file:${place.file}`)();
  if (isLeft(outcome)) throw new Error(outcome.left.message);
  await expect(readEverything(outcome.right)).rejects.toMatchObject({
    name: 'EventLogDamaged',
    message: like(/damaged/),
    advice: like(/backup/),
  });
  await expect(outcome.right.backup(join(place.folder, 'copy.db'))).rejects.toThrow(EventLogDamaged);
  expect(existsSync(join(place.folder, 'copy.db'))).toBe(false);
  await outcome.right.close();
});

test('a database of something else is left alone', async () => {
  mkdirSync(dirname(place.file));
  const other = openDatabase(place.file);
  other.exec('CREATE TABLE recipes (name TEXT)');
  other.close();
  const before = readFileSync(place.file);
  expect(await place.openError({ create: true })).toMatchObject({ kind: 'not-ours' });
  expect(readFileSync(place.file).equals(before)).toBe(true);
});

test('a log of a newer format is left alone', async () => {
  await logOf(3);
  const later = openDatabase(place.file);
  later.exec('PRAGMA user_version = 2');
  later.close();
  expect(await place.openError()).toMatchObject({ kind: 'newer-format' });
});

test('a folder in the place of the file is told', async () => {
  mkdirSync(place.file, { recursive: true });
  expect(await place.openError({ create: true })).toMatchObject({
    kind: 'unavailable',
    advice: like(/./),
  });
});

test('what was left by an interrupted making of a log does not hinder the next', async () => {
  mkdirSync(dirname(place.file));
  writeFileSync(`${place.file}.new`, 'half a file');
  writeFileSync(join(dirname(place.file), 'writer.lock'), '');
  const outcome = await openEventLog(`file:${place.file}`, { create: true })();
  expect(isRight(outcome)).toBe(true);
  if (isRight(outcome)) await outcome.right.close();
});
