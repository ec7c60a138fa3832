import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isRight } from 'fp-ts/Either';
import { openViewStore } from '../../projections/stores';
import { viewStoreSuite } from './port-suite';

viewStoreSuite('SQLite', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kravspor-views-'));
  return {
    open: async () => {
      const store = await openViewStore(`file:${join(folder, 'views.db')}`)();
      if (isRight(store)) return store.right;
      throw new Error(store.left.detail);
    },
    remove: async () => rmSync(folder, { recursive: true }),
  };
});
