import { lookUp } from '../../contracts/catalogue/catalogue';
import { fieldOf } from '../../contracts/json/field';
import { Sha256 } from '../../contracts/primitives';
import type { FeedRecord } from '../event-log/feed';

/** The hash of the original that a record tells of. */
export function originalOf({ record: { event } }: FeedRecord): Sha256 | undefined {
  const { family, what } = lookUp(event.type) ?? {};
  if (family !== 'document' || what !== 'registered') return undefined;
  const sha256 = fieldOf(fieldOf(event.data, 'original'), 'sha256');
  return typeof sha256 === 'string' && Sha256.is(sha256) ? sha256 : undefined;
}
