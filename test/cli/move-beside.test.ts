import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DOCUMENT } from '../http/world';
import { ensureBuilt } from '../support/built';
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
import { COMMAND, type Ended, run } from './run';

let world: Stopped;
/** A folder of its own for each test, in which the commands are run. */
let place: string;

beforeAll(async () => {
  ensureBuilt();
  world = await stopped();
});
afterAll(() => world.close());
beforeEach(() => (place = mkdtempSync(join(tmpdir(), 'kravspor-move-'))));
afterEach(() => rmSync(place, { recursive: true }));

const at = (...names: readonly string[]): string => `file:${join(place, ...names)}`;
const beside = (): readonly string[] => [
  ...['--content', at('new', 'content'), '--vault', at('new', 'vault.db'), '--reads', at('new', 'reads.db')],
];
const move = (...args: readonly string[]): Promise<Ended> =>
  kravspor(place, 'move', '--to', at('new'), ...args);
const fromWorld = (...args: readonly string[]): Promise<Ended> =>
  move('--from', `file:${world.folder}`, ...args);

/** The folder of the world once more, to be altered. */
function copyOfWorld(): string {
  const copy = join(place, 'old');
  cpSync(world.folder, copy, { recursive: true });
  return copy;
}

describe('what lies beside a log', () => {
  it('is brought from the folder of --from, whatever the settings name', async () => {
    const settings = {
      KRAVSPOR_DATA: join(place, 'elsewhere'),
      KRAVSPOR_CONTENT: at('new', 'content'),
      KRAVSPOR_VAULT: at('new', 'vault.db'),
      KRAVSPOR_READ_LOG: at('new', 'reads.db'),
    };
    const args = ['move', '--from', `file:${world.folder}`, '--to', at('new'), ...beside(), '--json'];
    const moved = await run(COMMAND, args, settings, place);
    expect(moved).toMatchObject({ code: 0 });
    expect(resultOf(moved)).toMatchObject({
      originals: { there: 1, erased: 1, neverGiven: [world.neverGiven], lost: [] },
      persons: { there: 1, erased: 1 },
      reads: { there: READS, appended: READS },
    });
    expect(await originalIn(at('new', 'content'), world.kept)).toBe(DOCUMENT);
    expect(await putIn(at('new', 'vault.db'), 'person-kept')).toBe('changed');
    expect(await readsIn(at('new', 'reads.db'))).toEqual(SOURCE_READS);
    expect(readdirSync(place)).toEqual(['new']);
  });

  it('is brought from the folder too where the file of its log is named', async () => {
    const moved = await move('--from', `file:${join(world.folder, 'events.db')}`, ...beside(), '--json');
    expect(resultOf(moved)).toMatchObject({
      originals: { there: 1 },
      persons: { there: 1 },
      reads: { there: READS },
    });
  });

  it('may be named apart', async () => {
    const backup = join(place, 'backup.db');
    copyFileSync(join(world.folder, 'events.db'), backup);
    const refused = await move('--from', `file:${backup}`, '--vault', at('new', 'vault.db'));
    expect(refused).toMatchObject({ code: 64, stdout: '' });
    expect(refused.stderr).toContain('--vault-from');
    const source = `file:${join(world.folder, 'vault.db')}`;
    const moved = await move(
      '--from',
      `file:${backup}`,
      '--vault',
      at('new', 'vault.db'),
      '--vault-from',
      source,
    );
    expect(moved.stdout).toContain(`1 persons are there, from ${source}; 1 are marked as erased.`);
  });

  it.each([
    ['content', 'content'],
    ['vault', 'vault.db'],
    ['reads', 'reads.db'],
  ])('is never guessed where --from is an engine: --%s', async (option, name) => {
    const refused = await move('--from', 'esdb://127.0.0.1:1?tls=false', `--${option}`, at('new', name));
    expect(refused).toMatchObject({ code: 64, stdout: '' });
    expect(refused.stderr).toContain(`Add --${option}-from`);
    expect(readdirSync(place)).toEqual([]);
  });

  it.each([
    ['content', 'content'],
    ['vault', 'vault.db'],
    ['reads', 'reads.db'],
  ])('is not made where it is missing, and nothing is moved then: --%s', async (option, name) => {
    const old = copyOfWorld();
    rmSync(join(old, name), { recursive: true });
    const refused = await move('--from', `file:${old}`, `--${option}`, at('new', name));
    expect(refused).toMatchObject({ code: 64, stdout: '' });
    expect(refused.stderr).toContain(`there is nothing at file:${join(old, name)}`);
    expect(existsSync(join(old, name))).toBe(false);
    expect(readdirSync(place)).toEqual(['old']);
  });

  it.each([
    ['the same place', ['--vault', 'OLD/vault.db'], 'the same place'],
    ['the same log', ['--to', 'OLD'], 'the same place'],
    ['a place of no kind that is known', ['--vault', 'redis://127.0.0.1'], 'redis:'],
    ['a source without a target', ['--vault-from', 'OLD/vault.db'], '--vault is not'],
  ])('is not moved for %s, and nothing is moved then', async (_, args, said) => {
    const old = copyOfWorld();
    const named = args.map(arg => arg.replace('OLD', `file:${join(place, '.', 'old')}`));
    const refused = await move('--from', `file:${old}`, ...named);
    expect(refused).toMatchObject({ code: 64, stdout: '' });
    expect(refused.stderr).toContain(said);
    expect(readdirSync(place)).toEqual(['old']);
  });
});

