import type { Document, Json } from './port';

const isObject = (value: unknown): value is Document =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

/** A document from its JSON text; throws a SyntaxError where it is none. */
export function parseDocument(text: string): Document {
  const value: unknown = JSON.parse(text);
  if (isObject(value)) return value;
  throw new SyntaxError('a document is a JSON object');
}

/** The value at the end of a path that leads through objects only. */
export function valueAt(document: Document, steps: readonly string[]): Json | undefined {
  let here: Json | undefined = document;
  for (const step of steps) {
    if (!isObject(here) || !Object.hasOwn(here, step)) return undefined;
    here = here[step];
  }
  return here;
}

/** Every value at the end of a path that leads through objects and through the elements of lists. */
export function valuesAt(document: Document, steps: readonly string[]): readonly Json[] {
  let here: readonly Json[] = [document];
  for (const step of steps) {
    here = here.flatMap(value =>
      isObject(value) && Object.hasOwn(value, step) ? elements(value[step]) : [],
    );
  }
  return here;
}

const elements = (value: Json | undefined): readonly Json[] =>
  value === undefined ? [] : isList(value) ? value : [value];
