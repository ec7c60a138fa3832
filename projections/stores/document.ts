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
  const found: Json[] = [];
  gather(document, steps, 0, found);
  return found;
}

function gather(value: Json, steps: readonly string[], at: number, found: Json[]): void {
  const step = steps[at];
  if (step === undefined) {
    found.push(value);
    return;
  }
  const next = isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
  if (next === undefined) return;
  if (!isList(next)) gather(next, steps, at + 1, found);
  else for (const element of next) gather(element, steps, at + 1, found);
}
