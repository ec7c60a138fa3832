import { firstValueFrom, NEVER, type Observable, race, ReplaySubject, take, timer } from 'rxjs';
import type { EventLog } from '../../event-log/port';
import type { Door } from '../door';
import { carryOut, FollowUpsInterrupted } from './carry-out';
import { actAt } from './gather';

/** An act that has not been closed yet, as the view of follow-ups has it. */
export interface OpenAct {
  readonly act: string;
  readonly stream: string;
}

export interface FollowUpParts {
  readonly log: EventLog;
  readonly door: Door;
  /** The open acts in the order of the log, a page of them. */
  readonly openActs: () => Promise<readonly OpenAct[]>;
  /** Emits whenever the views have moved on. */
  readonly changes: Observable<unknown>;
  /** Is it this process that carries them out, where there are several? Looked at before each act. */
  readonly isOurs?: () => boolean;
  /** Told of every failure; the runner itself goes on. */
  readonly onError: (error: unknown) => void;
}

export interface FollowUpStatus {
  readonly state: 'idle' | 'running' | 'waiting' | 'stopped';
  /** The act under way, and how far it has come. */
  readonly act?: string;
  readonly done?: number;
  readonly total?: number;
}

export interface FollowUps {
  readonly status: () => FollowUpStatus;
  readonly close: () => Promise<void>;
}

/** Where other processes carry out what acts cause. */
export const followUpsElsewhere: FollowUps = {
  status: () => ({ state: 'idle' }),
  close: () => Promise.resolve(),
};

const RETRY_MS = 1_000;
/** A safety net under the nudges: no act waits longer than this to be seen. */
const LOOK_AGAIN_MS = 2_000;

/** Carries out what acts cause elsewhere, one act after the other, from the feed alone. Restartable at any point. */
export function startFollowUps({
  log,
  door,
  openActs,
  changes,
  isOurs = () => true,
  onError,
}: FollowUpParts): FollowUps {
  // Replayed, so that a pause which begins after the stop ends at once.
  const stopped = new ReplaySubject<'stopped'>(1);
  let status: FollowUpStatus = { state: 'idle' };
  let closing = false;
  // Set by every change, so that none is missed between looking and waiting.
  let stirred = true;
  const listening = changes.subscribe(() => (stirred = true));
  // Closed by us, but not yet so in the view.
  let closed = new Set<string>();
  // Streams with an act that failed for another reason than an outage; they are tried again when the others are done.
  const failed = new Set<string>();

  const pause = (ms: number, wake: Observable<unknown>): Promise<unknown> =>
    firstValueFrom(race(timer(ms), stopped, wake.pipe(take(1))));

  const stirredMeanwhile = (): boolean => stirred;

  /** The next act to carry out; what is told in the stream of one that failed waits for it, so that order is kept. */
  async function nextAct(): Promise<OpenAct | undefined> {
    if (!isOurs()) return undefined;
    const open = await openActs();
    closed = new Set(open.map(a => a.act).filter(act => closed.has(act)));
    return open.find(a => !closed.has(a.act) && !failed.has(a.stream));
  }

  async function carry({ act: id, stream }: OpenAct): Promise<void> {
    status = { state: 'running', act: id };
    const act = await actAt(log, stream, id);
    if (act === undefined) throw new Error(`the act ${id} cannot be read from ${stream}`);
    await carryOut(log, door, act, (done, total) => {
      status = { state: 'running', act: id, done, total };
      if (closing) throw new FollowUpsInterrupted('stopping');
    });
    closed.add(id);
  }

  async function run(): Promise<void> {
    while (!closing) {
      stirred = false;
      let next: OpenAct | undefined;
      try {
        next = await nextAct();
        if (next !== undefined) await carry(next);
        else if (failed.size > 0) {
          status = { ...status, state: 'waiting' };
          await pause(RETRY_MS, NEVER);
          failed.clear();
        } else if (!stirredMeanwhile()) {
          status = { state: 'idle' };
          await pause(LOOK_AGAIN_MS, changes);
        }
      } catch (error) {
        if (!(error instanceof FollowUpsInterrupted)) {
          onError(error);
          if (next !== undefined) {
            failed.add(next.stream);
            continue;
          }
        }
        status = { ...status, state: 'waiting' };
        await pause(RETRY_MS, NEVER);
      }
    }
    status = { state: 'stopped' };
  }

  const running = run();
  return {
    status: () => status,
    close: async () => {
      closing = true;
      listening.unsubscribe();
      stopped.next('stopped');
      await running;
    },
  };
}
