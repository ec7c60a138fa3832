import type { BehaviorSubject } from 'rxjs';
import { type Alarm, TreeAlarm } from './alarm';
import type { FileWriter } from './files';
import { clearAlarm, publishAlarm, readAlarm } from './published';
import type { TreeStatus } from './status';

/** The alarm of a tree that is being written: raised once and for good, and told to all who read the folder. */
export interface Raising {
  /** Reads what was told at an earlier time, or by another process; it holds until all has been looked at again. */
  recall(): Promise<void>;
  isTold(): boolean;
  /** All is as it was signed: what was told before is taken away. Does nothing once `stop` has been given. */
  allClear(): void;
  raise(alarm: TreeAlarm): void;
  isRaised(): boolean;
  /** Throws what has been raised. */
  requireSound(): void;
  /** Resolves when what was raised is on the disk, or could not be written. */
  settled(): Promise<void>;
}

export function raisingOf(
  folder: string,
  files: FileWriter,
  state: BehaviorSubject<TreeStatus>,
  stop: AbortController,
  onError: (error: unknown) => void,
): Raising {
  let told: Alarm | undefined;
  let raised: TreeAlarm | undefined;
  let telling: Promise<void> = Promise.resolve();
  const set = (change: Partial<TreeStatus>): void => state.next({ ...state.value, ...change });

  return {
    recall: async () => {
      told = await readAlarm(folder);
      if (raised === undefined) set({ alarm: told });
    },
    isTold: () => told !== undefined,
    allClear: () => {
      if (told === undefined || stop.signal.aborted) return;
      clearAlarm(files, folder);
      told = undefined;
      set({ alarm: undefined });
    },
    raise: error => {
      if (error === raised) return;
      raised = error;
      set({ state: 'alarm', alarm: error.alarm });
      stop.abort();
      telling = telling.then(() => publishAlarm(files, folder, error.alarm)).catch(onError);
    },
    isRaised: () => raised !== undefined,
    requireSound: () => {
      if (raised !== undefined) throw raised;
    },
    settled: () => telling,
  };
}
