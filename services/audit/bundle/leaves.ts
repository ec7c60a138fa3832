import { decodeEntries, TILE_WIDTH, tilePath } from '../merkle';
import type { Tree } from '../tree';

/** A reader of leaves in rising order, which reads each bundle of them once. Rejects where a leaf is not there. */
export function leavesFrom(tree: Pick<Tree, 'tile'>, size: number): (seq: number) => Promise<Buffer> {
  let at = -1;
  let leaves: readonly Buffer[] = [];
  return async seq => {
    const index = Math.floor(seq / TILE_WIDTH);
    if (index !== at) {
      const width = Math.min(TILE_WIDTH, size - index * TILE_WIDTH);
      const served = await tree.tile(tilePath({ level: 'entries', index, width }));
      leaves = (served && decodeEntries(served.bytes)) ?? [];
      at = index;
    }
    const leaf = leaves[seq % TILE_WIDTH];
    if (leaf === undefined) throw new Error(`the leaf ${seq} is not there`);
    return leaf;
  };
}
