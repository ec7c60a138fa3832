/** A field of a JSON value, or undefined where it has none. For answers and texts whose shape nobody has checked. */
export function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  const entry: readonly [string, unknown] | undefined = Object.entries(value).find(([key]) => key === name);
  return entry?.[1];
}

/** A list in a JSON value; empty where there is none. */
export function listOf(value: unknown, name: string): readonly unknown[] {
  const list = fieldOf(value, name);
  return Array.isArray(list) ? list : [];
}

/** An object in a JSON value; empty where there is none. */
export function objectOf(value: unknown, name: string): Readonly<Record<string, unknown>> {
  const found = fieldOf(value, name);
  return typeof found === 'object' && found !== null ? { ...found } : {};
}
