import type { OpenOptions } from '../../event-log';
import type { ScrubReport } from './scrub';
import type { TreeStatus } from './status';

/** What the thread is started with: all that can be told to it, and nothing that must be shared. */
export interface ThreadData {
  /** URI of the log, which the thread opens for reading. */
  readonly eventLog: string;
  /** How long the log is, so that an engine that does not count need not do it again. */
  readonly known?: OpenOptions['known'];
  readonly folder: string;
  readonly anchor: string;
  readonly keyFile: string;
  readonly earlierKeys: readonly string[];
  readonly origin: string;
  readonly rhythmMs: number | undefined;
}

export type FromThread =
  | { readonly kind: 'status'; readonly status: TreeStatus; readonly checkpoint: Uint8Array | undefined }
  | { readonly kind: 'error'; readonly message: string }
  | { readonly kind: 'progress'; readonly id: number; readonly done: number; readonly total: number }
  | { readonly kind: 'scrubbed'; readonly id: number; readonly report: ScrubReport }
  | { readonly kind: 'scrub-failed'; readonly id: number; readonly message: string };

export type ToThread =
  | { readonly kind: 'scrub'; readonly id: number }
  | { readonly kind: 'abort-scrub'; readonly id: number }
  | { readonly kind: 'close' };
