import type { TaskEither } from 'fp-ts/TaskEither';
import type { Sha256 } from '../../contracts/primitives';

export type ContentError =
  /** The disk is full; nothing was kept. */
  | { readonly kind: 'no-space'; readonly detail: string }
  | { readonly kind: 'unavailable'; readonly detail: string }
  /** What lies there is not what its name says. */
  | { readonly kind: 'damaged'; readonly detail: string };

/** Originals of documents, by the SHA-256 of their bytes. Not derived from the log: part of every backup. */
export interface Content {
  /** Keeps the bytes; the right side is reached only when they are durable. The same bytes again are no matter. */
  put(bytes: Uint8Array): TaskEither<ContentError, Sha256>;
  /** The bytes, held against their name; undefined where there are none, never or no longer. */
  get(sha256: Sha256): TaskEither<ContentError, Uint8Array | undefined>;
  has(sha256: Sha256): Promise<boolean>;
}
