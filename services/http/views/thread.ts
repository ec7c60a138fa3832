import { parentPort, workerData } from 'node:worker_threads';
import { isLeft } from 'fp-ts/Either';
import { Subject } from 'rxjs';
import { messageOf } from '../../../contracts/thrown';
import { openViewStore, startRunner } from '../../../projections';
import { openEventLog, type Position } from '../../event-log';
import type { Reply, Request, ThreadData } from './messages';

/** The thread that keeps the views up, so that folding does not take the time of those who write and ask. */
async function main(): Promise<void> {
  const port = parentPort;
  if (port === null) throw new Error('this runs as a thread of the service only');
  const { eventLog, views, known } = workerData as ThreadData;
  const opened = await openEventLog(eventLog, { readOnly: true, ...(known && { known }) })();
  if (isLeft(opened)) throw new Error(opened.left.message);
  const store = await openViewStore(views)();
  if (isLeft(store)) throw new Error(store.left.detail);
  const reading = opened.right;
  // The service knows at once when something was appended; there is no need to ask the file.
  const tail = new Subject<Position>();
  const log = { ...reading, tail: tail.asObservable() };
  const runner = startRunner({ log, store: store.right });
  const reply = (message: Reply): void => port.postMessage(message);
  runner.progress.subscribe(status => reply({ kind: 'status', status }));

  async function answer(request: Request): Promise<void> {
    switch (request.kind) {
      case 'appended': {
        // A log that is out of reach is asked again by those who follow it.
        const head = await log.head().catch(() => undefined);
        if (head !== undefined) tail.next(head.position);
        return;
      }
      case 'rebuild':
        reply({ kind: 'rebuilt', call: request.call, result: await runner.rebuild()() });
        return;
      case 'refold':
        reply({ kind: 'refolded', call: request.call, why: await runner.refold(request.stream) });
        return;
      case 'close':
        await runner.close();
        if (!isLeft(store)) await store.right.close();
        await reading.close();
        port?.close();
    }
  }

  port.on('message', (request: Request) => {
    answer(request).catch((error: unknown) => {
      const detail = messageOf(error);
      if ('call' in request) reply({ kind: 'failed', call: request.call, detail });
      else throw error;
    });
  });
}

void main();
