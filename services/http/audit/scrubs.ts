import type { Logger } from 'pino';
import { messageOf } from '../../../contracts/thrown';
import type { ScrubReport, Tree } from '../../audit';

/** A scrub of log and tree, and what it found. */
export type Scrub =
  | { readonly state: 'none' }
  | {
      readonly state: 'running';
      readonly started: string;
      readonly done: number;
      readonly total: number;
    }
  | ({ readonly state: 'sound' | 'alarm'; readonly started: string; readonly ended: string } & ScrubReport)
  | {
      readonly state: 'failed';
      readonly started: string;
      readonly ended: string;
      readonly detail: string;
    };

export interface Scrubs {
  /** Starts one, or gives the one that runs. */
  readonly start: () => Scrub;
  readonly latest: () => Scrub;
  /** When the last one ended that found all as it was signed, in seconds since 1970; 0 for never. */
  readonly soundAt: () => number;
  readonly close: () => Promise<void>;
}

const HOUR_MS = 3_600_000;

/** Goes through log and tree whenever it is asked to, and by itself every so many hours; 0: only when asked. */
export function createScrubs(tree: Tree, everyHours: number, logger: Logger): Scrubs {
  const abort = new AbortController();
  let latest: Scrub = { state: 'none' };
  let soundAt = 0;
  let running: Promise<void> = Promise.resolve();

  function start(): Scrub {
    if (latest.state === 'running') return latest;
    const started = new Date().toISOString();
    const progress = (done: number, total: number): void => {
      latest = { state: 'running', started, done, total };
    };
    progress(0, tree.status().size);
    running = tree.scrub({ signal: abort.signal, progress }).then(
      report => {
        const state = report.alarm === undefined ? 'sound' : 'alarm';
        latest = { state, started, ended: new Date().toISOString(), ...report };
        if (report.alarm === undefined) soundAt = Date.now() / 1_000;
        logger.info({ scrub: latest }, 'the log was scrubbed');
      },
      (error: unknown) => {
        const detail = messageOf(error);
        latest = { state: 'failed', started, ended: new Date().toISOString(), detail };
        if (!abort.signal.aborted) logger.error({ err: error }, 'the log could not be scrubbed');
      },
    );
    return latest;
  }

  const schedule = everyHours === 0 ? undefined : setInterval(start, everyHours * HOUR_MS).unref();
  return {
    start,
    latest: () => latest,
    soundAt: () => soundAt,
    close: async () => {
      clearInterval(schedule);
      abort.abort();
      await running;
    },
  };
}
