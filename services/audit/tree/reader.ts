import { BehaviorSubject } from 'rxjs';
import { parseVerifierKey, type SignedCheckpoint } from '../note';
import { type Alarm, TreeAlarm } from './alarm';
import { isKey, pulseOf, readPublished } from './published';
import { serving } from './serving';
import { reached, STARTING, type TreeStatus } from './status';
import { tileReader } from './tiles';
import type { Tree } from './tree';

export interface TreeReaderOptions {
  /** Where checkpoint, tiles and heads lie, on a volume that this process may read. */
  readonly folder: string;
  /** What the log is called, as its first record says. */
  readonly origin: string;
  /** Keys that have signed before: their checkpoints are still believed. Verifier keys. */
  readonly earlierKeys?: readonly string[];
  readonly onError?: (error: unknown) => void;
  /** How often the folder is looked at. Default 100 ms. */
  readonly pollMs?: number;
  /** Does it wait to write the tree itself? */
  readonly role?: 'reading' | 'standby';
}

/**
 * The tree as another process writes it: checkpoint and alarm are looked for again and again, tiles are read when they are
 * asked for. A checkpoint that is smaller than one seen before is left alone.
 */
export async function readTree(options: TreeReaderOptions): Promise<Tree> {
  const { folder, origin, onError = () => undefined, pollMs = 100, role = 'reading' } = options;
  const earlierKeys = (options.earlierKeys ?? []).map(parseVerifierKey).filter(isKey);
  const state = new BehaviorSubject<TreeStatus>({ ...STARTING, state: role });
  let last: SignedCheckpoint | undefined;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  let doubts = 0;

  function show(checkpoint: SignedCheckpoint | undefined, alarm: Alarm | undefined, pulse?: string): void {
    const { value } = state;
    const isNewer = checkpoint !== undefined && checkpoint.size > (last?.size ?? -1);
    if (isNewer) last = checkpoint;
    const next = alarm === undefined ? role : 'alarm';
    const isSame = next === value.state && alarm?.message === value.alarm?.message;
    if (!isNewer && isSame && pulse === value.pulse) return;
    const size = last?.size ?? 0;
    const checkpointAt = isNewer ? Date.now() : value.checkpointAt;
    state.next({ state: next, size, seen: size, alarm, checkpointAt, ...(pulse && { pulse }) });
  }

  async function look(): Promise<void> {
    try {
      const { checkpoint, alarm } = await readPublished(folder, origin, earlierKeys);
      const pulse = await pulseOf(folder);
      doubts = 0;
      if (!closed) show(checkpoint, alarm, pulse);
    } catch (error) {
      if (closed) return;
      if (error instanceof TreeAlarm) {
        // Keys and checkpoint are two files: one look may see the old keys, and the first checkpoint of a new one.
        doubts++;
        if (doubts > 1) show(undefined, error.alarm);
      } else {
        onError(error);
        state.next({ ...state.value, state: 'failing' });
      }
    }
  }

  async function poll(): Promise<void> {
    await look();
    if (!closed) timer = setTimeout(() => void poll(), pollMs).unref();
  }

  await poll();
  return {
    ...serving(tileReader(folder), () => last),
    status: () => state.value,
    changes: state.asObservable(),
    checkpoint: () => last?.bytes,
    waitFor: (seq, timeoutMs = 5_000) => reached(state, seq, timeoutMs),
    scrub: () => Promise.reject(new Error(`${ELSEWHERE}.`)),
    close: () => {
      closed = true;
      clearTimeout(timer);
      if (state.value.state !== 'alarm') state.next({ ...state.value, state: 'closed' });
      state.complete();
      return Promise.resolve();
    },
  };
}

const ELSEWHERE =
  'the tree is written, and scrubbed, by another instance: ask the one whose readiness says "following"';
