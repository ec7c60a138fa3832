/** What can be told of whatever was thrown. Never by `instanceof`: errors of the file system may come from another realm. */
export function propertyOf(thrown: unknown, name: string): unknown {
  return typeof thrown === 'object' && thrown !== null ? Reflect.get(thrown, name) : undefined;
}

export function messageOf(thrown: unknown): string {
  const message = propertyOf(thrown, 'message');
  return typeof message === 'string' ? message : String(thrown);
}

/** The error's `code`, such as ENOENT. */
export const codeOf = (thrown: unknown): unknown => propertyOf(thrown, 'code');

/** Is it that there is no such file? */
export const isMissing = (thrown: unknown): boolean => codeOf(thrown) === 'ENOENT';
