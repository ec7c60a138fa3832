import { isLeft } from 'fp-ts/Either';
import { collectionsOf, openViewStore, views } from '../../../projections';
import { compareReplay, type ReplayResult, type ReplayStage } from '../../audit';
import { openEventLog } from '../../event-log';
import type { Config } from '../config';

/** Opens the log and the views in use by themselves, to read only, and compares them. Rejects where they cannot be read. */
export async function runReplay(
  uris: Pick<Config, 'eventLog' | 'views'>,
  onProgress: (stage: ReplayStage, done: number, total: number) => void,
  signal: AbortSignal,
): Promise<ReplayResult> {
  const log = await openEventLog(uris.eventLog, { readOnly: true })();
  if (isLeft(log)) throw new Error(`${log.left.message} ${log.left.advice}`);
  const store = await openViewStore(uris.views)();
  try {
    if (isLeft(store)) throw new Error(store.left.detail);
    const current = await store.right.current();
    if (current === undefined) throw new Error('There are no views yet; start the service once.');
    const live = await store.right.openExisting(current, collectionsOf(views))();
    if (isLeft(live)) throw new Error(`The views are those of another version: ${live.left.detail}`);
    return await compareReplay({ log: log.right, live: live.right, onProgress, signal });
  } finally {
    if (!isLeft(store)) await store.right.close();
    await log.right.close();
  }
}
