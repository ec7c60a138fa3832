import { type Either, isLeft, left } from 'fp-ts/Either';
import type { Logger } from 'pino';
import { withoutPassword } from '../../contracts/addresses';
import {
  collectionsOf,
  discardViewStore,
  openViewStore,
  type StoreError,
  views,
  type ViewStore,
} from '../../projections';
import type { OpenOptions, Position } from '../event-log';
import type { StartProblem } from './start-problem';

/** Opens the views. They are derived, so a damaged file is discarded and built anew; a foreign one is left alone. */
export async function openViews(uri: string, logger: Logger): Promise<Either<StartProblem, ViewStore>> {
  const opened = await openViewStore(uri)();
  if (!isLeft(opened)) return opened;
  if (opened.left.kind !== 'damaged') return left(problemOf(uri, opened.left));
  logger.warn(
    { views: withoutPassword(uri), detail: opened.left.detail },
    'the views are damaged; they are discarded and built anew',
  );
  const discarded = await discardViewStore(uri)();
  if (isLeft(discarded)) return left(problemOf(uri, discarded.left));
  const again = await openViewStore(uri)();
  return isLeft(again) ? left(problemOf(uri, again.left)) : again;
}

/** How much of the log there was up to where the views stand; undefined where there are none. */
export async function knownBy(store: ViewStore | undefined): Promise<OpenOptions['known']> {
  const current = await store?.current();
  if (store === undefined || current === undefined) return undefined;
  const opened = await store.openExisting(current, collectionsOf(views))();
  const checkpoint = isLeft(opened) ? undefined : await opened.right.checkpoint();
  return checkpoint && { count: checkpoint.seq + 1, position: checkpoint.position as Position };
}

function problemOf(uri: string, { kind, detail }: StoreError): StartProblem {
  const message = `The views at ${withoutPassword(uri)} cannot be opened: ${detail}.`;
  switch (kind) {
    case 'foreign':
      return {
        kind: 'not-ours',
        message,
        advice: 'Give KRAVSPOR_VIEWS another place; this one is not touched.',
      };
    case 'refused':
      return {
        kind: 'bad-config',
        message,
        advice:
          'Give KRAVSPOR_VIEWS a file, such as file:./data/views.db, or a database, such as mongodb://host/kravspor.',
      };
    case 'no-space':
      return { kind: 'unavailable', message, advice: 'Make room on the disk and start again.' };
    case 'damaged':
    case 'dropped':
    case 'unavailable':
      return {
        kind: 'unavailable',
        message,
        advice:
          'Check that the file or the server is there, and that this user may read and write it. Views may be removed; they are built anew from the log.',
      };
  }
}
