import { type Either, left, right } from 'fp-ts/Either';
import { sha256OfJson } from '../../../contracts/json/canonical';
import type { Problem } from '../../../contracts/problems';
import { badParameter } from '../read/problems';

/** Cursors of a list that goes on behind the last row of a page. They belong to one question. */
export interface Keyset {
  readonly cursorOf: (place: string) => string;
  readonly placeIn: (cursor: string) => Either<Problem, string>;
}

/** Cursors for a question: the name of the list with its filters and its order. */
export function keysetOf(question: unknown): Keyset {
  const asked = sha256OfJson(question).slice(0, 16);
  return {
    cursorOf: place => `${Buffer.from(place).toString('base64url')}.${asked}`,
    placeIn: cursor => {
      const [place = '', of] = cursor.split('.');
      return of === asked
        ? right(Buffer.from(place, 'base64url').toString())
        : left(
            badParameter('cursor', '`next` of the page before', 'The cursor does not belong to this list.'),
          );
    },
  };
}
