import { startChild } from './child/start';
import { sqlitePlace, type SqlitePlace } from './sqlite-place';
import { appended, countOf, entry, like } from './suite/support';

let place: SqlitePlace;
beforeEach(() => {
  place = sqlitePlace();
});
afterEach(() => place.dispose());

test('a second writer in the same process is refused', async () => {
  await place.open();
  expect(await place.openError()).toMatchObject({
    kind: 'locked',
    message: like(`process ${process.pid} `),
    advice: like(/HTTP/),
  });
});

test('a second writer in another process is refused, and the holder goes on', async () => {
  const log = await place.open();
  const child = startChild('writer.ts', place.file, '1');
  expect(await child.line('locked')).toContain(`process ${process.pid} `);
  await appended(log, 'a', 'none', entry());
  expect(await countOf(log)).toBe(1);
});

test('while another process writes, its number is told; once it is killed the log opens', async () => {
  const child = startChild('writer.ts', place.file, '5');
  await child.line('done');
  expect(await place.openError()).toMatchObject({
    kind: 'locked',
    message: like(`process ${String(child.process.pid)} `),
  });
  await child.kill();
  expect(await countOf(await place.openWith({}))).toBe(5);
});

test('a refused opening does not take the lock away from its holder', async () => {
  const child = startChild('writer.ts', place.file, '1');
  await child.line('done');
  for (let n = 0; n < 3; n += 1) expect(await place.openError()).toMatchObject({ kind: 'locked' });
  await child.kill();
});

test('the lock is free after closing, and after an opening that failed', async () => {
  const log = await place.open();
  await log.close();
  expect(await countOf(await place.open())).toBe(0);
});
