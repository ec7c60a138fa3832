import { typeName } from './catalogue/catalogue';
import type { Family } from './catalogue/define';
import type { AnyTold } from './states/told';

/**
 * The acts: events that cause others in other streams. Publication issues each item to each addressee; a board case
 * accepts each requirement it names; an amended text changes what its children were derived from; a merger gives open
 * requirements a successor.
 */
const acts: ReadonlyMap<Family, readonly string[]> = new Map<Family, readonly string[]>([
  ['document', ['published', 'accepted']],
  ['requirement', ['amended']],
  ['organisations', ['merged']],
]);

/** The types of all acts. */
export const ACTS: readonly string[] = [...acts].flatMap(([family, whats]) =>
  whats.map(what => typeName(family, what)),
);

/** Has this event follow-ups? So has the correction of an act: `isKnownAct` tells whether an earlier record was one. */
export function isAct(told: AnyTold, isKnownAct: (record: string) => boolean): boolean {
  if (told.what === 'corrected') return 'corrects' in told.data && isKnownAct(told.data.corrects);
  return acts.get(told.family)?.includes(told.what) ?? false;
}
