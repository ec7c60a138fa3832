import type { Observable } from 'rxjs';
import type { ScrubOptions, ScrubReport } from './scrub';
import type { Serving } from './serving';
import type { TreeStatus } from './status';

export interface Tree extends Serving {
  status(): TreeStatus;
  /** The status now, and whenever it changes. */
  readonly changes: Observable<TreeStatus>;
  /** The last checkpoint, a signed note; undefined before the first. */
  checkpoint(): Buffer | undefined;
  /** Is the record under a checkpoint? Resolves with true as soon as it is; with false after the time, or if it cannot be. */
  waitFor(seq: number, timeoutMs?: number): Promise<boolean>;
  /** Goes through everything. What is found wrong raises the alarm. */
  scrub(options?: ScrubOptions): Promise<ScrubReport>;
  close(): Promise<void>;
}
