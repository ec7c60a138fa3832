import type { Problem } from '../../contracts/problems';
import { type Loaded, revisionOf } from './streams';
import type { Received } from './receive';
import type { Verdict } from './refusals';

/** The revision an If-Match speaks of: that of the draft item the event decides on, else that of the stream. */
export function guardedRevision({ state, records }: Loaded, { happening }: Received): number | null {
  const { data } = happening;
  if ('items' in state && 'item' in data && happening.what !== 'item-read') {
    const item = state.items.find(i => i.item === data.item);
    if (item !== undefined) return item.revision;
  }
  return revisionOf({ records });
}

/** Checks If-Match: required for decisions that people make side by side, honoured wherever it is given. */
export function precondition(
  loaded: Loaded,
  received: Received,
  ifMatch: number | undefined,
  system: boolean,
): Verdict {
  const actual = guardedRevision(loaded, received);
  if (ifMatch === undefined) {
    return received.definition.guarded && !system ? required(received, actual) : undefined;
  }
  return ifMatch === actual ? undefined : conflict(received.event.subject, ifMatch, actual);
}

const required = ({ event }: Received, actual: number | null): Problem => ({
  problem: 'precondition-required',
  detail: `${event.type} decides on something others may be deciding on too.`,
  expected: 'If-Match with the ETag of what you have looked at, in a request with this one event',
  advice: `Read it, then send If-Match: "${actual ?? 0}" if you still mean it.`,
  extra: { actualRevision: actual },
});

/** Somebody else was first: both revisions are told. */
export const conflict = (subject: string, expected: number, actual: number | null): Problem => ({
  problem: 'revision-conflict',
  detail: `${subject} stands at revision ${actual ?? 'none'}, not ${expected}.`,
  expected: `If-Match: "${actual ?? ''}"`,
  advice: 'Read it again, see what has changed, and decide anew.',
  extra: { expectedRevision: expected, actualRevision: actual },
});
