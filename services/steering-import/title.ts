import type { Block } from './blocks';

const LONGEST = 300;
/** What such documents call themselves, in bokmål and nynorsk. */
const KINDS =
  /(?:styringskrav og rammer|styringskrav og rammar|oppdragsdokument|styringsdokument|foretaksprotokoll|føretaksprotokoll|protokoll fra foretaksmøte)/iu;
const FIRST_WORDS = 2_000;

/**
 * The title: the text of the title page that says what kind of document it is, or its first text; without a title page
 * what the opening calls the document; else the first chapter's title.
 */
export function titleOf(labels: readonly string[], blocks: readonly Block[]): string {
  const named = labels.find(label => KINDS.test(label)) ?? labels[0];
  if (named !== undefined) return shortened(named.replace(/^.{0,100}\bR?HF (?=\p{Lu}\p{Ll}+ ?krav)/u, ''));
  const opening = blocks.find(block => block.kind === 'paragraph')?.text.slice(0, FIRST_WORDS) ?? '';
  const kind = KINDS.exec(opening)?.[0];
  if (kind !== undefined) return kind.charAt(0).toUpperCase() + kind.slice(1);
  return shortened(blocks.find(block => block.kind === 'heading')?.text ?? blocks[0]?.text ?? '');
}

/** Cut between code points. */
const shortened = (text: string): string =>
  text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1).replace(/[\ud800-\udbff]$/, '')}…`;
