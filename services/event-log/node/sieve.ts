import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { costOf } from './plain-expression';

/** Tells which names an expression matches. Those that may backtrack are run where nobody waits for them. */
export interface Sieve {
  /** One answer a name. Rejects with `TooSlow`, and with the reason of the signal where that is given before its turn. */
  matching(
    regex: RegExp,
    names: readonly string[],
    signal: AbortSignal,
  ): readonly boolean[] | Promise<readonly boolean[]>;
  close(): Promise<void>;
}

/** The expression would hold up others. */
export class TooSlow extends Error {
  override readonly name = 'TooSlow';
}

/** What is run at once takes some ten milliseconds at most. */
const MOST_STEPS = 5_000_000;

/**
 * So long a page (400 names at most) may take in the thread: hundreds of times what an honest expression needs, so that a
 * busy machine ends none. Only others with such expressions wait meanwhile.
 */
const PAGE_MS = 250;

/** An expression can be made to need much room, too. */
const ROOM = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 16 };

const PROGRAM = `
const { parentPort } = require('node:worker_threads');
parentPort.on('message', ({ source, names }) => {
  let matches;
  try {
    const regex = new RegExp(source);
    matches = names.map(name => regex.test(name));
  } catch {}
  parentPort.postMessage(matches);
});
`;

/**
 * Most expressions are harmless and run at once. Any other may run for ever, which no look at it can tell, and whoever runs
 * it does nothing else: so it is run in a thread of its own, a page at a time, and where that takes too long the thread is
 * ended. It is begun when it is first needed, and keeps no process alive.
 */
export function createSieve(): Sieve {
  let thread: Promise<Worker> | undefined;
  let closed = false;
  let turn: Promise<unknown> = Promise.resolve();

  async function begin(): Promise<Worker> {
    const worker = new Worker(PROGRAM, { eval: true, resourceLimits: ROOM, execArgv: [], env: {} });
    worker.unref();
    // What ends it is seen by its end.
    worker.on('error', () => undefined).on('exit', () => (thread = undefined));
    await once(worker, 'online');
    return worker;
  }

  async function asked(
    regex: RegExp,
    names: readonly string[],
    signal: AbortSignal,
  ): Promise<readonly boolean[]> {
    signal.throwIfAborted();
    if (closed) throw new Error('the node is closing');
    const worker = await (thread ??= begin());
    const matches = await answerOf(worker, { source: regex.source, names });
    if (matches !== undefined) return matches;
    await worker.terminate();
    throw new TooSlow('the expression takes too long');
  }

  return {
    matching: (regex, names, signal) => {
      const cost = costOf(regex.source);
      if (cost !== undefined && cost(names) <= MOST_STEPS) return names.map(name => regex.test(name));
      const next = turn.then(() => asked(regex, names, signal));
      turn = next.catch(() => undefined);
      return next;
    },
    close: async () => {
      closed = true;
      await (await thread)?.terminate();
    },
  };
}

interface Question {
  readonly source: string;
  readonly names: readonly string[];
}

/** Undefined where none comes in time: the thread is still at it, has ended, or had no room. */
function answerOf(worker: Worker, question: Question): Promise<readonly boolean[] | undefined> {
  return new Promise(resolve => {
    const give = (matches?: readonly boolean[]): void => {
      clearTimeout(late);
      worker.off('message', give).off('exit', gone);
      resolve(matches);
    };
    const gone = (): void => give();
    // An answer that has come while this process did something else is heard first.
    const late = setTimeout(() => setImmediate(gone), PAGE_MS);
    worker.on('message', give).on('exit', gone);
    worker.postMessage(question);
  });
}
