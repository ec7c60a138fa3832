import type { ReadReq } from '@eventstore/db-client/generated/streams_pb';
import { type Either, left, right } from 'fp-ts/Either';
import type { Entry } from '../port';

export interface Filter {
  readonly matches: (entry: Entry) => boolean;
  /** A subscription tells where it stands each time so many entries have been looked at. */
  readonly checkpointEvery: number;
}

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
  const test = testOf(expression);
  if (test._tag === 'Left') return test;
  const matches = test.right;
  return right({
    matches: byStream === undefined ? entry => matches(entry.type) : entry => matches(entry.stream),
    checkpointEvery: window * Math.max(1, options.getCheckpointintervalmultiplier()),
  });
}

/** An empty expression matches nothing. */
function testOf(
  expression: ReadReq.Options.FilterOptions.Expression,
): Either<string, (text: string) => boolean> {
  const prefixes = expression.getPrefixList();
  if (prefixes.length > 0) return right(text => prefixes.some(prefix => text.startsWith(prefix)));
  const source = expression.getRegex();
  if (source === '') return right(() => false);
  try {
    const regex = new RegExp(source);
    return right(text => regex.test(text));
  } catch {
    return left('The regular expression of the filter is none.');
  }
}
