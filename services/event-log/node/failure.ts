import { Metadata, status } from '@grpc/grpc-js';
import { messageOf } from '../../../contracts/thrown';

/** How a call ends that is refused: gRPC status, words for people, trailers for programs. */
export interface Failure {
  readonly code: status;
  readonly details: string;
  readonly metadata: Metadata;
}

/** Trailers hold ASCII alone: a value with anything else is left out. */
export function failure(
  code: status,
  details: string,
  trailers: Readonly<Record<string, string>> = {},
): Failure {
  const metadata = new Metadata();
  for (const [key, value] of Object.entries(trailers)) {
    if (/^[ -~]*$/.test(value)) metadata.set(key, value);
  }
  return { code, details: details.replace(/[^ -~]/gu, '?'), metadata };
}

export const malformed = (details: string): Failure => failure(status.INVALID_ARGUMENT, details);

/** What client libraries tell apart by its trailer. */
export const denied = (details: string): Failure =>
  failure(status.PERMISSION_DENIED, details, { exception: 'access-denied' });

/** What something unexpected looks like from outside; the words go to the log of whoever runs the node. */
export const unexpected = (error: unknown): Failure =>
  failure(status.INTERNAL, `The node could not do this: ${messageOf(error)}`);

export const CLOSING = 'The node is closing; connect again.';
export const closing = (): Failure => failure(status.UNAVAILABLE, CLOSING);
