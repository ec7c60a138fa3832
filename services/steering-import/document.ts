import { createHash } from 'node:crypto';
import { type Either, isLeft, left, right } from 'fp-ts/Either';
import { gradingIn } from '../../contracts/texts';
import { assemble } from './assemble';
import { blocksOf } from './blocks';
import { chunksOf } from './chunks';
import { decodeBytes } from './decode';
import { withoutFurniture } from './furniture';
import { splitLines } from './lines';
import { namesIn } from './mentions';
import type { SteeringDocument } from './model';
import { empty, graded, type ImportProblem, MAX_BYTES, MAX_LINES, nothingFound, tooLarge } from './problems';
import { titleOf } from './title';
import { widthOf } from './width';

/**
 * Reads a plain-text steering document into draft items, by the document's own rule: a chapter's ingress frames, its
 * bullets under «Indikatorer:» and «Helseforetaket skal:» are reported on. The same bytes always give the same items.
 */
export function readSteeringDocument(bytes: Uint8Array): Either<ImportProblem, SteeringDocument> {
  if (bytes.length > MAX_BYTES) return left(tooLarge('bytes', MAX_BYTES, bytes.length));
  const decoded = decodeBytes(bytes);
  if (isLeft(decoded)) return decoded;
  const { text, encoding } = decoded.right;
  const mark = gradingIn(text);
  if (mark !== undefined) return left(graded(mark.line));
  const { lines, count } = splitLines(text, MAX_LINES);
  if (lines.length === 0) return left(empty());
  if (lines.length > MAX_LINES) return left(tooLarge('lines', MAX_LINES, count));

  const body = withoutFurniture(lines);
  const blocks = blocksOf(chunksOf(body), widthOf(body));
  const { items, lists, chapters, triggers, labels } = assemble(
    blocks,
    namesIn(blocks.map(block => block.text)),
  );
  if (items.length === 0 || (chapters === 0 && triggers === 0))
    return left(nothingFound(chapters, triggers, count));
  return right({
    sha256: createHash('sha256').update(bytes).digest('hex'),
    title: titleOf(labels, blocks),
    encoding,
    lines: count,
    items,
    lists,
  });
}
