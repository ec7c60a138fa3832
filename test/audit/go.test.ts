import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPlace, type Place } from './support';

const SIZE = 600;
const OLD = 300;

/** Debian's golang-golang-x-mod-dev puts the sources there. */
const SOURCES = '/usr/share/gocode';

const hasGo =
  existsSync(join(SOURCES, 'src/golang.org/x/mod/sumdb/tlog')) && spawnSync('go', ['version']).status === 0;
if (!hasGo)
  process.stdout.write('Go with golang.org/x/mod is not installed: the cross-check with it is skipped.\n');
const withGo = hasGo ? describe : describe.skip;

let bin: string;
let place: Place;
let whole: string;
let copies = 0;

/** Builds the other implementation's program. */
function built(into: string): string {
  const target = join(into, 'crosscheck');
  const env = {
    PATH: process.env['PATH'] ?? '',
    GOPATH: SOURCES,
    GO111MODULE: 'off',
    GOCACHE: join(into, 'cache'),
    GOFLAGS: '',
  };
  const args = ['build', '-o', target, join(__dirname, 'go/crosscheck.go')];
  const { status, stderr } = spawnSync('go', args, { env, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return target;
}

/** What the service has written and says, in one folder. */
async function logFolder(): Promise<string> {
  const folder = join(place.folder, 'whole');
  for (const name of ['proofs', 'old']) mkdirSync(join(folder, name), { recursive: true });
  await place.grow(OLD);
  await place.settle();
  cpSync(join(place.tiles, 'checkpoint'), join(folder, 'old/checkpoint'));
  await place.grow(SIZE - OLD);
  const tree = await place.start();
  await tree.waitFor(SIZE - 1);
  for (const seq of [0, 1, 255, 256, 511, 512, 599])
    writeFileSync(join(folder, `proofs/${seq}.tlog-proof`), (await tree.proofOf(seq)) ?? '');
  writeFileSync(join(folder, 'old/consistency'), (await tree.consistencyFrom(OLD))?.join('\n') ?? '');
  await tree.close();
  for (const name of ['checkpoint', 'tile'])
    cpSync(join(place.tiles, name), join(folder, name), { recursive: true });
  return folder;
}

const check = (folder: string, key = place.key.verifierKey) =>
  spawnSync(bin, [folder, key], { encoding: 'utf8' });

/** A copy in which one byte is another. */
function altered(path: string, at: (bytes: Buffer) => number): string {
  const folder = join(tmpdir(), `kravspor-go-${process.pid}-${copies++}`);
  cpSync(whole, folder, { recursive: true });
  const bytes = readFileSync(join(folder, path));
  const i = at(bytes);
  bytes.writeUInt8(bytes.readUInt8(i) ^ 1, i);
  writeFileSync(join(folder, path), bytes);
  return folder;
}

withGo('Go’s sumdb/note and tlog', () => {
  beforeAll(async () => {
    place = await openPlace();
    bin = built(mkdtempSync(join(place.folder, 'go-')));
    whole = await logFolder();
  });
  afterAll(() => place.remove());

  it('accept the checkpoints, tiles, entry bundles and proofs', () => {
    const { status, stdout, stderr } = check(whole);
    expect({ status, stdout, stderr }).toEqual({
      status: 0,
      stdout: `${SIZE} leaves, 7 proofs\n`,
      stderr: '',
    });
  });

  it.each([
    ['checkpoint', (bytes: Buffer) => bytes.indexOf('\n600\n') + 2],
    ['checkpoint', (bytes: Buffer) => bytes.length - 10],
    ['tile/0/000', () => 99],
    ['tile/0/002.p/88', () => 99],
    ['tile/1/000.p/2', () => 40],
    ['tile/entries/001', () => 1_000],
    ['tile/entries/002.p/88', () => 20],
    ['proofs/599.tlog-proof', (bytes: Buffer) => bytes.indexOf('index') + 20],
    ['proofs/0.tlog-proof', (bytes: Buffer) => bytes.indexOf('index') + 20],
    ['old/checkpoint', (bytes: Buffer) => bytes.indexOf('\n300\n') + 1],
    ['old/consistency', () => 5],
  ])('refuse them with one byte altered: %s', (path, at) => {
    const folder = altered(path, at);
    expect(check(folder).status).not.toBe(0);
    rmSync(folder, { recursive: true });
  });

  it('refuse them under another key', () => {
    expect(check(whole, 'kravspor.test/log+00000000+AAAA').status).not.toBe(0);
  });
});
