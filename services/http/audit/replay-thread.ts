import { parentPort, workerData } from 'node:worker_threads';
import type { Config } from '../config';
import type { ReplayMessage } from './replays';
import { runReplay } from './run-replay';

/** The thread of one replay. What it throws ends it, and is told where it was started. */
const say = (message: ReplayMessage): void => parentPort?.postMessage(message);

void runReplay(
  workerData as Pick<Config, 'eventLog' | 'views'>,
  (stage, done, total) => say({ kind: 'at', stage, done, total }),
  new AbortController().signal,
).then(result => say({ kind: 'result', result }));
