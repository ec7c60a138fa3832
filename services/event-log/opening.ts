import type { Position } from './port';

/** What can go wrong, as expected, when a log is opened. Each says what is wrong and what to do. */
export interface OpenError {
  readonly kind:
    /** There is no log and none was asked for. */
    | 'missing'
    /** The file is truncated, empty or damaged, or there are traces of a log whose file is gone. */
    | 'damaged'
    /** Another process (or another part of this one) writes to this log. */
    | 'locked'
    /** A file of something else. */
    | 'not-ours'
    /** Written by a newer version of this program. */
    | 'newer-format'
    /** No such place, no permission, no room … */
    | 'unavailable'
    /** User or password is not accepted, or may not read. */
    | 'denied'
    /** No adapter for this kind of address, or a server of a version that is not supported. */
    | 'unsupported';
  readonly message: string;
  readonly advice: string;
}

export interface OpenOptions {
  /** Make a new log where there is no trace of one. Without it a missing log is an error. */
  readonly create?: boolean;
  /** Read beside a running writer: takes no lock, appends are refused. */
  readonly readOnly?: boolean;
  /**
   * How many entries lie up to and including this position, as derived data remembers it. An engine that does not count
   * by itself counts on from here, once it has seen that an entry lies exactly there; else from the start.
   */
  readonly known?: { readonly count: number; readonly position: Position };
}

/** Thrown by a read of an engine that does not answer within its time. Nothing is wrong with the log, as far as known. */
export class EventLogUnavailable extends Error {
  override readonly name = 'EventLogUnavailable';
}

/** Thrown by a read that meets damage after the log was opened: its message is for people. */
export class EventLogDamaged extends Error {
  override readonly name = 'EventLogDamaged';
  readonly advice: string;

  constructor(message: string, advice: string) {
    super(message);
    this.advice = advice;
  }
}
