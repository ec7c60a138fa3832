import type { Document } from './stores';

/** A value that may still have fields without a value; JSON leaves those out. */
export type Draft<T> = { readonly [K in keyof T]: T[K] | undefined };

/**
 * A view's document for the store: the same value, which the shapes in contracts keep to plain JSON. A field that is
 * undefined is as good as not there, since what is stored is JSON; to take such fields out would cost more than to fold.
 */
export const toDocument = (view: object): Document => view as Document;

/** A stored document in the shape it was written in: a generation's documents are all written by one version. */
export const fromDocument = <V>(document: Document): V => document as unknown as V;
