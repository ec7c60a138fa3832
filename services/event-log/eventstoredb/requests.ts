import { Empty, StreamIdentifier } from '@eventstore/db-client/generated/shared_pb';
import { ReadReq } from '@eventstore/db-client/generated/streams_pb';

const { Options } = ReadReq;

/** Which streams are ours: those with a name that begins so, without a prefix all but the server's own. */
export interface Scope {
  readonly prefix: string;
}

/** The whole log, or the stream alone, from a place on, so many entries. Reads include the place they start from. */
export function readStreamRequest(stream: string, fromRevision: number, count: number): ReadReq {
  const at = new Options.StreamOptions().setStreamIdentifier(identifier(stream));
  at.setRevision(String(fromRevision));
  return request(base().setStream(at).setNoFilter(new Empty()).setCount(String(count)));
}

/** Forwards from a position, inclusive; from the start without one. */
export function readAllRequest(scope: Scope, from: string | undefined, count: number): ReadReq {
  const at = new Options.AllOptions();
  if (from === undefined) at.setStart(new Empty());
  else at.setPosition(new Options.Position().setCommitPosition(from).setPreparePosition(from));
  return request(base().setAll(at).setFilter(filter(scope)).setCount(String(count)));
}

/** The last event of a stream, whatever was cut off before it. */
export function readLastRequest(stream: string): ReadReq {
  const at = new Options.StreamOptions().setStreamIdentifier(identifier(stream)).setEnd(new Empty());
  const options = base().setStream(at).setNoFilter(new Empty()).setCount('1');
  return request(options.setReadDirection(Options.ReadDirection.BACKWARDS));
}

/** The newest entry of all. */
export function readNewestRequest(scope: Scope): ReadReq {
  const at = new Options.AllOptions().setEnd(new Empty());
  const options = base().setAll(at).setFilter(filter(scope)).setCount('1');
  return request(options.setReadDirection(Options.ReadDirection.BACKWARDS));
}

/** What comes from now on. */
export function subscribeRequest(scope: Scope): ReadReq {
  const at = new Options.AllOptions().setEnd(new Empty());
  return request(
    base().setAll(at).setFilter(filter(scope)).setSubscription(new Options.SubscriptionOptions()),
  );
}

export function identifier(stream: string): StreamIdentifier {
  return new StreamIdentifier().setStreamName(Buffer.from(stream));
}

function base(): ReadReq.Options {
  return new Options()
    .setReadDirection(Options.ReadDirection.FORWARDS)
    .setResolveLinks(false)
    .setUuidOption(new Options.UUIDOption().setString(new Empty()));
}

function filter({ prefix }: Scope): ReadReq.Options.FilterOptions {
  const expression = new Options.FilterOptions.Expression();
  if (prefix === '') expression.setRegex('^[^$]');
  else expression.setPrefixList([prefix]);
  return new Options.FilterOptions()
    .setStreamIdentifier(expression)
    .setMax(1_000)
    .setCheckpointintervalmultiplier(1);
}

const request = (options: ReadReq.Options): ReadReq => new ReadReq().setOptions(options);
