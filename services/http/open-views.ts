import { type Either, isLeft, left } from 'fp-ts/Either';
import type { Logger } from 'pino';
import { discardViewStore, openViewStore, type StoreError, type ViewStore } from '../../projections';
import type { StartProblem } from './start-problem';

/** Opens the views. They are derived, so a damaged file is discarded and built anew; a foreign one is left alone. */
export async function openViews(uri: string, logger: Logger): Promise<Either<StartProblem, ViewStore>> {
  const opened = await openViewStore(uri)();
  if (!isLeft(opened)) return opened;
  if (opened.left.kind !== 'damaged') return left(problemOf(uri, opened.left));
  logger.warn(
    { views: uri, detail: opened.left.detail },
    'the views are damaged; they are discarded and built anew',
  );
  const discarded = await discardViewStore(uri)();
  if (isLeft(discarded)) return left(problemOf(uri, discarded.left));
  const again = await openViewStore(uri)();
  return isLeft(again) ? left(problemOf(uri, again.left)) : again;
}

function problemOf(uri: string, { kind, detail }: StoreError): StartProblem {
  const message = `The views at ${uri} cannot be opened: ${detail}.`;
  switch (kind) {
    case 'foreign':
      return {
        kind: 'not-ours',
        message,
        advice: 'Give KRAVSPOR_VIEWS another file; this one is not touched.',
      };
    case 'refused':
      return {
        kind: 'bad-config',
        message,
        advice: 'Give KRAVSPOR_VIEWS a file, such as file:./data/views.db.',
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
          'Check that this user may read and write the file. Views may be removed; they are built anew from the log.',
      };
  }
}
