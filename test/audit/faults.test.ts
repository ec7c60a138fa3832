import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { filter, firstValueFrom } from 'rxjs';
import { type BeforeStep, type FileStep, parseCheckpoint, type TreeStatus } from '../../services/audit';
import { openPlace, type Place } from './support';

/** Every file of the tree with its bytes, but for the heads and for drafts that were left behind. */
function filesBelow(folder: string): ReadonlyMap<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const files = names.filter(name => statSync(join(folder, name)).isFile() && !/heads\.db|\.new$/.test(name));
  return new Map(files.sort().map(name => [relative('.', name), readFileSync(join(folder, name), 'hex')]));
}

/** Everything goes well up to a step; there, and ever after, nothing more reaches the disk. A write is torn. */
function dyingAt(step: number): { readonly before: BeforeStep; readonly died: () => FileStep | undefined } {
  let count = 0;
  let death: FileStep | undefined;
  const before: BeforeStep = (what, path) => {
    if (death === undefined && ++count <= step) return;
    if (death === undefined && what === 'write' && existsSync(join(path, '..'))) writeFileSync(path, 'torn');
    death ??= what;
    throw new Error(`the machine died before ${what} ${path}`);
  };
  return { before, died: () => death };
}

const settled = ({ state }: TreeStatus): boolean => state === 'failing' || state === 'alarm';

/** A log with a tree that is behind, or none, and the same tree when all went well. */
async function scenario(place: Place, signed: number, more: number) {
  await place.grow(signed);
  if (signed > 0) await place.settle();
  else writeFileSync(join(place.folder, 'no-anchor-yet'), '');
  const kept = join(place.folder, 'kept');
  if (signed > 0) {
    cpSync(place.tiles, join(kept, 'tiles'), { recursive: true });
    cpSync(place.anchor, join(kept, 'anchor'));
  }
  await place.grow(more);
  await place.settle();
  const whole = filesBelow(place.tiles);
  const reset = (): void => {
    rmSync(place.tiles, { recursive: true, force: true });
    rmSync(place.anchor, { force: true });
    if (signed === 0) return;
    cpSync(join(kept, 'tiles'), place.tiles, { recursive: true });
    cpSync(join(kept, 'anchor'), place.anchor);
  };
  return { whole, reset };
}

describe.each([
  ['that is new', 0, 30],
  ['that fills a tile', 250, 20],
  ['that grows within a tile', 20, 9],
])('a tree %s', (_, signed, more) => {
  let place: Place;
  beforeAll(async () => {
    place = await openPlace();
  });
  afterAll(() => place.remove());

  it('comes back equal to the log, whatever write, sync, rename, removal or commit it died before', async () => {
    const { whole, reset } = await scenario(place, signed, more);
    const deaths = new Map<FileStep, number>();
    for (let step = 0; ; step++) {
      reset();
      const { before, died } = dyingAt(step);
      const tree = await place.start({ beforeStep: before });
      // Closing lets a flush that has begun come to its end.
      await Promise.race([
        tree.waitFor(signed + more - 1, 60_000),
        firstValueFrom(tree.changes.pipe(filter(settled)), { defaultValue: undefined }),
      ]);
      const shown = tree.status().size;
      await tree.close();
      const death = died();
      if (death === undefined) break;
      deaths.set(death, (deaths.get(death) ?? 0) + 1);
      const anchor = existsSync(place.anchor) ? parseCheckpoint(readFileSync(place.anchor)) : undefined;
      expect(anchor?.size ?? 0).toBeGreaterThanOrEqual(shown);

      const again = await place.start();
      expect(await again.waitFor(signed + more - 1, 60_000)).toBe(true);
      expect((await again.scrub()).alarm).toBeUndefined();
      await again.close();
      expect(readFileSync(place.anchor, 'hex')).toBe(whole.get('checkpoint'));
      const found = filesBelow(place.tiles);
      for (const [path, bytes] of whole) expect([path, found.get(path)]).toEqual([path, bytes]);
    }
    expect([...deaths.keys()].sort()).toEqual(
      expect.arrayContaining(
        ['commit', 'mkdir', 'rename', 'sync', 'sync-folder', 'write'].filter(
          s => signed !== 20 || s !== 'mkdir',
        ),
      ),
    );
  });
});
