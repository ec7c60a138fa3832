export const MAX_BYTES = 20 * 1024 * 1024;
/** Lines with words on them; a document of 20 MiB with full lines stays below. */
export const MAX_LINES = 500_000;

interface Explained {
  /** What is wrong, never with words of the document. */
  readonly explanation: string;
  /** What to do now. */
  readonly advice: string;
}

/** Why a file gave no draft items at all. */
export type ImportProblem =
  | ({ readonly kind: 'graded'; readonly line: number } & Explained)
  | ({ readonly kind: 'not-text' } & Explained)
  | ({ readonly kind: 'empty' } & Explained)
  | ({ readonly kind: 'too-large'; readonly limit: number; readonly found: number } & Explained)
  | ({ readonly kind: 'nothing-found'; readonly chapters: number; readonly triggers: number } & Explained);

export const graded = (line: number): ImportProblem => ({
  kind: 'graded',
  line,
  explanation: `Line ${line} grades the document. Graded content is refused whole, and nothing of it is kept.`,
  advice:
    'Handle the document in a channel approved for its grade, and note here only that an assignment exists.',
});

export const notText = (what: string): ImportProblem => ({
  kind: 'not-text',
  explanation: `The file is ${what}, not plain text.`,
  advice: 'Save the document as plain text (.txt) in UTF-8 and import that file.',
});

export const empty = (): ImportProblem => ({
  kind: 'empty',
  explanation: 'The file holds no words.',
  advice:
    'Check that the right file was chosen, and that the text survived when it was taken out of the document.',
});

export const tooLarge = (what: 'bytes' | 'lines', limit: number, found: number): ImportProblem => ({
  kind: 'too-large',
  limit,
  found,
  explanation: `The file has ${found} ${what}; at most ${limit} are read.`,
  advice: 'Import the steering document alone, without its attachments, or divide it at a chapter.',
});

export function nothingFound(chapters: number, triggers: number, lines: number): ImportProblem {
  const seen = [
    chapters === 0 ? 'no numbered chapter' : `${chapters} numbered chapters but no paragraph under them`,
    triggers === 0
      ? 'no line such as «Helseforetaket skal:» or «Indikatorer:»'
      : `${triggers} such lines as «Helseforetaket skal:» with nothing under them`,
  ];
  return {
    kind: 'nothing-found',
    chapters,
    triggers,
    explanation: `Nothing in the ${lines} lines reads as a steering document: ${seen.join(', and ')}.`,
    advice:
      'Check that this is the steering document itself, with its chapter numbers and the headings of its lists.',
  };
}
