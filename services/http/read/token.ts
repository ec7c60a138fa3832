import type { FeedPlace } from '../../event-log/feed';
import type { Position } from '../../event-log/port';

type Place = Pick<FeedPlace, 'seq' | 'position'>;

/** Where a reader of the feed goes on: the index and the engine's position of the last record seen. */
export const tokenOf = ({ seq, position }: Place): string =>
  Buffer.from(JSON.stringify([seq, position])).toString('base64url');

/** The place a token stands for; undefined for what is none. */
export function placeOf(token: string): Place | undefined {
  try {
    const parts: unknown = JSON.parse(Buffer.from(token, 'base64url').toString());
    const [seq, position]: readonly unknown[] = Array.isArray(parts)
      ? [...(parts as readonly unknown[])]
      : [];
    return typeof seq === 'number' && Number.isSafeInteger(seq) && seq >= 0 && typeof position === 'string'
      ? { seq, position: position as Position }
      : undefined;
  } catch {
    return undefined;
  }
}
