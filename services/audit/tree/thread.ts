import { parentPort, workerData } from 'node:worker_threads';
import { messageOf } from '../../../contracts/thrown';
import { openEventLog } from '../../event-log';
import { openSigningKey } from '../../vault';
import type { FromThread, ThreadData, ToThread } from './messages';
import { startSharedTree } from './shared';
import type { Tree } from './tree';

/** The thread of the tree: it reads the log by a handle of its own, writes the files, and tells how far it is. */
const say = (message: FromThread): void => parentPort?.postMessage(message);

async function main({ eventLog, known, keyFile, rhythmMs, ...options }: ThreadData): Promise<void> {
  const log = await openEventLog(eventLog, { readOnly: true, ...(known && { known }) })();
  if (log._tag === 'Left') throw new Error(log.left.message);
  const signer = openSigningKey(keyFile, { name: options.origin, create: false });
  if (signer._tag === 'Left') throw new Error(signer.left.message);
  const tree = await startSharedTree({
    ...options,
    ...(rhythmMs === undefined ? {} : { rhythmMs }),
    log: log.right,
    signer: signer.right,
    onError: error => say({ kind: 'error', message: messageOf(error) }),
  });
  tree.changes.subscribe(status => say({ kind: 'status', status, checkpoint: tree.checkpoint() }));
  const scrubs = new Map<number, AbortController>();
  parentPort?.on('message', (message: ToThread) => {
    switch (message.kind) {
      case 'scrub':
        return void scrubFor(tree, message.id, scrubs);
      case 'abort-scrub':
        return scrubs.get(message.id)?.abort();
      case 'close':
        for (const scrub of scrubs.values()) scrub.abort();
        return void tree.close().then(async () => {
          await log.right.close();
          parentPort?.close();
        });
    }
  });
}

async function scrubFor(tree: Tree, id: number, scrubs: Map<number, AbortController>): Promise<void> {
  const abort = new AbortController();
  scrubs.set(id, abort);
  try {
    const progress = (done: number, total: number): void => say({ kind: 'progress', id, done, total });
    say({ kind: 'scrubbed', id, report: await tree.scrub({ signal: abort.signal, progress }) });
  } catch (error) {
    say({ kind: 'scrub-failed', id, message: messageOf(error) });
  } finally {
    scrubs.delete(id);
  }
}

void main(workerData as ThreadData);
