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
    /** No adapter for this kind of address. */
    | 'unsupported';
  readonly message: string;
  readonly advice: string;
}

export interface OpenOptions {
  /** Make a new log where there is no trace of one. Without it a missing log is an error. */
  readonly create?: boolean;
  /** Read beside a running writer: takes no lock, appends are refused. */
  readonly readOnly?: boolean;
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
