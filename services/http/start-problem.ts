/** Why the service cannot start: what is wrong, and what to do. Never a stack trace, never a new log in place of an old. */
export interface StartProblem {
  readonly kind:
    | 'bad-config'
    | 'locked'
    | 'damaged'
    | 'newer-format'
    | 'not-ours'
    | 'other-clock'
    | 'no-permission'
    | 'port-taken'
    | 'unavailable';
  readonly message: string;
  readonly advice: string;
}
