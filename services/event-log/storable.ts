/// <reference lib="es2024.string" />
import type { NewEntry } from './port';

export const NOT_STORABLE =
  'the log keeps well-formed Unicode without NUL; the text handed over would not come back unchanged';

/** Would every text of the entry come back as it was handed over? */
export function isStorable(entry: NewEntry): boolean {
  return [entry.id, entry.type, entry.data, entry.metadata].every(
    text => text.isWellFormed() && !text.includes('\0'),
  );
}

/** Bytes of data and metadata together: what `MAX_APPEND_BYTES` limits. */
export function sizeOf(entries: readonly NewEntry[]): number {
  return entries.reduce(
    (sum, entry) => sum + Buffer.byteLength(entry.data) + Buffer.byteLength(entry.metadata),
    0,
  );
}
