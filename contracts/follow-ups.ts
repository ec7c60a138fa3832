import { typeName } from './catalogue/catalogue';
import type { AnyTold } from './states/told';

/**
 * The acts: events that cause others in other streams. Publication issues each item to each addressee; a board case
 * accepts each requirement it names; an amended text changes what its children were derived from; a merger gives open
 * requirements a successor.
 */
export const ACTS: readonly string[] = [
  typeName('document', 'published'),
  typeName('document', 'accepted'),
  typeName('requirement', 'amended'),
  typeName('organisations', 'merged'),
];

const acts: ReadonlySet<string> = new Set(ACTS);

/** Has this event follow-ups? So has the correction of an act: `isKnownAct` tells whether an earlier record was one. */
export function isAct(told: AnyTold, isKnownAct: (record: string) => boolean): boolean {
  if (told.what === 'corrected') return 'corrects' in told.data && isKnownAct(told.data.corrects);
  return acts.has(typeName(told.family, told.what));
}
