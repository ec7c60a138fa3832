/** How long is waited for what, in milliseconds. The defaults suit a cluster in one data centre. */
export interface Timings {
  /** One try of an append, and all its tries together. */
  readonly appendTry: number;
  readonly append: number;
  /** One try of a page of a read, and all its tries together. */
  readonly pageTry: number;
  readonly page: number;
  readonly open: number;
  /** Between two tries: at first and at most. */
  readonly backOff: number;
  readonly backOffMost: number;
  /** A connection on which nothing is heard for so long is asked whether it lives, and given up without an answer. */
  readonly keepAlive: number;
  readonly keepAliveTimeout: number;
}

export const DEFAULT_TIMINGS: Timings = {
  appendTry: 5_000,
  append: 15_000,
  pageTry: 5_000,
  page: 15_000,
  open: 10_000,
  backOff: 50,
  backOffMost: 1_000,
  keepAlive: 10_000,
  keepAliveTimeout: 5_000,
};

export interface Settings {
  readonly timings: Timings;
  /** The log is that part of the server whose streams are named so, without it all but system streams. For tests. */
  readonly prefix: string;
}
