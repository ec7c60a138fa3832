import type { Either } from 'fp-ts/Either';
import type { OpenOptions } from '../../event-log';
import type { Status, StoreError } from '../../../projections';

/** What the thread is started with. */
export interface ThreadData {
  readonly eventLog: string;
  readonly views: string;
  /** How long the log is, so that the thread need not count it again. */
  readonly known: OpenOptions['known'];
}

/** From the service to the thread. */
export type Request =
  /** Something was appended. */
  | { readonly kind: 'appended' }
  | { readonly kind: 'rebuild'; readonly call: number }
  | { readonly kind: 'refold'; readonly call: number; readonly stream: string }
  | { readonly kind: 'close' };

/** From the thread to the service. */
export type Reply =
  | { readonly kind: 'status'; readonly status: Status }
  | { readonly kind: 'rebuilt'; readonly call: number; readonly result: Either<StoreError, string> }
  | { readonly kind: 'refolded'; readonly call: number; readonly why: string | undefined }
  /** A call ended with an exception. */
  | { readonly kind: 'failed'; readonly call: number; readonly detail: string };
