import { BatchAppendReq } from '@eventstore/db-client/generated/streams_pb';
import { BinaryReader } from 'google-protobuf';

/** A piece of a batch, and by when its batch is to be finished (milliseconds since 1970), if it says so. */
export interface BatchPiece {
  readonly request: BatchAppendReq;
  readonly deadline: number | undefined;
}

const OPTIONS = 2;
const DEADLINE = 7;

export function batchPiece(bytes: Buffer): BatchPiece {
  const request = BatchAppendReq.deserializeBinary(new Uint8Array(bytes));
  if (!request.hasOptions()) return { request, deadline: undefined };
  // The generated code keeps the last of several where the format has them merged, which is: read one behind the other.
  const written = fieldsOf(new Uint8Array(bytes), OPTIONS);
  const merged = new Uint8Array(Buffer.concat(written));
  const options = BatchAppendReq.Options.deserializeBinary(merged);
  if (written.length > 1) request.setOptions(options);
  const at = options.getDeadline();
  if (at !== undefined) return { request, deadline: at.getSeconds() * 1_000 + at.getNanos() / 1e6 };
  const duration = durationOf(merged);
  return { request, deadline: duration === undefined ? undefined : Date.now() + duration };
}

/** The deadline as newer clients send it, a duration in milliseconds, which the generated code does not know. */
function durationOf(options: Uint8Array): number | undefined {
  const duration = fieldsOf(options, DEADLINE).at(-1);
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

/** All occurrences of a field that holds a message. */
function fieldsOf(message: Uint8Array, number: number): readonly Uint8Array[] {
  const reader = new BinaryReader(message);
  const found: Uint8Array[] = [];
  while (reader.nextField()) {
    if (reader.getFieldNumber() === number) found.push(reader.readBytes());
    else reader.skipField();
  }
  return found;
}
