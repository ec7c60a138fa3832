import type { Block } from './blocks';
import { framing, requirement } from './items';
import type { DraftItem, PlainList } from './model';
import { BEFORE_CHAPTERS, sectionOf, type Section } from './sections';
import { readTrigger, triggerAtEnd } from './triggers';
import { endsSentence, hasFiniteVerb } from './words';

export interface Assembled {
  readonly items: readonly DraftItem[];
  readonly lists: readonly PlainList[];
  readonly chapters: number;
  readonly triggers: number;
  /** Short texts before the first chapter that are no sentences: the title page. */
  readonly labels: readonly string[];
}

type Bullet = Block & { readonly kind: 'bullet' };
type Text = Exclude<Block, { readonly kind: 'heading' }>;

/** Walks through the blocks and makes items by the document's own rule: ingress frames, bullets under triggers bind. */
export function assemble(blocks: readonly Block[], names: ReadonlySet<string>): Assembled {
  const items: DraftItem[] = [];
  const lists: { section: string; sectionTitle: string; entries: PlainList['entries'][number][] }[] = [];
  const labels: string[] = [];
  let section = BEFORE_CHAPTERS;
  let chapters = 0;
  let triggers = 0;
  let previous: Block | undefined;
  for (const block of blocks) {
    if (block.kind === 'heading') {
      section = sectionOf(block, section);
      chapters += 1;
    } else if (block.kind === 'bullet' && isListEntry(block)) {
      const another = previous?.kind === 'bullet' && isListEntry(previous) && block.list.entries > 1;
      if (!another) {
        lists.push({ section: section.number, sectionTitle: section.title, entries: [] });
      }
      lists.at(-1)?.entries.push({ text: block.text, lines: block.lines });
    } else if (block.kind === 'paragraph' && isLabel(block.text)) {
      if (chapters === 0) labels.push(block.text);
    } else {
      if (block.kind === 'paragraph' && block.opens?.kind === 'requirement') triggers += 1;
      items.push(...itemsOf(block, section, names));
    }
    previous = block;
  }
  return { items, lists, chapters, triggers, labels };
}

/** An entry of a list that is no requirement; a sentence that stands as a bullet under nothing is no such entry. */
const isListEntry = ({ list, text }: Bullet): boolean =>
  list.kind === 'plain' || (list.kind === 'loose' && !endsSentence(text));

const LONGEST_LABEL = 200;

/** An unnumbered heading, a line of the title page, a caption: short and no sentence. */
const isLabel = (text: string): boolean =>
  text.length <= LONGEST_LABEL &&
  !endsSentence(text) &&
  !hasFiniteVerb(text) &&
  readTrigger(text) === undefined;

function itemsOf(block: Text, section: Section, names: ReadonlySet<string>): readonly DraftItem[] {
  if (block.kind === 'bullet') {
    const { trigger } = block.list;
    if (trigger === undefined) return [framing(block, section, names, ['bullet-without-heading'])];
    return section.onReporting
      ? [framing(block, section, names, ['demand-in-annex'])]
      : [requirement(block, section, trigger)];
  }
  if (block.opens?.kind !== 'requirement') {
    const introduces = block.opens !== undefined;
    return [
      framing(
        { ...block, doubts: introduces ? [...block.doubts, 'introduces-list'] : block.doubts },
        section,
        names,
      ),
    ];
  }
  const front = readTrigger(block.text);
  if (front === undefined) {
    const text = block.text.slice(0, triggerAtEnd(block.text)?.at).trim();
    return [framing({ ...block, text }, section, names)];
  }
  const { rest } = front;
  if (rest === '')
    return front.form === 'unusual' ? [framing(block, section, names, ['unusual-heading'])] : [];
  const content = { ...block, text: rest };
  return [
    section.onReporting
      ? framing(content, section, names, ['demand-in-annex'])
      : requirement(content, section, front),
  ];
}
