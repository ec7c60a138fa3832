import type { ReadReq } from '@eventstore/db-client/generated/streams_pb';
import { type Either, left, right } from 'fp-ts/Either';
import type { Entry } from '../port';
import { costOf } from './plain-expression';
import type { Sieve } from './sieve';

export interface Filter {
  /** Of a page of entries, which match? One answer an entry. May reject with `TooSlow`. */
  readonly matching: (
    entries: readonly Entry[],
    sieve: Sieve,
    signal: AbortSignal,
  ) => readonly boolean[] | Promise<readonly boolean[]>;
  /** A subscription tells where it stands each time so many entries have been looked at. */
  readonly checkpointEvery: number;
}

/** A list of all types or streams that somebody wants is shorter. */
const MOST_CHARS = 4_096;
const MOST_PREFIXES = 1_000;
/** Groups in groups take long to be made ready to run, with the length's third power, and cannot be ended meanwhile. */
const MOST_CHARS_NESTED = 1_000;

/** The filter of a request, undefined without one, or what is wrong with it. */
export function filterOf(
  options: ReadReq.Options.FilterOptions | undefined,
): Either<string, Filter | undefined> {
  if (options === undefined) return right(undefined);
  const byStream = options.getStreamIdentifier();
  const expression = byStream ?? options.getEventType();
  if (expression === undefined) return left('The filter has no expression.');
  if (!options.hasMax() && !options.hasCount()) return left('The filter has no search window.');
  const window = Math.max(1, options.hasMax() ? options.getMax() : 1);
  const matching = matchingOf(expression);
  if (matching._tag === 'Left') return matching;
  const nameOf = (entry: Entry): string => (byStream === undefined ? entry.type : entry.stream);
  return right({
    matching: (entries, sieve, signal) => matching.right(entries.map(nameOf), sieve, signal),
    checkpointEvery: window * Math.max(1, options.getCheckpointintervalmultiplier()),
  });
}

type Matching = (
  names: readonly string[],
  sieve: Sieve,
  signal: AbortSignal,
) => readonly boolean[] | Promise<readonly boolean[]>;

/** An empty expression matches nothing. */
function matchingOf(expression: ReadReq.Options.FilterOptions.Expression): Either<string, Matching> {
  const prefixes = expression.getPrefixList();
  if (prefixes.length > MOST_PREFIXES) return left(`The filter has more than ${MOST_PREFIXES} prefixes.`);
  if (prefixes.length > 0)
    return right(names => names.map(name => prefixes.some(prefix => name.startsWith(prefix))));
  const source = expression.getRegex();
  if (source === '') return right(names => names.map(() => false));
  const most = costOf(source) === undefined ? MOST_CHARS_NESTED : MOST_CHARS;
  if (source.length > most)
    return left(`The regular expression of the filter is longer than ${most} characters.`);
  try {
    const regex = new RegExp(source);
    return right((names, sieve, signal) => sieve.matching(regex, names, signal));
  } catch {
    return left('The regular expression of the filter is none.');
  }
}

export const TOO_SLOW =
  'The regular expression of the filter takes too long on the names in this log. Write it without repetitions in ' +
  'repetitions, or read all and filter at your side.';
