import { isLeft } from 'fp-ts/Either';
import { openPersonRegister } from '../../vault';
import type { Progress } from '../output';
import type { Way } from './places';
import { between, done, failed } from './stores';
import type { ToldOf } from './told';

export interface Persons {
  /** How many are in the target now. */
  readonly there: number;
  /** How many the log says are erased. They are marked so in the target. */
  readonly erased: number;
}

const WHAT = 'register of persons';
const PAGE = 500;

/** Brings all persons from one register to another, and erases first whom the log says is erased. */
export const movePersons = ({ erasedPersons }: ToldOf, way: Way, shown: Progress): Promise<Persons> =>
  between(WHAT, openPersonRegister, way, async (from, to) => {
    done(WHAT, await to.erase([...erasedPersons])());
    let there = 0;
    for (let after: string | undefined; ;) {
      const query = { limit: PAGE, ...(after === undefined ? {} : { after }) };
      const { items, total } = done(WHAT, await from.list(query)());
      for (const person of items) {
        const put = await to.put(person)();
        if (!isLeft(put)) there++;
        else if (put.left.kind !== 'erased') throw failed(WHAT, put.left);
      }
      shown.at(there, total);
      after = items.at(-1)?.id;
      if (after === undefined || items.length < PAGE) return { there, erased: erasedPersons.size };
    }
  });
