import { BatchAppendReq } from '@eventstore/db-client/generated/streams_pb';
import { BinaryReader } from 'google-protobuf';

/** A piece of a batch, and by when its batch is to be finished (milliseconds since 1970), if it says so. */
export interface BatchPiece {
  readonly request: BatchAppendReq;
  readonly deadline: number | undefined;
}

export function batchPiece(bytes: Buffer): BatchPiece {
  const request = BatchAppendReq.deserializeBinary(new Uint8Array(bytes));
  const options = request.getOptions();
  if (options === undefined) return { request, deadline: undefined };
  const at = options.getDeadline();
  if (at !== undefined) return { request, deadline: at.getSeconds() * 1_000 + at.getNanos() / 1e6 };
  const duration = durationIn(bytes);
  return { request, deadline: duration === undefined ? undefined : Date.now() + duration };
}

const OPTIONS = 2;
const DEADLINE = 7;

/** The deadline as newer clients send it, a duration (options, field 7), which the generated code does not know. */
function durationIn(bytes: Buffer): number | undefined {
  const options = field(new Uint8Array(bytes), OPTIONS);
  const duration = options && field(options, DEADLINE);
  if (duration === undefined) return undefined;
  const reader = new BinaryReader(duration);
  let [seconds, nanos] = [0, 0];
  while (reader.nextField()) {
    if (reader.getFieldNumber() === 1) seconds = reader.readInt64();
    else if (reader.getFieldNumber() === 2) nanos = reader.readInt32();
    else reader.skipField();
  }
  return seconds * 1_000 + nanos / 1e6;
}

/** The last occurrence of a field that holds a message. */
function field(message: Uint8Array, number: number): Uint8Array | undefined {
  const reader = new BinaryReader(message);
  let found: Uint8Array | undefined;
  while (reader.nextField()) {
    if (reader.getFieldNumber() === number) found = reader.readBytes();
    else reader.skipField();
  }
  return found;
}
