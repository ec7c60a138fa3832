/** The message of whatever was thrown. Not by `instanceof`: errors of the file system may come from another realm. */
export function messageOf(error: unknown): string {
  const message = property(error, 'message');
  return typeof message === 'string' ? message : String(error);
}

export const isMissing = (error: unknown): boolean => property(error, 'code') === 'ENOENT';

function property(error: unknown, name: string): unknown {
  return typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
}
