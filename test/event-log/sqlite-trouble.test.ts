import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isLeft, isRight } from 'fp-ts/Either';
import {
  type Append,
  createGroupWriter,
  type GroupWriter,
} from '../../services/event-log/sqlite/transaction';
import { createSchema } from '../../services/event-log/sqlite/schema';
import { type Database, openDatabase } from '../../services/sqlite';
import { sqlitePlace } from './sqlite-place';
import { appended, entry, readEverything, like } from './suite/support';

let folder: string;
let database: Database;
let writer: GroupWriter;

/** The writing side on a connection the test can make trouble for. */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kravspor-trouble-'));
  database = openDatabase(join(folder, 'events.db'));
  database.exec('PRAGMA journal_mode = WAL');
  createSchema(database);
  writer = createGroupWriter(database);
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

const append = (stream: string, data = '{}'): Append => ({
  stream,
  expected: 'none',
  entries: [entry(undefined, data)],
});
const LARGE = `"${'x'.repeat(500_000)}"`;
const limitPages = (extra: number): void => {
  const pages = Number(database.prepare('PRAGMA page_count').get()?.['page_count']);
  database.exec(`PRAGMA max_page_count = ${pages + extra}`);
};
const noLimit = (): void => database.exec('PRAGMA max_page_count = 1073741823');
const stored = (): unknown => database.prepare('SELECT count(*) AS n FROM events').get()?.['n'];

test('when the disk is full all of the group is refused as no space, and nothing of it is stored', () => {
  expect(writer.write([append('before')]).every(isRight)).toBe(true);
  limitPages(10);
  const outcomes = writer.write([append('a'), append('b', LARGE), append('c')]);
  expect(outcomes.map(outcome => isLeft(outcome) && outcome.left.kind)).toEqual([
    'no-space',
    'no-space',
    'no-space',
  ]);
  expect([stored(), writer.head()]).toEqual([1, 1]);
});

test('writing goes on by itself when there is room again, without a gap', () => {
  limitPages(5);
  expect(writer.write([append('a', LARGE)]).every(isLeft)).toBe(true);
  noLimit();
  expect(
    writer.write([append('a', LARGE), append('b')]).map(outcome => isRight(outcome) && outcome.right),
  ).toEqual([
    { stream: 'a', firstRevision: 0, positions: ['1'] },
    { stream: 'b', firstRevision: 0, positions: ['2'] },
  ]);
});

test('what still fits is stored while the disk is nearly full', () => {
  limitPages(5);
  expect(writer.write([append('a', LARGE)]).every(isLeft)).toBe(true);
  expect(writer.write([append('b')]).every(isRight)).toBe(true);
});

test('a stream whose first append failed does not exist', () => {
  limitPages(5);
  writer.write([append('a', LARGE)]);
  const [outcome] = writer.write([{ stream: 'a', expected: 0, entries: [entry()] }]);
  expect(outcome).toMatchObject({ left: { kind: 'wrong-revision', actual: 'none' } });
});

test('when another program holds the file, appends are refused as unavailable and go on after it', () => {
  const other = openDatabase(join(folder, 'events.db'));
  other.exec('BEGIN IMMEDIATE');
  database.exec('PRAGMA busy_timeout = 0');
  expect(writer.write([append('a')])).toMatchObject([{ left: { kind: 'unavailable' } }]);
  other.exec('ROLLBACK');
  other.close();
  expect(writer.write([append('a')]).every(isRight)).toBe(true);
});

test('each commit is synced, also after the first write', () => {
  const level = (): unknown => database.prepare('PRAGMA synchronous').get()?.['synchronous'];
  for (let n = 0; n < 3; n += 1) {
    writer.write([append(`s-${n}`)]);
    expect(level()).toBe(2);
  }
});

test('a file that cannot be synced takes no event', () => {
  database.close();
  database = openDatabase(join(folder, 'other.db'));
  createSchema(database);
  database.exec('PRAGMA journal_mode = MEMORY');
  writer = createGroupWriter(database);
  expect(writer.write([append('a')])).toMatchObject([
    { left: { kind: 'unavailable', detail: like(/sync/) } },
  ]);
  expect(stored()).toBe(0);
});

test.each(['\ud800', 'a\udc00b', 'nul \0 byte'])(
  'text that would not come back unchanged is a mistake: %j',
  async text => {
    const place = sqlitePlace();
    const log = await place.open();
    await expect(log.append('a', 'none', [entry(undefined, text)])()).rejects.toThrow(TypeError);
    await appended(log, 'a', 'none', entry());
    expect(await readEverything(log)).toHaveLength(1);
    await place.dispose();
  },
);
