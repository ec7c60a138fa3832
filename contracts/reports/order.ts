import type { RequirementState } from '../states/requirement';
import type { StreamAt } from './input';

type Requirement = StreamAt<RequirementState>;

/**
 * The order of the documents: the earlier issued first, then chapter and line as the document has them. What stands in
 * no document comes where its time puts it, and what was never issued comes last.
 */
export const inDocumentOrder = (requirements: readonly Requirement[]): readonly Requirement[] =>
  requirements
    .map(requirement => ({ requirement, key: keyOf(requirement) }))
    .sort((a, b) => compareKeys(a.key, b.key))
    .map(({ requirement }) => requirement);

type SortKey = readonly (string | number)[];

function keyOf({ subject, state: { issued } }: Requirement): SortKey {
  const place = issued?.origin?.place;
  const chapter = (place?.section ?? '').split('.').map(part => padded(Number.parseInt(part, 10) || 0));
  return [
    issued?.mark.time ?? '9999',
    issued?.origin?.document ?? '',
    chapter.join('.'),
    place?.firstLine ?? 0,
    issued?.origin?.item ?? '',
    subject,
  ];
}

const padded = (part: number): string => String(part).padStart(5, '0');

function compareKeys(a: SortKey, b: SortKey): number {
  for (const [i, x] of a.entries()) {
    const y = b[i] ?? '';
    if (x !== y) return x < y ? -1 : 1;
  }
  return 0;
}
