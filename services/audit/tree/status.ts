import { type BehaviorSubject, filter, firstValueFrom, map, race, takeWhile, timer } from 'rxjs';
import type { Alarm } from './alarm';

export interface TreeStatus {
  readonly state:
    /** Reads what is there, or makes the tree anew. */
    | 'starting'
    | 'following'
    /** Another process writes the tree; this one shows it, and takes over when that one ends. */
    | 'standby'
    /** This process only shows what another writes. */
    | 'reading'
    /** Something failed and is tried again. */
    | 'failing'
    /** See `alarm`. Nothing is signed. */
    | 'alarm'
    | 'closed';
  /** Leaves under the last checkpoint. */
  readonly size: number;
  /** Records read. `seen - size` of them wait for a checkpoint. */
  readonly seen: number;
  readonly alarm: Alarm | undefined;
  /** When the last checkpoint was signed or read, in milliseconds since 1970. */
  readonly checkpointAt: number | undefined;
  /** Of a tree that another process writes: changes whenever that one commits anything, also before a checkpoint. */
  readonly pulse?: string;
  /** Why this process does not take the tree over, though it could: somebody has to see to its key. */
  readonly barred?: Barred | undefined;
}

export type Barred =
  /** The log has been signed by a later key. */
  | 'superseded-key'
  /** The log has been signed by others than the keys that this process has and knows of. */
  | 'foreign-key';

/** Before anything has been looked at. */
export const STARTING: TreeStatus = {
  state: 'starting',
  size: 0,
  seen: 0,
  alarm: undefined,
  checkpointAt: undefined,
};

/** True once the record is under a checkpoint; false after the time, or when that cannot be any more. */
export function reached(
  state: BehaviorSubject<TreeStatus>,
  seq: number,
  timeoutMs: number,
): Promise<boolean> {
  const settled = state.pipe(
    takeWhile(({ state: s }) => s !== 'alarm' && s !== 'closed'),
    filter(({ size }) => size > seq),
    map(() => true),
  );
  return firstValueFrom(race(settled, timer(timeoutMs).pipe(map(() => false))), { defaultValue: false });
}
