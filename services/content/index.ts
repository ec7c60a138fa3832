import * as TE from 'fp-ts/TaskEither';
import { filePathOf, schemeOf } from '../../contracts/addresses';
import { isMongoUri } from '../mongodb/open-on';
import { openContentFolder } from './files';
import { openGridFsContent } from './gridfs';
import type { Content, ContentProblem } from './port';

export type { Content, ContentError, ContentProblem } from './port';

/**
 * Opens the content store at a URI: `file:./data/content` or `file:///…` for a folder, `mongodb://…/DATABASE` for GridFS.
 * The engine is loaded only when it is chosen.
 */
export function openContent(uri: string): TE.TaskEither<ContentProblem, Content> {
  const path = filePathOf(uri);
  if (path !== undefined) return TE.right(openContentFolder(path));
  if (isMongoUri(uri)) return openGridFsContent(uri);
  return TE.left({
    kind: 'unsupported',
    detail: `there is no content store of the kind ${schemeOf(uri)}`,
  });
}
