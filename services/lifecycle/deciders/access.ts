import type { AccessState } from '../../../contracts/states/access';
import { isBefore } from '../../../contracts/time';
import type { Act, DecisionFacts } from '../facts';
import { firstOf, invalid, refuse, type Verdict } from '../refusals';

/** May this be said of the credentials as they stand? */
export function decideAccess({ keys }: AccessState, act: Act<'access'>, { now }: DecisionFacts): Verdict {
  const key = keys.find(k => k.id === act.subject);
  if (act.what === 'key-issued') {
    const { hash, expires } = act.data;
    return firstOf(
      () =>
        key === undefined && !keys.some(k => k.hash === hash)
          ? undefined
          : refuse(
              'lifecycle',
              `Key ${act.subject} was issued before.`,
              'an id and a key of its own',
              'Make a new key with kravspor keys create.',
            ),
      () =>
        isBefore(now, expires)
          ? undefined
          : invalid('/data/expires', `a time after ${now}`, expires, 'A key must be usable for a while.'),
    );
  }
  return firstOf(
    () =>
      key !== undefined
        ? undefined
        : invalid('/subject', 'the id of an issued key', act.subject, 'kravspor keys list shows the keys.'),
    () =>
      key?.withdrawn === undefined
        ? undefined
        : refuse('lifecycle', `Key ${act.subject} is withdrawn.`, 'a key in use', 'Issue a new key.'),
  );
}
