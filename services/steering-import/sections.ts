import type { Block } from './blocks';
import type { DoubtCode } from './doubts';
import type { Chapter } from './draft';

/** Where an item stands, as a reader of the document would cite it. */
export interface Section {
  readonly number: string;
  readonly title: string;
  /** An annex that tells how to report lays on no requirements of its own. */
  readonly onReporting: boolean;
  readonly doubts: readonly DoubtCode[];
}

export const BEFORE_CHAPTERS: Section = {
  number: '0',
  title: '(før første kapittel)',
  onReporting: false,
  doubts: ['outside-chapters'],
};

/** The section a heading opens; `before` tells whether it lies in an annex on reporting. */
export function sectionOf(heading: Block & { readonly kind: 'heading' }, before: Section): Section {
  const { annex, path } = heading.chapter;
  const inner = annex !== undefined && path.length > 0;
  return {
    number: numberOf(heading.chapter),
    title: heading.text === '' ? numberOf(heading.chapter) : heading.text,
    onReporting: inner ? before.onReporting : annex !== undefined && /rapporter/iu.test(heading.text),
    doubts: heading.doubts,
  };
}

function numberOf({ annex, path }: Chapter): string {
  const number = path.join('.');
  if (annex === undefined) return number;
  const name = annex === '' ? 'Vedlegg' : `Vedlegg ${annex}`;
  return number === '' ? name : `${name} pkt. ${number}`;
}
