import { type Database, openDatabase } from '../../services/sqlite';
import { sqlitePlace, type SqlitePlace } from './sqlite-place';
import { appended, entries, readEverything, like } from './suite/support';

let place: SqlitePlace;
let database: Database;

/** The file as any other program sees it: a plain connection, default pragmas, no code of ours. */
beforeEach(async () => {
  place = sqlitePlace();
  const log = await place.open();
  await appended(log, 'a', 'none', ...entries(3));
  await appended(log, 'b', 'none', ...entries(2));
  await log.close();
  database = openDatabase(place.file);
});

afterEach(async () => {
  database.close();
  await place.dispose();
});

const rows = (): unknown =>
  JSON.stringify(database.prepare('SELECT * FROM events JOIN streams ON stream = number').all());

const COPY_OF_2 = `stream, revision, id, type, 'forged', metadata FROM events WHERE position = 2`;

const ATTEMPTS: readonly (readonly [string, string])[] = [
  ['UPDATE of the data', `UPDATE events SET data = 'forged' WHERE position = 2`],
  ['UPDATE of all', `UPDATE events SET metadata = '{}'`],
  ['UPDATE of a position', `UPDATE events SET position = 99 WHERE position = 5`],
  ['UPDATE OR REPLACE', `UPDATE OR REPLACE events SET position = 1 WHERE position = 2`],
  ['UPDATE OR IGNORE', `UPDATE OR IGNORE events SET data = 'forged' WHERE position = 2`],
  ['DELETE of one', 'DELETE FROM events WHERE position = 2'],
  ['DELETE of the newest', 'DELETE FROM events WHERE position = 5'],
  ['DELETE of all', 'DELETE FROM events'],
  ['REPLACE at a position', `REPLACE INTO events SELECT 2, ${COPY_OF_2}`],
  ['INSERT OR REPLACE at a position', `INSERT OR REPLACE INTO events SELECT 2, ${COPY_OF_2}`],
  ['REPLACE of a revision', `REPLACE INTO events SELECT 6, ${COPY_OF_2}`],
  [
    'REPLACE of an id',
    `REPLACE INTO events SELECT 6, stream, 3, id, type, 'forged', metadata FROM events WHERE position = 2`,
  ],
  [
    'REPLACE without a position',
    `REPLACE INTO events (stream, revision, id, type, data, metadata) SELECT ${COPY_OF_2}`,
  ],
  ['INSERT OR IGNORE at a position', `INSERT OR IGNORE INTO events SELECT 2, ${COPY_OF_2}`],
  [
    'upsert',
    `INSERT INTO events SELECT 2, stream, revision, id, type, 'forged', metadata FROM events WHERE position = 2
     ON CONFLICT DO UPDATE SET data = 'forged'`,
  ],
  ['INSERT with a gap', `INSERT INTO events VALUES (7, 1, 3, 'new', 't', '{}', '{}')`],
  ['INSERT before the first', `INSERT INTO events VALUES (0, 1, 3, 'new', 't', '{}', '{}')`],
  ['INSERT with a gap in the stream', `INSERT INTO events VALUES (6, 1, 4, 'new', 't', '{}', '{}')`],
  ['INSERT of a number as text', `INSERT INTO events VALUES (6, 1, 3, 'new', 't', x'00', '{}')`],
  ['renaming a stream', `UPDATE streams SET name = 'c' WHERE number = 1`],
  ['removing a stream', 'DELETE FROM streams WHERE number = 1'],
  ['REPLACE of a stream by number', `REPLACE INTO streams VALUES (1, 'c')`],
  ['REPLACE of a stream by name', `REPLACE INTO streams VALUES (9, 'a')`],
];

test.each(ATTEMPTS)('the file itself refuses: %s', (_name, sql) => {
  const before = rows();
  expect(() => database.exec(sql)).toThrow();
  expect(rows()).toBe(before);
});

test.each(ATTEMPTS)('also with recursive triggers off: %s', (_name, sql) => {
  const before = rows();
  database.exec(
    'PRAGMA recursive_triggers = OFF; PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON',
  );
  expect(() => database.exec(sql)).toThrow();
  expect(rows()).toBe(before);
});

test.each(['events_insert', 'events_update', 'events_delete', 'streams_update'])(
  'a log whose guard %s has been taken away is not opened',
  async name => {
    database.exec(`DROP TRIGGER ${name}`);
    database.close();
    expect(await place.openError()).toMatchObject({
      kind: 'damaged',
      message: like(/guards/),
    });
  },
);

test('a log with a trigger of somebody else is not opened', async () => {
  database.exec(`CREATE TRIGGER mine AFTER INSERT ON events BEGIN DELETE FROM streams; END`);
  database.close();
  expect(await place.openError()).toMatchObject({ kind: 'damaged' });
});

test('the next event may be added, and is read back', async () => {
  database.exec(`INSERT INTO events VALUES (6, 1, 3, 'new', 't', '{}', '{}')`);
  database.close();
  expect(await readEverything(await place.openWith({}))).toHaveLength(6);
});
