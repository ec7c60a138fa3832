import type { Timestamp } from '../../contracts/primitives';

/**
 * Which streams there are, and where records lie in the log: learnt from views that have caught up to the log's head.
 * What the streams hold always comes from the log itself.
 */
export interface Directory {
  /** Requirements laid on an organisation, as subjects. */
  requirementsOf(organisation: string): Promise<readonly string[]>;
  /** All addressees' requirements that share a key, as subjects. */
  requirementsWithKey(key: string): Promise<readonly string[]>;
  /** Where the records of a stream lie in the log, by revision. */
  recordsOfStream(
    stream: string,
  ): Promise<readonly { readonly id: string; readonly revision: number; readonly seq: number }[]>;
  /** The record with that index, with the time it was recorded (never running backwards). */
  recordAt(seq: number): Promise<
    | {
        readonly id: string;
        readonly stream: string;
        readonly revision: number;
        readonly recordedAt: Timestamp;
      }
    | undefined
  >;
}

/** The views did not catch up in time; nothing was decided. */
export class DirectoryLagging extends Error {}
