import type { Either } from 'fp-ts/Either';
import type { RecordId, Timestamp } from '../../contracts/primitives';
import type { Problem } from '../../contracts/problems';
import type { Position } from '../event-log/port';

/** What is answered for an accepted event, once it is durable. */
export interface Receipt {
  readonly id: RecordId;
  readonly type: string;
  readonly stream: string;
  readonly revision: number;
  readonly position: Position;
  readonly time: Timestamp;
  readonly recordedAt: Timestamp;
  /** True where the same event was here before, and this is its first answer again. */
  readonly again: boolean;
}

/** How one event came out. */
export type Outcome = Either<Problem, Receipt>;
