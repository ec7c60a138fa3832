import type { AppendResp } from '@eventstore/db-client/generated/streams_pb';
import { BinaryWriter } from 'google-protobuf';

const WRONG_EXPECTED_VERSION = 2;
const EXPECTED_REVISION_20_6_0 = 3;

/** Stands for no_stream where older clients look for a number. */
const NO_STREAM = (2n ** 64n - 1n).toString();

/**
 * An answer to Append as bytes. The generated code takes the revision of older clients as a double, which has no
 * 2^64 - 1; so that field is written here.
 */
export function appendBytes(answer: AppendResp): Buffer {
  const wrong = answer.getWrongExpectedVersion();
  if (wrong?.hasExpectedNoStream() !== true) return Buffer.from(answer.serializeBinary());
  const field = new BinaryWriter();
  field.writeUint64String(EXPECTED_REVISION_20_6_0, NO_STREAM);
  const whole = Buffer.concat([wrong.serializeBinary(), field.getResultBuffer()]);
  const message = new BinaryWriter();
  message.writeBytes(WRONG_EXPECTED_VERSION, new Uint8Array(whole));
  return Buffer.from(message.getResultBuffer());
}