test.each(['events.db', 'vault.db'])('a source that cannot be looked at is told of: %s', async name => {
  const old = copyOfWorld();
  rmSync(join(old, name));
  symlinkSync(join(old, name), join(old, name));
  const refused = await move('--from', `file:${old}`, '--vault', at('new', 'vault.db'));
  expect(refused).toMatchObject({ code: 69, stdout: '' });
  expect(refused.stderr).toMatch(/^.*old\/.*\.db cannot be looked at: .*\n.*user/);
});

describe('an original', () => {
  const fileOf = (folder: string, sha256: string): string =>
    join(folder, 'content', sha256.slice(0, 2), sha256);

  it.each([
    ['missing', (path: string) => rmSync(path)],
    ['damaged', (path: string) => writeFileSync(path, 'something else')],
  ])('that is lost is named, and all others are moved: %s', async (why, harm) => {
    const old = copyOfWorld();
    harm(fileOf(old, world.kept));
    const args = ['--from', `file:${old}`, ...beside()];
    const moved = await move(...args, '--json');
    expect(moved.code).toBe(1);
    expect(resultOf(moved)).toMatchObject({
      originals: { there: 0, erased: 1, neverGiven: [world.neverGiven], lost: [{ sha256: world.kept, why }] },
      persons: { there: 1 },
      reads: { there: READS },
    });
    expect(moved.stderr).toContain('1 originals are lost');
    const again = await move(...args);
    expect(again.code).toBe(1);
    expect(again.stdout).toContain(`${world.kept} (${why})`);
    mkdirSync(join(place, 'new', 'content', world.kept.slice(0, 2)), { recursive: true });
    copyFileSync(fileOf(world.folder, world.kept), fileOf(join(place, 'new'), world.kept));
    expect((await move(...args)).code).toBe(0);
  });

  it('that only an event told of was never given to the store, which is said and is no loss', async () => {
    const moved = await fromWorld('--content', at('new', 'content'));
    expect(moved.code).toBe(0);
    expect(moved.stdout).toContain(`never given to the store`);
    expect(moved.stdout).toContain(world.neverGiven);
  });
});

test('what the log says is erased does not come along, and cannot be kept there again', async () => {
  expect(await originalIn(`file:${join(world.folder, 'content')}`, world.erased)).toContain('Tillegg.');
  expect((await fromWorld(...beside())).code).toBe(0);
  expect(await originalIn(at('new', 'content'), world.erased)).toBe('erased');
  expect(await putIn(at('new', 'vault.db'), 'person-erased')).toBe('erased');
});

describe('the log of reads', () => {
  const reads = (): readonly string[] => ['--reads', at('new', 'reads.db')];

  it('goes on behind what an earlier try has brought', async () => {
    await appendReads(at('new', 'reads.db'), SOURCE_READS.slice(0, 703));
    const moved = await fromWorld(...reads(), '--json');
    expect(resultOf(moved)).toMatchObject({ reads: { there: READS, appended: READS - 703 } });
    expect(await readsIn(at('new', 'reads.db'))).toEqual(SOURCE_READS);
    expect(resultOf(await fromWorld(...reads(), '--json'))).toMatchObject({
      reads: { there: READS, appended: 0 },
    });
  });

  it.each([
    ['others', [readOf(-1)]],
    ['the same and then others', [...SOURCE_READS.slice(0, 600), readOf(-1)]],
    ['the same and more', [...SOURCE_READS, readOf(-1)]],
  ])('is not mixed with %s', async (_, there) => {
    await appendReads(at('new', 'reads.db'), there);
    const refused = await fromWorld(...reads());
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toContain('is not the beginning of');
    expect(await readsIn(at('new', 'reads.db'))).toEqual(there);
  });
});

describe('what has still to be copied', () => {
  it('is the signing key and the anchor of the folder', async () => {
    const moved = resultOf(await fromWorld('--json'));
    expect(moved).toMatchObject({
      stillToCopy: [
        {
          what: 'signing key',
          from: join(world.folder, 'log.key'),
          to: join(place, 'new', 'log.key'),
          setting: 'KRAVSPOR_LOG_KEY',
        },
        {
          what: 'anchor',
          from: `${world.folder}.anchor`,
          to: join(place, 'new.anchor'),
          setting: 'KRAVSPOR_ANCHOR',
        },
      ],
    });
    const told = (await fromWorld()).stdout;
    expect(told).toContain(join(world.folder, 'log.key'));
    expect(told).toContain('Before the first start');
  });

  it('is told by its setting where it lies elsewhere', async () => {
    const old = copyOfWorld();
    rmSync(join(old, 'log.key'));
    writeFileSync(join(old, 'log.key.next'), 'prepared');
    const args = ['--from', `file:${old}`];
    expect(resultOf(await move(...args, '--json'))).toMatchObject({
      stillToCopy: [
        { what: 'signing key', from: null },
        { what: 'next signing key', from: join(old, 'log.key.next') },
        { what: 'anchor', from: null },
      ],
    });
    expect((await move(...args)).stdout).toContain('where KRAVSPOR_LOG_KEY of the old installation says');
  });
});
