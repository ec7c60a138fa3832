import { valueAt, valuesAt } from './document';
import { sortKey } from './norwegian-order';
import type { CollectionSpec, Document, IndexedField, Json } from './port';
import { wordsOf } from './words';

/** An index entry as it is compared. */
export type Entry = string | number | boolean;

interface Field {
  readonly path: string;
  readonly steps: readonly string[];
}

/** A field with at most one entry for each document. */
export interface Column extends Field {
  readonly kind: 'value' | 'sorted-text';
  readonly ordinal: number;
}

/** A field with any number of entries. */
export interface ListField extends Field {
  readonly kind: 'values' | 'words';
  readonly ordinal: number;
}

/** A collection's spec, checked, as adapters use it. */
export interface Layout {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly lists: readonly ListField[];
  readonly sorts: readonly (readonly Column[])[];
}

/** Reads a generation's specs; ones that contradict themselves are a bug and throw. */
export function layoutsOf(specs: readonly CollectionSpec[]): readonly Layout[] {
  const names = specs.map(spec => spec.name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new Error(`collection ${twice} is declared twice`);
  return specs.map(layoutOf);
}

/** Reads a spec; one that contradicts itself is a bug and throws. */
export function layoutOf(spec: CollectionSpec): Layout {
  const declared = spec.indexes.map(({ kind, path }) => `${kind} ${path}`);
  const twice = declared.find((field, i) => declared.indexOf(field) !== i);
  if (twice !== undefined) throw new Error(`collection ${spec.name} declares "${twice}" twice`);
  const fields = spec.indexes.map(({ path, kind }) => ({ path, kind, steps: path.split('.') }));
  const columns = fields.filter(isSingle).map((field, ordinal) => ({ ...field, ordinal }));
  const lists = fields.filter(isMultiple).map((field, ordinal) => ({ ...field, ordinal }));
  const sorts = (spec.sorts ?? []).map(paths =>
    paths.map((path, i) => {
      const column = i === paths.length - 1 ? orderColumn(columns, path) : valueColumn(columns, path);
      if (column === undefined)
        throw new Error(`collection ${spec.name} sorts by "${path}", which it does not declare`);
      return column;
    }),
  );
  return { name: spec.name, columns, lists, sorts };
}

const isSingle = <F extends IndexedField>(field: F): field is F & { readonly kind: Column['kind'] } =>
  field.kind === 'value' || field.kind === 'sorted-text';

const isMultiple = <F extends IndexedField>(field: F): field is F & { readonly kind: ListField['kind'] } =>
  field.kind === 'values' || field.kind === 'words';

const ofKind = <F extends { readonly path: string; readonly kind: string }>(
  fields: readonly F[],
  path: string,
  kind: F['kind'],
): F | undefined => fields.find(field => field.path === path && field.kind === kind);

/** The column that a filter compares where a path is declared in more than one way. */
export const valueColumn = (columns: readonly Column[], path: string): Column | undefined =>
  ofKind(columns, path, 'value') ?? ofKind(columns, path, 'sorted-text');

/** The column that an order follows where a path is declared in more than one way. */
export const orderColumn = (columns: readonly Column[], path: string): Column | undefined =>
  ofKind(columns, path, 'sorted-text') ?? ofKind(columns, path, 'value');

export const listField = (layout: Layout, path: string, kind: ListField['kind']): ListField | undefined =>
  ofKind(layout.lists, path, kind);

const isEntry = (value: Json | undefined): value is Entry =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

/** The scalar a column stands for, as the document has it. */
export function scalarOf(column: Column, document: Document): Entry | undefined {
  const value = valueAt(document, column.steps);
  if (column.kind === 'sorted-text') return typeof value === 'string' ? value : undefined;
  return isEntry(value) ? value : undefined;
}

/** A scalar as a column compares it; one it can never hold gives undefined. */
export function columnEntry(column: Column, value: Entry): Entry | undefined {
  if (column.kind === 'value') return value;
  return typeof value === 'string' ? sortKey(value) : undefined;
}

/** A document's entry in a column, or undefined where the field is missing. */
export function entryOf(column: Column, document: Document): Entry | undefined {
  const value = scalarOf(column, document);
  return value === undefined ? undefined : columnEntry(column, value);
}

/** A document's entries in a list field, each once. */
export function entriesOf(list: ListField, document: Document): readonly Entry[] {
  const values = valuesAt(document, list.steps).filter(isEntry);
  if (list.kind === 'values') return [...new Set(values)];
  return [...new Set(values.flatMap(value => (typeof value === 'string' ? wordsOf(value) : [])))];
}
