import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Server, ownNode } from '../event-log/eventstoredb-place';
import { DOCUMENT } from '../http/world';
import { ensureBuilt } from '../support/built';
import { describeWithMongo, newDatabase, type TestDatabase } from '../support/mongodb';
import {
  appendReads,
  kravspor,
  originalIn,
  putIn,
  READS,
  readOf,
  readsIn,
  resultOf,
  SOURCE_READS,
  type Stopped,
  stopped,
} from './move-world';

describeWithMongo('a move to engines for many', () => {
  let world: Stopped;
  let node: Server;
  let database: TestDatabase;
  let place: string;

  beforeAll(async () => {
    ensureBuilt();
    [world, node] = [await stopped(), await ownNode()];
  }, 60_000);
  afterAll(async () => {
    await world.close();
    await node.close();
  });
  beforeEach(() => {
    database = newDatabase();
    place = mkdtempSync(join(tmpdir(), 'kravspor-move-'));
  });
  afterEach(async () => {
    await database.drop();
    rmSync(place, { recursive: true });
  });

  const there = (): Promise<ReturnType<typeof resultOf>> =>
    kravspor(
      place,
      ...['move', '--from', `file:${world.folder}`, '--to', node.uri, '--json'],
      ...['--content', database.uri, '--vault', database.uri, '--reads', database.uri],
    ).then(resultOf);

  it('brings originals, persons and reads, and they come back the same', async () => {
    expect(await there()).toMatchObject({
      originals: { there: 1, erased: 1, neverGiven: [world.neverGiven], lost: [] },
      persons: { there: 1, erased: 1 },
      reads: { there: READS, appended: READS },
      stillToCopy: [
        { from: join(world.folder, 'log.key'), to: null },
        { from: `${world.folder}.anchor`, to: null },
      ],
    });
    expect(await originalIn(database.uri, world.kept)).toBe(DOCUMENT);
    expect(await originalIn(database.uri, world.erased)).toBe('erased');
    expect(await readsIn(database.uri)).toEqual(SOURCE_READS);
    const back = (name: string): string => `file:${join(place, 'back', name)}`;
    const returned = await kravspor(
      place,
      ...['move', '--from', node.uri, '--to', `file:${join(place, 'back')}`, '--json'],
      ...['--content', back('content'), '--content-from', database.uri],
      ...['--vault', back('vault.db'), '--vault-from', database.uri],
      ...['--reads', back('reads.db'), '--reads-from', database.uri],
    );
    expect(returned.code).toBe(0);
    expect(await originalIn(back('content'), world.kept)).toBe(DOCUMENT);
    expect(await originalIn(back('content'), world.erased)).toBe('erased');
    expect(await readsIn(back('reads.db'))).toEqual(SOURCE_READS);
    for (const register of [database.uri, back('vault.db')]) {
      expect(await putIn(register, 'person-kept')).toBe('changed');
      expect(await putIn(register, 'person-erased')).toBe('erased');
    }
  });

  it('goes on where it was broken off, and brings nothing twice', async () => {
    await appendReads(database.uri, SOURCE_READS.slice(0, 703));
    expect(await there()).toMatchObject({ reads: { there: READS, appended: READS - 703 } });
    expect(await there()).toMatchObject({
      originals: { there: 1 },
      persons: { there: 1 },
      reads: { there: READS, appended: 0 },
    });
    expect(await readsIn(database.uri)).toEqual(SOURCE_READS);
  });

  it('adds no reads behind those of an instance that has run there', async () => {
    await appendReads(database.uri, [readOf(-1)]);
    const refused = await kravspor(
      place,
      ...['move', '--from', `file:${world.folder}`, '--to', node.uri, '--reads', database.uri],
    );
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toContain('is not the beginning of');
    expect(await readsIn(database.uri)).toEqual([readOf(-1)]);
  });

  it('says where nobody answers, and ends', async () => {
    const nobody = 'mongodb://user:secret@127.0.0.1:1/kravspor';
    const refused = await kravspor(
      place,
      ...[
        'move',
        '--from',
        `file:${world.folder}`,
        '--to',
        node.uri,
        '--reads',
        database.uri,
        '--vault',
        nobody,
      ],
    );
    expect(refused).toMatchObject({ code: 69, stdout: '' });
    expect(refused.stderr).toContain('mongodb://user:***@127.0.0.1:1/kravspor');
    expect(refused.stderr).not.toContain('secret');
  });
});
