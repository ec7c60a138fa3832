import type { TaskEither } from 'fp-ts/TaskEither';
import type { Sha256 } from '../../contracts/primitives';

export type ContentError =
  /** These bytes were erased by a recorded act; their hash alone is kept, and they are not taken again. */
  | { readonly kind: 'erased' }
  /** The disk is full; nothing was kept. */
  | { readonly kind: 'no-space'; readonly detail: string }
  | { readonly kind: 'unavailable'; readonly detail: string }
  /** What lies there is not what its name says. */
  | { readonly kind: 'damaged'; readonly detail: string };

/** Why a content store cannot be opened. */
export interface ContentProblem {
  /** `unsupported`: no such engine; `refused`: trying again is no use before something is changed. */
  readonly kind: 'unsupported' | 'refused' | 'unavailable';
  readonly detail: string;
}

/** Originals of documents, by the SHA-256 of their bytes. Not derived from the log: part of every backup. */
export interface Content {
  /** Keeps the bytes; the right side is reached only when they are durable. The same bytes again are no matter. */
  put(bytes: Uint8Array): TaskEither<ContentError, Sha256>;
  /** The bytes, held against their name; undefined where there are none, never or no longer. */
  get(sha256: Sha256): TaskEither<ContentError, Uint8Array | undefined>;
  /** Are there bytes under this name? They are not looked at. */
  has(sha256: Sha256): TaskEither<ContentError, boolean>;
  /** Removes the bytes for good and remembers that they were erased. What was erased before, or never kept, is no matter. */
  erase(sha256: Sha256): TaskEither<ContentError, void>;
  close(): Promise<void>;
}
