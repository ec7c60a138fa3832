import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { messageOf } from '../../../contracts/thrown';
import type { ReplayResult, ReplayStage } from '../../audit';
import { CAN_THREAD } from '../can-thread';
import type { Config } from '../config';
import { runReplay } from './run-replay';

/** A replay of the log beside the service, and what it found. */
export type Replay =
  | { readonly state: 'none' }
  | {
      readonly state: 'running';
      readonly started: string;
      readonly stage: ReplayStage;
      readonly done: number;
      readonly total: number;
    }
  | ({
      readonly state: 'equal' | 'different';
      readonly started: string;
      readonly ended: string;
    } & ReplayResult)
  | {
      readonly state: 'failed';
      readonly started: string;
      readonly ended: string;
      readonly detail: string;
    };

export interface Replays {
  /** Starts one, or gives the one that runs. */
  start(): Replay;
  latest(): Replay;
  close(): Promise<void>;
}

/** From the thread of a replay. */
export type ReplayMessage =
  | { readonly kind: 'at'; readonly stage: ReplayStage; readonly done: number; readonly total: number }
  | { readonly kind: 'result'; readonly result: ReplayResult };

/** Replays run in a thread of their own where there can be one: folding a whole log would hold up everybody else. */
export function createReplays(uris: Pick<Config, 'eventLog' | 'views'>): Replays {
  let latest: Replay = { state: 'none' };
  let stop: () => Promise<void> = () => Promise.resolve();

  const now = (): string => new Date().toISOString();

  function start(): Replay {
    if (latest.state === 'running') return latest;
    const started = now();
    const at = (stage: ReplayStage, done: number, total: number): void => {
      latest = { state: 'running', started, stage, done, total };
    };
    at('folding', 0, 0);
    const { result, cancel } = CAN_THREAD ? inThread(uris, at) : inLine(uris, at);
    const ended = result.then(
      found => {
        const state = found.differences.length === 0 ? 'equal' : 'different';
        latest = { state, started, ended: now(), ...found };
      },
      (error: unknown) => {
        const detail = messageOf(error);
        latest = { state: 'failed', started, ended: now(), detail };
      },
    );
    stop = async () => {
      cancel();
      await ended;
    };
    return latest;
  }

  return { start, latest: () => latest, close: () => stop() };
}

interface Running {
  readonly result: Promise<ReplayResult>;
  readonly cancel: () => void;
}

type At = (stage: ReplayStage, done: number, total: number) => void;

function inLine(uris: Pick<Config, 'eventLog' | 'views'>, at: At): Running {
  const abort = new AbortController();
  return { result: runReplay(uris, at, abort.signal), cancel: () => abort.abort() };
}

function inThread(uris: Pick<Config, 'eventLog' | 'views'>, at: At): Running {
  const worker = new Worker(join(__dirname, 'replay-thread.js'), { workerData: uris });
  const result = new Promise<ReplayResult>((resolve, reject) => {
    worker.on('message', (message: ReplayMessage) => {
      if (message.kind === 'at') at(message.stage, message.done, message.total);
      else resolve(message.result);
    });
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('the replay was stopped')));
  });
  return { result, cancel: () => void worker.terminate() };
}
