import { withoutPassword } from '../../../contracts/addresses';
import type { Moved } from '../../audit';
import { Ended, EXIT } from '../exit';
import type { MovedBeside } from '../move-beside';
import type { Originals } from './originals';
import type { Way, Ways } from './places';
import { textOfCopies, type ToCopy } from './still-to-copy';

/** What a move has come to. */
export interface MoveResult extends Moved, MovedBeside {
  readonly stillToCopy: readonly ToCopy[];
}

/** So many hashes are named to people; all of them in JSON. */
const NAMED = 20;

/** The result for people. */
export const textOf = (
  { records, appended, root, originals, persons, reads, stillToCopy }: MoveResult,
  ways: Ways,
): string =>
  [
    `${records} records are the same on both sides, ${appended} of them brought there now.`,
    `The root of the tree over them is ${root} on both sides.`,
    ...(originals ? textOfOriginals(originals, ways.content) : []),
    ...(persons
      ? [`${persons.there} persons are there${fromOf(ways.vault)}; ${persons.erased} are marked as erased.`]
      : []),
    ...(reads
      ? [`${reads.there} reads are there${fromOf(ways.reads)}, ${reads.appended} of them brought now.`]
      : []),
    textOfCopies(stillToCopy),
  ].join('\n');

function textOfOriginals(
  { there, erased, neverGiven, lost }: Originals,
  way: Way | undefined,
): readonly string[] {
  const lines = [`${there} originals are there${fromOf(way)}; ${erased} are marked as erased.`];
  if (neverGiven.length > 0)
    lines.push(
      `${neverGiven.length} are named by an event alone; their bytes were never given to the store:`,
      ...named(neverGiven),
    );
  if (lost.length > 0)
    lines.push(
      `${lost.length} were imported, and are neither there nor erased:`,
      ...named(lost.map(({ sha256, why }) => `${sha256} (${why})`)),
    );
  return lines;
}

function named(hashes: readonly string[]): readonly string[] {
  const more = hashes.length - NAMED;
  return [...hashes.slice(0, NAMED).map(hash => `  ${hash}`), ...(more > 0 ? [`  and ${more} more`] : [])];
}

const fromOf = (way: Way | undefined): string => (way ? `, from ${withoutPassword(way.from)}` : '');

/** The end of a move that found originals lost, when all else is moved; undefined where none is. */
export function lossOf({ originals }: MoveResult, { content }: Ways): Ended | undefined {
  if (originals === undefined || originals.lost.length === 0) return undefined;
  return new Ended(
    `${originals.lost.length} originals are lost${fromOf(content)}: a record of their import stands in the log, and their bytes are gone or damaged. All else was moved.`,
    'Put them back from a backup of the originals, as they are named above, and run the same command again.',
    EXIT.failed,
  );
}
