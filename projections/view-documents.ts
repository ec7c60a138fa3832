import type { Family } from '../contracts/catalogue/define';
import type { Placed } from '../contracts/views';
import type { AnyLife, Life } from './life';
import type { Change } from './stores';
import type { ViewsByFamily } from './view';

/** The documents that a life gives in the views of its family. */
export const documentsOf = (views: ViewsByFamily, life: AnyLife, placed: Placed): readonly Change[] =>
  ofFamily(views, life, placed);

function ofFamily<F extends Family>(views: ViewsByFamily, life: Life<F>, placed: Placed): readonly Change[] {
  const changes: Change[] = [];
  for (const { collection, documents } of views[life.family] ?? [])
    for (const { key, document } of documents(life, placed))
      changes.push({ collection: collection.name, key, document });
  return changes;
}
