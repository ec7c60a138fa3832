import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isBusy, isCorrupt, isNoSpace, openDatabase, resultCode } from '../../services/sqlite';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kravspor-sqlite-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function failure(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error('expected a failure');
}

test('a row comes back as it was written', () => {
  const database = openDatabase(join(folder, 'a.db'));
  database.exec('CREATE TABLE t (a TEXT, b INTEGER, c)');
  database.prepare('INSERT INTO t VALUES (?, ?, ?)').run('blåbærøl', 7, null);
  expect({ ...database.prepare('SELECT * FROM t').get() }).toEqual({ a: 'blåbærøl', b: 7, c: null });
  database.close();
});

test('a connection can be closed twice', () => {
  const database = openDatabase(join(folder, 'a.db'));
  database.close();
  expect(() => database.close()).not.toThrow();
});

test('it knows whether a transaction is open', () => {
  const database = openDatabase(join(folder, 'a.db'));
  database.exec('BEGIN');
  expect(database.inTransaction).toBe(true);
  database.exec('ROLLBACK');
  expect(database.inTransaction).toBe(false);
  database.close();
});

test('a read-only connection refuses to write', () => {
  openDatabase(join(folder, 'a.db')).exec('CREATE TABLE t (a)');
  const reader = openDatabase(join(folder, 'a.db'), { readOnly: true });
  expect(() => reader.exec('INSERT INTO t VALUES (1)')).toThrow(/readonly/);
  reader.close();
});

test('a full file is told as no space', () => {
  const database = openDatabase(join(folder, 'a.db'));
  database.exec('CREATE TABLE t (a); PRAGMA max_page_count = 3');
  const error = failure(() => database.prepare('INSERT INTO t VALUES (?)').run('x'.repeat(100_000)));
  expect([isNoSpace(error), isCorrupt(error), isBusy(error)]).toEqual([true, false, false]);
  database.close();
});

test('a file that is no database is told as corrupt', () => {
  writeFileSync(join(folder, 'a.db'), 'not a database, whatever it may be called '.repeat(100));
  const database = openDatabase(join(folder, 'a.db'));
  const error = failure(() => database.prepare('SELECT * FROM sqlite_schema').all());
  expect([isNoSpace(error), isCorrupt(error), isBusy(error)]).toEqual([false, true, false]);
  database.close();
});

test('damage met while rows are fetched is told as corrupt', () => {
  const database = openDatabase(join(folder, 'a.db'));
  database.exec('CREATE TABLE t (a)');
  for (let n = 0; n < 20; n += 1) database.prepare('INSERT INTO t VALUES (?)').run('x'.repeat(1_000));
  database.close();
  const file = readFileSync(join(folder, 'a.db'));
  file.fill(0xff, 3 * 4_096, 3 * 4_096 + 100);
  writeFileSync(join(folder, 'a.db'), file);
  const again = openDatabase(join(folder, 'a.db'));
  expect(isCorrupt(failure(() => again.prepare('SELECT * FROM t').all()))).toBe(true);
  expect(isCorrupt(failure(() => again.prepare('SELECT max(a) FROM t').get()))).toBe(true);
  expect(isCorrupt(failure(() => again.exec('DELETE FROM t')))).toBe(true);
  again.close();
});

test('a lock held by another connection is told as busy', () => {
  const one = openDatabase(join(folder, 'a.db'));
  const other = openDatabase(join(folder, 'a.db'), { busyTimeoutMs: 0 });
  one.exec('BEGIN IMMEDIATE');
  const error = failure(() => other.exec('BEGIN IMMEDIATE'));
  expect([isNoSpace(error), isCorrupt(error), isBusy(error)]).toEqual([false, false, true]);
  one.close();
  other.close();
});

test('an error of another kind has no result code', () => {
  expect(resultCode(new Error('something else'))).toBe(0);
  expect(isNoSpace(Object.assign(new Error('full'), { code: 'ENOSPC' }))).toBe(true);
});

test('closing gives up locks and takes the files beside the database away, whatever was prepared', () => {
  const one = openDatabase(join(folder, 'a.db'));
  one.exec('PRAGMA journal_mode = WAL; CREATE TABLE t (a)');
  one.prepare('INSERT INTO t VALUES (?)').run('x');
  one.prepare('SELECT * FROM t').get();
  one.exec('BEGIN IMMEDIATE');
  one.close();
  expect(readdirSync(folder)).toEqual(['a.db']);
  const other = openDatabase(join(folder, 'a.db'), { busyTimeoutMs: 0 });
  expect(() => other.exec('BEGIN EXCLUSIVE; COMMIT')).not.toThrow();
  expect(other.prepare('SELECT count(*) AS n FROM t').get()?.['n']).toBe(1);
  other.close();
});
