type Present<T> = { readonly [K in keyof T]: Exclude<T[K], undefined> };
type OptionalKeys<T> = { [K in keyof T]: undefined extends T[K] ? K : never }[keyof T];
type Compact<T> = Present<Omit<T, OptionalKeys<T>>> & Partial<Present<Pick<T, OptionalKeys<T>>>>;

/** The object without the fields that are undefined. */
export function present<T extends object>(object: T): Compact<T> {
  const result: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(object)) if (value !== undefined) result[key] = value;
  return result as Compact<T>;
}
