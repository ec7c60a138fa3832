import { fileURLToPath } from 'node:url';
import { type Either, left, right } from 'fp-ts/Either';
import { openContentFolder } from './files';
import type { Content } from './port';

export type { Content, ContentError } from './port';

/** Opens the content store at a URI: `file:./data/content`, or `file:///…`. The left side tells what was expected. */
export function openContent(uri: string): Either<string, Content> {
  if (uri.startsWith('file:///')) return right(openContentFolder(fileURLToPath(uri)));
  const path = /^file:(?!\/\/)(.+)$/.exec(uri)?.[1];
  return path === undefined ? left('a folder, such as file:./data/content') : right(openContentFolder(path));
}
