import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { filter, firstValueFrom, timeout } from 'rxjs';
import {
  readTree,
  type SharedTreeOptions,
  startSharedTree,
  type Tree,
  type TreeStatus,
} from '../../services/audit';
import { openPlace, ORIGIN, type Place } from './support';

let place: Place;
const open: Tree[] = [];

beforeEach(async () => {
  place = await openPlace();
});
afterEach(async () => {
  for (const tree of open.splice(0).reverse()) await tree.close();
  await place.remove();
});

async function shared(options: Partial<SharedTreeOptions> = {}): Promise<Tree> {
  const { log, tiles: folder, anchor, key: signer } = place;
  const common = { log, folder, anchor, signer, origin: ORIGIN, rhythmMs: 5, tryMs: 20 };
  const tree = await startSharedTree({ ...common, ...options });
  open.push(tree);
  return tree;
}

async function reader(): Promise<Tree> {
  const tree = await readTree({ folder: place.tiles, origin: ORIGIN, pollMs: 5 });
  open.push(tree);
  return tree;
}

const until = (tree: Tree, state: TreeStatus['state']): Promise<TreeStatus> =>
  firstValueFrom(
    tree.changes.pipe(
      filter(status => status.state === state),
      timeout(10_000),
    ),
  );

it('is written by one, while another stands by and shows the same', async () => {
  await place.grow(300);
  const [writer, second] = [await shared(), await shared()];
  expect(await writer.waitFor(299)).toBe(true);
  expect(await second.waitFor(299)).toBe(true);
  expect(second.status().state).toBe('standby');
  expect(second.checkpoint()?.equals(writer.checkpoint() ?? Buffer.alloc(0))).toBe(true);
  expect((await second.proofOf(17))?.equals((await writer.proofOf(17)) ?? Buffer.alloc(0))).toBe(true);
});

it('is taken over when the one that wrote it ends, and grows on from there', async () => {
  await place.grow(10);
  const [writer, second] = [await shared(), await shared()];
  expect(await writer.waitFor(9)).toBe(true);
  await writer.close();
  await place.grow(10);
  expect(await second.waitFor(19, 10_000)).toBe(true);
  expect(second.status()).toMatchObject({ state: 'following', size: 20 });
});

it('is shown by one that only reads, with proofs, as soon as there is a checkpoint', async () => {
  const shown = await reader();
  expect(shown.status()).toMatchObject({ state: 'reading', size: 0 });
  await place.grow(5);
  await shared();
  expect(await shown.waitFor(4, 10_000)).toBe(true);
  expect((await shown.proofOf(3))?.toString()).toContain('c2sp.org/tlog-proof');
});

it('tells its alarm to those that only read', async () => {
  await place.grow(20);
  const writer = await shared();
  const shown = await reader();
  expect(await shown.waitFor(19, 10_000)).toBe(true);
  const bundle = join(place.tiles, 'tile', 'entries', '000.p', '20');
  writeFileSync(
    bundle,
    readFileSync(bundle).map((byte, i) => (i === 40 ? byte ^ 1 : byte)),
  );
  await writer.scrub();
  expect(writer.status().state).toBe('alarm');
  expect((await until(shown, 'alarm')).alarm).toEqual(writer.status().alarm);
});

it('shows no checkpoint that is smaller than one it has shown', async () => {
  await place.grow(5);
  const writer = await shared();
  await writer.waitFor(4);
  const file = join(place.tiles, 'checkpoint');
  const smaller = readFileSync(file);
  await place.grow(5);
  await writer.waitFor(9);
  await writer.close();
  const shown = await reader();
  expect(shown.status().size).toBe(10);
  writeFileSync(file, smaller);
  await new Promise(resolve => setTimeout(resolve, 50));
  expect(shown.status()).toMatchObject({ size: 10, alarm: undefined });
});

it('believes no checkpoint that is not signed by a key of the log', async () => {
  await place.grow(5);
  const writer = await shared();
  await writer.waitFor(4);
  await writer.close();
  const file = join(place.tiles, 'checkpoint');
  writeFileSync(file, readFileSync(file, 'utf8').replace(/\n— (\S+) (.{8}).{6}/, '\n— $1 $2AAAAAA'));
  const shown = await reader();
  expect(shown.status()).toMatchObject({ state: 'alarm', size: 0 });
  expect(shown.checkpoint()).toBeUndefined();
});
