import { step } from '../codec/decode';

export interface PlacedText {
  /** RFC 6901: where the string stands; for a key, the object that has it, so that a pointer never quotes a bad key. */
  readonly pointer: string;
  readonly text: string;
}

/** Every string in a JSON value, the keys too; a key comes before what stands under it. */
export function textsOf(value: unknown, pointer = ''): readonly PlacedText[] {
  const texts: PlacedText[] = [];
  collect(value, pointer, texts);
  return texts;
}

function collect(value: unknown, pointer: string, into: PlacedText[]): void {
  if (typeof value === 'string') into.push({ pointer, text: value });
  if (typeof value !== 'object' || value === null) return;
  const isList = Array.isArray(value);
  for (const [key, item] of Object.entries(value)) {
    if (!isList) into.push({ pointer, text: key });
    if (typeof item === 'string' || typeof item === 'object') collect(item, pointer + step(key), into);
  }
}
