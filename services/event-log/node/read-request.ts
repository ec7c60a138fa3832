import { ReadReq } from '@eventstore/db-client/generated/streams_pb';
import { type Either, left, right } from 'fp-ts/Either';
import type { Direction } from '../sqlite/pages';
import { failure, type Failure, malformed } from './failure';
import { type Filter, filterOf } from './filter';
import { streamName } from './proposed';
import { status } from '@grpc/grpc-js';

/** Where to begin. Numbers beyond the exact ones are cut to them: no log of ours comes so far. */
export type Start = 'start' | 'end' | number;

interface Common {
  readonly structuredIds: boolean;
}

/** What a client wants to read. */
export type ReadPlan =
  | (Common & {
      readonly kind: 'stream';
      readonly stream: string | undefined;
      readonly from: Start;
      readonly direction: Direction;
      readonly count: number;
      /** Are the messages about the ends of the stream asked for? */
      readonly tellsEnds: boolean;
    })
  | (Common & {
      readonly kind: 'all';
      readonly from: Start;
      readonly direction: Direction;
      readonly count: number;
      readonly filter: Filter | undefined;
    })
  | (Common & { readonly kind: 'follow-stream'; readonly stream: string | undefined; readonly from: Start })
  | (Common & { readonly kind: 'follow-all'; readonly from: Start; readonly filter: Filter | undefined });

const { StreamOptionCase, CountOptionCase, FilterOptionCase } = ReadReq.Options;

/** Reads the request, or says with which status it is refused. */
export function readPlan(request: ReadReq): Either<Failure, ReadPlan> {
  const options = request.getOptions();
  if (options === undefined) return left(malformed('The request has no options.'));
  const uuids = options.getUuidOption();
  if (uuids === undefined) return left(failure(status.INVALID_ARGUMENT, ''));
  const combination = combinationOf(options);
  if (combination !== undefined) return left(malformed(combination));
  const filter = filterOf(options.getFilter());
  if (filter._tag === 'Left') return left(malformed(filter.left));

  const structuredIds = !uuids.hasString();
  const direction: Direction =
    options.getReadDirection() === ReadReq.Options.ReadDirection.BACKWARDS ? 'backwards' : 'forwards';
  const count = whole(options.getCount());
  const stream = options.getStream();
  if (stream !== undefined) {
    const name = streamName(stream.getStreamIdentifier());
    const from: Start = stream.hasEnd()
      ? 'end'
      : stream.hasRevision()
        ? whole(stream.getRevision())
        : 'start';
    if (options.hasSubscription()) return right({ kind: 'follow-stream', structuredIds, stream: name, from });
    const tellsEnds = (options.getControlOption()?.getCompatibility() ?? 0) >= 1;
    return right({ kind: 'stream', structuredIds, stream: name, from, direction, count, tellsEnds });
  }
  const all = options.getAll();
  const position = all?.getPosition();
  const from: Start =
    position !== undefined ? whole(position.getCommitPosition()) : all?.hasEnd() === true ? 'end' : 'start';
  return right(
    options.hasSubscription()
      ? { kind: 'follow-all', structuredIds, from, filter: filter.right }
      : { kind: 'all', structuredIds, from, direction, count, filter: filter.right },
  );
}

/** What is wrong with the combination of the four choices a read consists of. */
function combinationOf(options: ReadReq.Options): string | undefined {
  const [what, count, filter] = [
    options.getStreamOptionCase(),
    options.getCountOptionCase(),
    options.getFilterOptionCase(),
  ];
  if (what === StreamOptionCase.STREAM_OPTION_NOT_SET) return 'Neither a stream nor $all is asked for.';
  const backwards = options.getReadDirection() === ReadReq.Options.ReadDirection.BACKWARDS;
  const isWrong =
    count === CountOptionCase.COUNT_OPTION_NOT_SET ||
    filter === FilterOptionCase.FILTER_OPTION_NOT_SET ||
    (what === StreamOptionCase.STREAM && filter === FilterOptionCase.FILTER) ||
    (count === CountOptionCase.SUBSCRIPTION && backwards);
  if (!isWrong) return undefined;
  const words = [
    what === StreamOptionCase.STREAM ? 'Stream' : 'All',
    { 0: 'None', 5: 'Count', 6: 'Subscription' }[count],
    backwards ? 'Backwards' : 'Forwards',
    { 0: 'None', 7: 'Filter', 8: 'NoFilter' }[filter],
  ];
  return `The combination of (${words.join(', ')}) is invalid.`;
}

const whole = (text: string): number => Math.min(Number(text), Number.MAX_SAFE_INTEGER - 1);
