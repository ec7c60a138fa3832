import type { CollectionSpec } from './port';

/** The collections that a generation was made with; throws a SyntaxError where the text tells of none. */
export function specsIn(text: string): readonly CollectionSpec[] {
  const specs: unknown = JSON.parse(text);
  if (isSpecs(specs)) return specs;
  throw new SyntaxError('collections were expected');
}

/** As far as a text that a store wrote itself can be anything else. */
const isSpecs = (value: unknown): value is readonly CollectionSpec[] =>
  Array.isArray(value) &&
  value.every(
    (spec: unknown) => typeof spec === 'object' && spec !== null && 'name' in spec && 'indexes' in spec,
  );
