import { isLeft, left, right } from 'fp-ts/Either';
import type { writeEndpoints } from '../../../contracts/api';
import { Sha256 } from '../../../contracts/primitives';
import type { Problem } from '../../../contracts/problems';
import type { DocumentView } from '../../../contracts/views';
import { fromDocument } from '../../../projections';
import type { Handler } from '../handler';
import { erasedProblem } from '../persons/problems';
import { documentFor } from '../read/document-access';
import { readerOf } from '../read/reader';
import type { Service } from '../service';

type Row = (typeof writeEndpoints)['original'];

/** The bytes of a document, for those who may read a document they are the original of. */
export const original: Handler<Row> = async ({ service, principal, parts, query }) => {
  const { sha256 } = parts;
  if (!Sha256.is(sha256)) return left(none);
  const documents = await documentsOf(service, sha256);
  const register = (await service.door.read('organisations', 'organisations')).state;
  const seen = { register, reader: readerOf(principal, register) };
  const document = documents.find(
    view =>
      (query.document === undefined || view.document === query.document) &&
      documentFor(view, seen) !== undefined,
  );
  if (document === undefined) return left(none);
  const { erasedOriginals } = (await service.door.read('log', 'log')).state;
  const erased = erasedOriginals.find(e => e.id === sha256);
  if (erased !== undefined) return left(erasedProblem('The original', erased));
  const bytes = await service.content.get(sha256)();
  if (isLeft(bytes))
    return left(bytes.left.kind === 'erased' ? erasedProblem('The original', undefined) : unavailable);
  if (bytes.right === undefined) return left(missing);
  const fileName = document.registered?.original.title ?? `${sha256.slice(0, 12)}.txt`;
  return right({
    etag: sha256,
    body: { kind: 'bytes', mediaType: 'text/plain', bytes: bytes.right, fileName },
  });
};

async function documentsOf({ runner }: Service, sha256: string): Promise<readonly DocumentView[]> {
  const generation = runner.generation();
  if (generation === undefined) return [];
  const filter = { op: 'equals', path: 'registered.original.sha256', value: sha256 } as const;
  const page = await generation.find('documents', { filter, limit: 100 })();
  if (isLeft(page)) throw new Error(page.left.detail);
  return page.right.items.map(({ document }) => fromDocument<DocumentView>(document));
}

const none: Problem = {
  problem: 'not-found',
  detail: 'There is no such original that you may see.',
  advice: 'GET /v1/documents tells the SHA-256 of each document’s original.',
};

const missing: Problem = {
  problem: 'not-found',
  detail: 'The original is not kept here any more; its SHA-256 is in the record.',
  advice: 'Ask its issuer.',
};

const unavailable: Problem = {
  problem: 'unavailable',
  detail: 'The original cannot be read, or is not what was stored.',
  advice: 'Tell whoever runs the service: `kravspor doctor --full` names the file.',
};
