/** A query as it was given, changed in some places; undefined takes a parameter away. */
export function changed(search: string, changes: Readonly<Record<string, string | undefined>>): string {
  const query = new URLSearchParams(search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) query.delete(name);
    else query.set(name, value);
  }
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

/** The first value of a parameter. */
export const given = (search: string, name: string): string | undefined =>
  new URLSearchParams(search).get(name) ?? undefined;
