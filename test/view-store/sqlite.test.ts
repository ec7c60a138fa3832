import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isLeft, isRight, type Either } from 'fp-ts/Either';
import {
  StoreFailure,
  discardViewStore,
  openViewStore,
  type Change,
  type CollectionSpec,
  type Generation,
  type StoreError,
  type ViewStore,
} from '../../projections/stores';
import { openSqliteViewStore } from '../../projections/stores/sqlite';
import { openDatabase } from '../../services/sqlite';
import { viewStoreSuite } from './port-suite';

const newFolder = (): string => mkdtempSync(join(tmpdir(), 'kravspor-views-'));

viewStoreSuite('SQLite', () => {
  const folder = newFolder();
  return Promise.resolve({
    open: async () => taken(await openViewStore(`file:${join(folder, 'views.db')}`)()),
    remove: () => Promise.resolve(rmSync(folder, { recursive: true })),
  });
});

const SPECS: readonly CollectionSpec[] = [
  {
    name: 'requirements',
    indexes: [
      { path: 'organisation', kind: 'value' },
      { path: 'due', kind: 'value' },
      { path: 'tags', kind: 'values' },
      { path: 'text', kind: 'words' },
    ],
    sorts: [['organisation', 'due']],
  },
];

const change = (n: number, text = `krav nummer ${n}`): Change => ({
  collection: 'requirements',
  key: `k${String(n).padStart(6, '0')}`,
  document: {
    organisation: `org-${n % 3}`,
    due: `2025-01-${String(1 + (n % 28)).padStart(2, '0')}`,
    tags: [`t${n % 5}`],
    text,
  },
});
const changes = (from: number, to: number, text?: string): readonly Change[] =>
  Array.from({ length: to - from }, (_, i) => change(from + i, text));
const at = (seq: number) => ({ seq, position: String(seq) });

