import { isUtf8 } from 'node:buffer';
import type { AppendReq, BatchAppendReq } from '@eventstore/db-client/generated/streams_pb';
import type { StreamIdentifier } from '@eventstore/db-client/generated/shared_pb';
import { type Either, left, right } from 'fp-ts/Either';
import type { NewEntry } from '../port';
import { uuidText } from './uuid';
import { wrap } from './wrapped';

type ProposedMessage = AppendReq.ProposedMessage | BatchAppendReq.ProposedMessage;

/** What is wrong with a message; a missing key of the metadata has trailers of its own. */
export type Flaw =
  | { readonly kind: 'missing'; readonly key: 'type' | 'content-type' }
  | { readonly kind: 'bad'; readonly what: string };

/** An event as the port takes it. `now` is the time it came, in milliseconds since 1970. */
export function entryOf(message: ProposedMessage, now: number): Either<Flaw, NewEntry> {
  const metadata = message.getMetadataMap();
  const type = metadata.get('type');
  const contentType = metadata.get('content-type');
  if (type === undefined) return left({ kind: 'missing', key: 'type' });
  if (contentType === undefined) return left({ kind: 'missing', key: 'content-type' });
  const id = uuidText(message.getId());
  if (id === undefined) return bad('The id of an event is no UUID.');
  if (type === '' || !isStorable(type)) return bad('The type of an event is empty, or holds NUL.');
  if (type === '$>') return bad('This log holds no links: events of the type $> are not taken.');
  const json = contentType === 'application/json';
  const texts = wrap({ json, data: message.getData_asU8(), custom: message.getCustomMetadata_asU8() }, now);
  return right({ id, type, ...texts });
}

/** The name of a stream on the wire, where it is text. */
export function streamName(identifier: StreamIdentifier | undefined): string | undefined {
  const bytes = identifier?.getStreamName_asU8();
  if (bytes === undefined || bytes.length === 0 || !isUtf8(bytes) || bytes.includes(0)) return undefined;
  return Buffer.from(bytes).toString('utf8');
}

/** Why nothing can be appended to a stream of this name. */
export function unwritable(stream: string | undefined): string | undefined {
  if (stream === undefined) return 'The name of the stream is missing, empty, or no text.';
  if (!stream.startsWith('$')) return undefined;
  return 'This log holds no system streams and no metadata of streams: a name does not begin with $.';
}

const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes('\0');
const bad = (what: string): Either<Flaw, never> => left({ kind: 'bad', what });
