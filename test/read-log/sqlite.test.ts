import { statSync } from 'node:fs';
import { openReadLog } from '../../services/read-log';
import { openDatabase } from '../../services/sqlite';
import { readLogSuite } from './read-log-suite';
import { entry, type FilePlace, openPlace } from './support';

describe('the log of reads in a file', () => {
  readLogSuite(openPlace);

  let place: FilePlace;
  beforeEach(async () => {
    place = await openPlace();
  });
  afterEach(() => place.remove());

  it('is its owner’s alone to read', async () => {
    await place.log.append([entry()])();
    expect(statSync(place.path).mode & 0o777).toBe(0o600);
  });

  it('refuses to change an entry, whoever opens the file', async () => {
    await place.log.append([entry()])();
    const database = openDatabase(place.path);
    expect(() => database.exec("UPDATE reads SET actor = 'p-other'")).toThrow('never changed');
    database.close();
  });

  it('says that it is busy instead of waiting for who has the file', async () => {
    const database = openDatabase(place.path);
    database.exec('BEGIN IMMEDIATE');
    expect(await place.log.append([entry()])()).toMatchObject({ left: { kind: 'unavailable' } });
    database.exec('ROLLBACK');
    database.close();
    expect(await place.log.append([entry()])()).toMatchObject({ _tag: 'Right' });
  });

  it('takes no other file and no other engine for its own', async () => {
    const other = `${place.folder}/other.db`;
    const database = openDatabase(other);
    database.exec('CREATE TABLE t (a)');
    database.close();
    expect(await openReadLog(`file:${other}`)()).toMatchObject({ left: { kind: 'not-ours' } });
    expect(await openReadLog('syslog://somewhere')()).toMatchObject({ left: { kind: 'unsupported' } });
  });
});
