import type { Change, Checkpoint, CollectionSpec, Document, Generation } from '../../projections/stores';

/**
 * A fold as small as can be, so that anybody can tell what a document must be as of any seq: document `k` is told of by
 * every record whose seq `k` divides. One is taken away and comes back, time and again.
 */
export const SPECS: readonly CollectionSpec[] = [
  { name: 'things', indexes: [{ path: 'as', kind: 'value' }] },
  { name: 'others', indexes: [] },
];
const KEYS: readonly number[] = Array.from({ length: 30 }, (_, i) => i + 1);
const FLEETING = 5;

export const at = (seq: number): Checkpoint => ({ seq, position: `p${seq}` });

/** The document of a key as of a seq. */
export function documentOf(key: number, seq: number): Document | undefined {
  const as = seq - (seq % key);
  if (as === 0 || (key === FLEETING && (as / FLEETING) % 2 === 0)) return undefined;
  return { as, key, text: 'x'.repeat(key) };
}

/** What a fold from one seq to another changes. */
export const changesOf = (from: number, to: number): readonly Change[] =>
  KEYS.filter(key => to - (to % key) > from).flatMap(key =>
    ['things', 'others'].map(collection => ({ collection, key: `k${key}`, document: documentOf(key, to) })),
  );

/** Every key whose document is not as of this seq: as it is, and as it should be. */
export async function strayFrom(generation: Generation, seq: number): Promise<readonly string[]> {
  const stray: string[] = [];
  for (const { name } of SPECS) {
    const found = await generation.getMany(
      name,
      KEYS.map(key => `k${key}`),
    );
    for (const key of KEYS) {
      const [is, should] = [found.get(`k${key}`), documentOf(key, seq)].map(document =>
        JSON.stringify(document),
      );
      if (is !== should) stray.push(`${name} k${key}: ${is ?? 'none'} instead of ${should ?? 'none'}`);
    }
  }
  return stray;
}

/** Every key whose document stands behind this seq. */
export async function behind(generation: Generation, seq: number): Promise<readonly string[]> {
  const late: string[] = [];
  for (const { name } of SPECS)
    for (const key of KEYS.filter(each => each !== FLEETING)) {
      const is = await generation.get(name, `k${key}`);
      const should = documentOf(key, seq);
      if (should !== undefined && Number(is?.['as'] ?? 0) < Number(should['as']))
        late.push(`${name} k${key}`);
    }
  return late;
}
