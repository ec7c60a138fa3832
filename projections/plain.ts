import type { Document } from './stores';

/** A view's document for the store: the same value, which the shapes in contracts keep to plain JSON. */
export const toDocument = (view: object): Document => view as Document;

/** A stored document in the shape it was written in: a generation's documents are all written by one version. */
export const fromDocument = <V>(document: Document): V => document as unknown as V;

type Present<T> = { readonly [K in keyof T]: Exclude<T[K], undefined> };
type OptionalKeys<T> = { [K in keyof T]: undefined extends T[K] ? K : never }[keyof T];
type Compact<T> = Present<Omit<T, OptionalKeys<T>>> & Partial<Present<Pick<T, OptionalKeys<T>>>>;

/** The object without the fields that are undefined. */
export function compact<T extends object>(object: T): Compact<T> {
  const result: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(object)) if (value !== undefined) result[key] = value;
  return result as Compact<T>;
}