describe('the SQLite view store in its file', () => {
  let folder: string;
  let path: string;
  let uri: string;
  const stores: ViewStore[] = [];

  beforeEach(() => {
    folder = newFolder();
    path = join(folder, 'views.db');
    uri = `file:${path}`;
  });
  afterEach(async () => {
    for (const store of stores.splice(0)) await store.close();
    rmSync(folder, { recursive: true });
  });

  const opened = async (options = {}): Promise<ViewStore> => {
    const store = taken(await openSqliteViewStore(path, options)());
    stores.push(store);
    return store;
  };
  const filled = async (documents = 300): Promise<{ store: ViewStore; generation: Generation }> => {
    const store = await opened();
    const generation = taken(await store.open('v1', SPECS)());
    taken(await generation.commit(changes(0, documents), undefined, at(1))());
    taken(await store.promote('v1')());
    return { store, generation };
  };
  const closed = async (): Promise<void> => {
    for (const store of stores.splice(0)) await store.close();
  };

  it('is made with the folders that lead to it', async () => {
    path = join(folder, 'some', 'where', 'views.db');
    await opened();
    expect(existsSync(path)).toBe(true);
  });

  it('is read while another connection writes, which sees nothing half-done', async () => {
    const { generation } = await filled(10);
    const writing = openDatabase(path);
    writing.exec('BEGIN IMMEDIATE');
    writing.exec('DELETE FROM documents_1_0');
    const page = taken(await generation.find('requirements', { limit: 100 })());
    expect([page.total, page.items.length]).toEqual([10, 10]);
    writing.exec('COMMIT');
    writing.close();
    expect(taken(await generation.find('requirements', { limit: 100 })()).total).toBe(0);
  });

  it('is unavailable to a writer while another one holds it for longer than its patience', async () => {
    const { generation } = await filled(1);
    const hasty = await opened({ busyTimeoutMs: 20 });
    const other = taken(await hasty.open('v1', SPECS)());
    const holding = openDatabase(path);
    holding.exec('BEGIN IMMEDIATE');
    expect(refused(await other.commit([change(1)], at(1), at(2))()).kind).toBe('unavailable');
    expect(await other.checkpoint()).toEqual(at(1));
    holding.exec('ROLLBACK');
    holding.close();
    expect(taken(await other.commit([change(1)], at(1), at(2))())).toBe('committed');
    expect(await generation.checkpoint()).toEqual(at(2));
  });

  it('tells that there is no room, stores nothing of that commit, and goes on when there is room', async () => {
    const small = await opened({ maxBytes: 400_000 });
    const generation = taken(await small.open('v1', SPECS)());
    taken(await generation.find('requirements', { limit: 1 })());
    taken(await generation.commit(changes(0, 20), undefined, at(1))());
    const failure = refused(
      await generation.commit(changes(0, 2_000, 'et langt krav '.repeat(20)), at(1), at(2))(),
    );
    expect(failure.kind).toBe('no-space');
    expect(failure.detail).toContain(path);
    expect(await generation.checkpoint()).toEqual(at(1));
    expect(await generation.get('requirements', 'k000000')).toEqual(change(0).document);
    const all = { filter: { op: 'text', path: 'text', query: 'langt' }, limit: 1 } as const;
    expect(taken(await generation.find('requirements', all)()).total).toBe(0);
    expect(taken(await generation.commit(changes(20, 30), at(1), at(2))())).toBe('committed');

    const roomy = taken(await (await opened()).open('v1', SPECS)());
    taken(await roomy.commit(changes(0, 2_000, 'et langt krav '.repeat(20)), at(2), at(3))());
    expect(taken(await roomy.find('requirements', all)()).total).toBe(2_000);
  });

  it('promotes nothing where its indexes find no room, and can be promoted later', async () => {
    const { store } = await filled(20);
    const before = await opened();
    const made = taken(await before.open('v2', SPECS)());
    taken(await made.commit(changes(0, 3_000), undefined, at(1))());
    await before.close();
    stores.pop();
    const cramped = await opened({ maxBytes: statSync(path).size + 20_000 });
    expect(refused(await cramped.promote('v2')()).kind).toBe('no-space');
    expect(await cramped.current()).toBe('v1');
    taken(await store.promote('v2')());
    expect(await store.current()).toBe('v2');
    const found = taken(await store.open('v2', SPECS)());
    const filter = { op: 'equals', path: 'tags', value: 't1' } as const;
    expect(taken(await found.find('requirements', { filter, limit: 1 })()).total).toBe(600);
  });

  it('answers the same whether documents came before its indexes were made or after', async () => {
    const store = await opened();
    const loaded = taken(await store.open('loaded', SPECS)());
    const kept = taken(await store.open('kept', SPECS)());
    taken(await kept.find('requirements', { limit: 1 })());
    for (const generation of [loaded, kept]) {
      taken(await generation.commit(changes(0, 200), undefined, at(1))());
      const gone = { collection: 'requirements', key: 'k000007', document: undefined };
      taken(await generation.commit([...changes(50, 120, 'andre ord'), gone], at(1), at(2))());
    }
    taken(await loaded.find('requirements', { limit: 1 })());
    const tables = openDatabase(path);
    const entries = (n: number): readonly unknown[] =>
      tables
        .prepare(
          `SELECT field, entry, key FROM entries_${n}_0 JOIN documents_${n}_0 USING (id) ORDER BY 1, 2, 3`,
        )
        .all();
    expect(entries(1)).toEqual(entries(2));
    expect(entries(1).length).toBeGreaterThan(500);
    tables.close();
  });

  it('refuses a file that is no database as damaged, and is made anew once that is discarded', async () => {
    writeFileSync(path, 'no database at all, '.repeat(500));
    const failure = refused(await openViewStore(uri)());
    expect(failure.kind).toBe('damaged');
    expect(failure.detail).toMatch(/delete .*views\.db/);
    taken(await discardViewStore(uri)());
    expect(existsSync(path)).toBe(false);
    expect(await (await opened()).current()).toBeUndefined();
  });

  it('refuses a file cut short as damaged', async () => {
    await filled();
    await closed();
    truncateSync(path, 10_000);
    expect(refused(await openViewStore(uri)()).kind).toBe('damaged');
  });

  it('rejects a read of damaged pages as damaged, not as missing', async () => {
    await filled();
    await closed();
    const file = openSync(path, 'r+');
    writeSync(file, Buffer.alloc(statSync(path).size - 4096, 0xa5), 0, null, 4096);
    closeSync(file);
    const store = await openViewStore(uri)();
    const failure = isLeft(store) ? store.left : await readFailure(store.right);
    expect(failure).toMatchObject({ kind: 'damaged' });
  });

  it('rejects a document that is no JSON as damaged', async () => {
    const { generation } = await filled(3);
    const other = openDatabase(path);
    other.exec("UPDATE documents_1_0 SET document = '{' WHERE key = 'k000001'");
    other.close();
    const damaged = { failure: { kind: 'damaged' } };
    await expect(generation.get('requirements', 'k000001')).rejects.toMatchObject(damaged);
    await expect(generation.find('requirements', { limit: 9 })()).rejects.toMatchObject(damaged);
  });

  it('refuses a store of another format as damaged, since it can be built anew', async () => {
    await filled(1);
    await closed();
    const other = openDatabase(path);
    other.exec('PRAGMA user_version = 99');
    other.close();
    const failure = refused(await openViewStore(uri)());
    expect(failure.kind).toBe('damaged');
    expect(failure.detail).toContain('99');
  });

  it('leaves a database of something else alone, however it is asked', async () => {
    for (const mark of ['', 'PRAGMA application_id = 7;']) {
      const other = openDatabase(path);
      other.exec(`CREATE TABLE IF NOT EXISTS events (id); INSERT INTO events VALUES (1); ${mark}`);
      other.close();
      const before = readFileSync(path);
      expect(refused(await openViewStore(uri)()).kind).toBe('foreign');
      expect(refused(await discardViewStore(uri)()).kind).toBe('foreign');
      expect(readFileSync(path).equals(before)).toBe(true);
    }
  });

  it('takes over an empty file, as one cut off while it was made', async () => {
    writeFileSync(path, '');
    expect(await (await opened()).current()).toBeUndefined();
    await closed();
    taken(await discardViewStore(uri)());
    const other = openDatabase(path);
    other.exec('PRAGMA journal_mode = WAL');
    other.close();
    expect(await (await opened()).current()).toBeUndefined();
    await closed();
  });

  it('is discarded with all that lies beside it, and what is not there is discarded without a word', async () => {
    await filled(5);
    expect(existsSync(`${path}-wal`)).toBe(true);
    taken(await discardViewStore(uri)());
    expect(['', '-wal', '-shm'].filter(end => existsSync(path + end))).toEqual([]);
    taken(await discardViewStore(uri)());
  });

  it('is unavailable where the path cannot be opened', async () => {
    writeFileSync(join(folder, 'file'), '');
    expect(refused(await openViewStore(`file:${join(folder, 'file', 'views.db')}`)()).kind).toBe(
      'unavailable',
    );
    expect(refused(await openViewStore(`file:${folder}`)()).kind).toBe('unavailable');
  });

  it('keeps its file from growing when a generation is built again and again', async () => {
    const { store } = await filled(1_000);
    const sizes: number[] = [];
    for (const id of ['v2', 'v3', 'v4', 'v5']) {
      const generation = taken(await store.open(id, SPECS)());
      taken(await generation.commit(changes(0, 1_000), undefined, at(1))());
      taken(await store.promote(id)());
      const pages = openDatabase(path);
      sizes.push(Number(pages.prepare('PRAGMA page_count').get()?.['page_count']));
      pages.close();
    }
    expect(sizes[3]).toBeLessThanOrEqual((sizes[0] ?? 0) * 1.1);
  });
});

