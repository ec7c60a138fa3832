import { countAt, TILE_WIDTH, tilePath, widthIn } from '../merkle';
import type { Tree } from '../tree';
import type { NewBundleFile } from './write';

/**
 * The tiles that lead from some leaves to the root: the tile of each leaf, those above it, and the right edge of the tree.
 * Together they are the proofs of inclusion of all of these leaves, each hash given once.
 */
export async function tilesFor(
  tree: Pick<Tree, 'tile'>,
  size: number,
  touched: ReadonlySet<number>,
): Promise<readonly NewBundleFile[]> {
  const files: NewBundleFile[] = [];
  let places: ReadonlySet<number> = touched;
  for (let level = 0; countAt(level, size) > 0; level++) {
    const edge = Math.floor(countAt(level, size) / TILE_WIDTH);
    const wanted = new Set([...places].map(place => Math.floor(place / TILE_WIDTH)));
    if (widthIn({ level, index: edge }, size) > 0) wanted.add(edge);
    for (const index of [...wanted].sort((a, b) => a - b)) {
      const path = tilePath({ level, index, width: widthIn({ level, index }, size) });
      const tile = await tree.tile(path);
      if (tile === undefined) throw new Error(`${path} is not there`);
      files.push({ path, bytes: tile.bytes });
    }
    // What is not full has no hash in a tile above: it is a part of the edge.
    places = new Set([...wanted].filter(index => widthIn({ level, index }, size) === TILE_WIDTH));
  }
  return files;
}
