/** How a command ends. 64 and 69 are those of sysexits.h. */
export const EXIT = {
  ok: 0,
  /** It was tried and refused, or something is wrong with what was looked at. */
  failed: 1,
  usage: 64,
  /** No service answers, or what is needed is held by another process. */
  unavailable: 69,
} as const;

/** An expected end: what was wrong and what to do, for a person; never a stack trace. */
export class Ended extends Error {
  constructor(
    message: string,
    readonly advice: string,
    readonly code: number = EXIT.failed,
    readonly detail?: unknown,
  ) {
    super(message);
  }
}
