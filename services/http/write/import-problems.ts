import type { Problem } from '../../../contracts/problems';
import type { Erased } from '../../../contracts/states/log';
import type { ContentError } from '../../content';
import type { ImportProblem } from '../../steering-import';
import { erasedProblem } from '../persons/problems';

/** Why a document was not imported. Of a graded one nothing is told but the line. */
export function problemOfImport(problem: ImportProblem): Problem {
  const { explanation: detail, advice } = problem;
  switch (problem.kind) {
    case 'graded':
      return {
        problem: 'graded-content',
        rule: 'I110',
        detail,
        expected: 'a document that is not graded',
        advice,
        extra: { line: problem.line },
      };
    case 'not-text':
      return {
        problem: 'unsupported-media-type',
        detail,
        expected: 'plain text in UTF-8 or Latin-1',
        advice,
      };
    case 'empty':
      return { problem: 'nothing-to-import', detail, expected: 'a document with words', advice };
    case 'too-large':
      return { problem: 'too-large', detail, expected: `at most ${problem.limit}`, advice };
    case 'nothing-found':
      return {
        problem: 'nothing-to-import',
        detail,
        expected: 'numbered chapters, with paragraphs or lists of demands under them',
        advice,
        extra: { chapters: problem.chapters, triggers: problem.triggers },
      };
  }
}

export const notPlainText = (mediaType: string): Problem => ({
  problem: 'unsupported-media-type',
  detail: `The body is said to be ${mediaType === '' ? 'nothing' : mediaType.slice(0, 80)}.`,
  expected: 'text/plain',
  advice: 'Save the document as plain text, and send its bytes as text/plain.',
});

/** An event of the import would be refused. Its place among the events says nothing to who sent a document. */
export const unfit = (problem: Problem): Problem => ({
  ...problem,
  detail: `The document was not imported, and nothing of it is stored. ${problem.detail}`,
});

/** The same bytes were erased by a recorded act: they are not taken again. */
export const wasErased = (erased: Pick<Erased, 'mark'> | undefined): Problem => ({
  ...erasedProblem('This very document', erased),
  detail: 'This very document was erased, and is not taken again. Nothing was recorded.',
});

export const notKept = ({ kind }: Exclude<ContentError, { readonly kind: 'erased' }>): Problem =>
  kind === 'no-space'
    ? {
        problem: 'no-space',
        detail: 'The disk is full; the original could not be kept, and nothing was recorded.',
        advice: 'Make room on the disk of the data directory, and send the document again.',
      }
    : {
        problem: 'unavailable',
        detail: 'The original could not be kept; nothing was recorded.',
        advice: 'Send the document again in a moment.',
      };
