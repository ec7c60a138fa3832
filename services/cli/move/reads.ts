import { isDeepStrictEqual } from 'node:util';
import { withoutPassword } from '../../../contracts/addresses';
import { type NumberedRead, openReadLog, type ReadEntry, type ReadLog } from '../../read-log';
import { Ended, EXIT } from '../exit';
import type { Progress } from '../output';
import type { Way } from './places';
import { between, done } from './stores';

export interface Reads {
  /** How many are in the target now, in the same order as in the source. */
  readonly there: number;
  /** How many of them were brought this time. */
  readonly appended: number;
}

const WHAT = 'log of reads';
const PAGE = 500;

/**
 * Brings a log of reads to another place, behind those that an earlier try has brought: what is there is held against
 * what it should be, entry by entry, and nothing is added behind anything else.
 */
export const moveReads = (way: Way, shown: Progress): Promise<Reads> =>
  between(WHAT, openReadLog, way, async (from, to) => {
    const begun = await sharedBeginning(from, to, way);
    let there = begun.count;
    for await (const { items, total } of pages(from, begun.last)) {
      done(WHAT, await to.append(items.map(entryOf))());
      there += items.length;
      shown.at(there, total);
    }
    return { there, appended: there - begun.count };
  });

/** How many entries the target has, and the last of them in the source; an end where it has any others. */
async function sharedBeginning(
  from: ReadLog,
  to: ReadLog,
  way: Way,
): Promise<{ readonly count: number; readonly last: number | undefined }> {
  const source = entries(from);
  let count = 0;
  let last: number | undefined;
  try {
    for await (const there of entries(to)) {
      const here = await source.next();
      if (here.done === true || !isDeepStrictEqual(entryOf(here.value), entryOf(there)))
        throw mixed(way, count);
      count++;
      last = here.value.number;
    }
  } finally {
    await source.return(undefined);
  }
  return { count, last };
}

async function* entries(log: ReadLog): AsyncGenerator<NumberedRead, undefined> {
  for await (const { items } of pages(log, undefined)) yield* items;
  return undefined;
}

/** What a log holds behind a number, oldest first. */
async function* pages(log: ReadLog, behind: number | undefined) {
  for (let after = behind; ;) {
    const query = { order: 'oldest-first', limit: PAGE, ...(after === undefined ? {} : { after }) } as const;
    const page = done(WHAT, await log.list(query)());
    if (page.items.length > 0) yield page;
    after = page.items.at(-1)?.number;
    if (after === undefined || page.items.length < PAGE) return;
  }
}

/** Each log gives numbers of its own. */
const entryOf = ({ number: _, ...entry }: NumberedRead): ReadEntry => entry;

const mixed = ({ from, to }: Way, count: number): Ended =>
  new Ended(
    `What the log of reads at ${withoutPassword(to)} holds is not the beginning of that at ${withoutPassword(from)}: entry ${count} is another. No read was moved; all that comes before the reads was.`,
    'Perhaps an instance has run there already. Give --reads an empty place, or empty this one if its reads need not be kept; then run the command again.',
    EXIT.failed,
  );
