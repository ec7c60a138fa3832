import type {
  CollectionSpec,
  Document,
  Filter,
  Found,
  IndexedField,
  Json,
  Order,
} from '../../projections/stores';
import { sortKey } from '../../projections/stores/norwegian-order';
import { wordsOf } from '../../projections/stores/words';

/** The filter algebra once more, by the letter of the port and without regard to speed: the measure of every adapter. */
export function naiveFind(
  spec: CollectionSpec,
  documents: ReadonlyMap<string, Document>,
  filter: Filter | undefined,
  order: readonly Order[],
): readonly Found[] {
  return [...documents]
    .map(([key, document]) => ({ key, document }))
    .filter(({ document }) => filter === undefined || matches(spec, document, filter))
    .sort((a, b) => compare(spec, order, a, b));
}

function matches(spec: CollectionSpec, document: Document, filter: Filter): boolean {
  switch (filter.op) {
    case 'and':
      return filter.all.every(part => matches(spec, document, part));
    case 'equals':
      return isOneOf(spec, document, filter.path, [filter.value]);
    case 'in':
      return isOneOf(spec, document, filter.path, filter.values);
    case 'range': {
      const { from, to } = filter;
      const kind = declared(spec, filter.path, 'value', 'sorted-text');
      const value = single(document, filter.path, kind);
      if (value === undefined) return false;
      if (from === undefined && to === undefined) return true;
      const shown = kind === 'sorted-text' ? sightOf : (x: Json): Json => x;
      return (
        (from === undefined ||
          (typeof value === typeof from && compareValues(shown(value), shown(from)) >= 0)) &&
        (to === undefined || (typeof value === typeof to && compareValues(shown(value), shown(to)) <= 0))
      );
    }
    case 'text': {
      const words = many(document, filter.path).flatMap(v => (typeof v === 'string' ? wordsOf(v) : []));
      return wordsOf(filter.query).every(sought => words.some(word => word.startsWith(sought)));
    }
  }
}

function isOneOf(spec: CollectionSpec, document: Document, path: string, values: readonly Json[]): boolean {
  const kind = declared(spec, path, 'value', 'sorted-text', 'values');
  const found =
    kind === 'values'
      ? many(document, path).filter(isScalar)
      : [single(document, path, kind)].filter(value => value !== undefined);
  return found.length === 0 ? values.includes(null) : found.some(value => values.includes(value));
}

function declared(
  spec: CollectionSpec,
  path: string,
  ...kinds: IndexedField['kind'][]
): IndexedField['kind'] | undefined {
  return kinds.find(kind => spec.indexes.some(field => field.path === path && field.kind === kind));
}

const isScalar = (value: Json | undefined): value is string | number | boolean =>
  value !== undefined && value !== null && typeof value !== 'object';

function single(document: Document, path: string, kind: IndexedField['kind'] | undefined): Json | undefined {
  const value = path
    .split('.')
    .reduce<Json | undefined>((here, step) => (isRecord(here) ? here[step] : undefined), document);
  if (kind === 'sorted-text') return typeof value === 'string' ? value : undefined;
  return isScalar(value) ? value : undefined;
}

function many(value: Json | undefined, path: string): readonly Json[] {
  const [step, ...rest] = path.split('.');
  if (isList(value)) return value.flatMap(element => many(element, path));
  if (step === undefined || !isRecord(value)) return [];
  const next = value[step];
  if (rest.length > 0) return many(next, rest.join('.'));
  return isList(next) ? next : next === undefined ? [] : [next];
}

const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

const isRecord = (value: Json | undefined): value is Document =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function compare(spec: CollectionSpec, order: readonly Order[], a: Found, b: Found): number {
  for (const { path, descending } of order) {
    const kind = declared(spec, path, 'sorted-text', 'value');
    const [x, y] = [single(a.document, path, kind), single(b.document, path, kind)];
    if (x === undefined && y === undefined) continue;
    if (x === undefined) return 1;
    if (y === undefined) return -1;
    const difference =
      kind === 'sorted-text' ? bytewise(sortKey(textOf(x)), sortKey(textOf(y))) : compareValues(x, y);
    if (difference !== 0) return descending === true ? -difference : difference;
  }
  const difference = bytewise(a.key, b.key);
  return order.at(-1)?.descending === true ? -difference : difference;
}

const TYPES = ['number', 'string', 'boolean'];

function compareValues(a: Json, b: Json): number {
  const types = TYPES.indexOf(typeof a) - TYPES.indexOf(typeof b);
  if (types !== 0) return types;
  return typeof a === 'string' ? bytewise(a, textOf(b)) : Number(a) - Number(b);
}

const textOf = (value: Json): string => (typeof value === 'string' ? value : '');

/** How a sorted text looks to a range: without what tells equal-looking texts apart. */
const sightOf = (text: Json): Json => sortKey(textOf(text)).split('\u0001')[0] ?? '';

export const bytewise = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
