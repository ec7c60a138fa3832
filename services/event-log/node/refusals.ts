import { status } from '@grpc/grpc-js';
import { MAX_APPEND_BYTES } from '../port';
import { denied, failure, type Failure } from './failure';

export const READ_ONLY: Failure = denied(
  'This node only reads. What is to be recorded goes through the one door of the service: POST /v1/events.',
);

export const NEVER_DELETED: Failure = denied(
  'Nothing is ever deleted from this log: neither streams nor events, neither softly nor by a tombstone.',
);

export const tooLarge = (): Failure =>
  failure(status.INVALID_ARGUMENT, `An append holds at most ${MAX_APPEND_BYTES} bytes of data.`, {
    exception: 'maximum-append-size-exceeded',
    'maximum-append-size': String(MAX_APPEND_BYTES),
  });
