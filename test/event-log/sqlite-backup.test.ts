import { sqlitePlace } from './sqlite-place';
import { appended, entries, readEverything } from './suite/support';

test('a backup of a file has the positions of the file, so that what was derived from the one holds for the other', async () => {
  const place = sqlitePlace();
  try {
    const log = await place.open();
    for (let n = 0; n < 3; n += 1) await appended(log, `s-${n}`, 'none', ...entries(2));
    const target = place.backupTarget();
    await log.backup(target);
    expect(await readEverything(await place.openBackup(target))).toEqual(await readEverything(log));
  } finally {
    await place.dispose();
  }
});