describe('the address of a view store', () => {
  it('is a file, relative or absolute', async () => {
    const folder = newFolder();
    for (const uri of [`file:${folder}/a.db`, `file://${folder}/b%20b.db`]) {
      await taken(await openViewStore(uri)()).close();
    }
    expect(existsSync(join(folder, 'b b.db'))).toBe(true);
    rmSync(folder, { recursive: true });
  });

  it('is refused with a word on what is expected', async () => {
    for (const uri of ['views.db', '', 'file:', 'file::memory:', 'http://x', 'file://host/x']) {
      const failure = refused(await openViewStore(uri)());
      expect(failure.kind).toBe('refused');
      expect(failure.detail).toContain('file:./data/views.db');
      expect(refused(await discardViewStore(uri)()).kind).toBe('refused');
    }
  });
});

async function readFailure(store: ViewStore): Promise<StoreError | undefined> {
  try {
    const opened = await store.open('v1', SPECS)();
    if (isLeft(opened)) return opened.left;
    for await (const found of opened.right.scan('requirements')) expect(found.document).toBeDefined();
    return undefined;
  } catch (error) {
    return error instanceof StoreFailure ? error.failure : undefined;
  } finally {
    await store.close();
  }
}

function taken<A>(result: Either<{ readonly detail: string }, A>): A {
  if (isRight(result)) return result.right;
  throw new Error(result.left.detail);
}

function refused<E>(result: Either<E, unknown>): E {
  if (isLeft(result)) return result.left;
  throw new Error('a refusal was expected');
}
