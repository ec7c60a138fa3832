import { Collection } from 'mongodb';
import { aroundMethod } from './around-method';

/**
 * Lets no two commands of updates from this process meet in the server. MongoDB changes a document in one step, while
 * FerretDB 1.x reads it first and then writes: of two that meet there, the older may win. Gives back how to end it.
 */
export function oneUpdateAtATime(): () => void {
  let last: Promise<unknown> = Promise.resolve();
  return aroundMethod(Collection.prototype, 'bulkWrite', call => {
    const mine = last.then(call);
    last = mine.catch(() => undefined);
    return mine;
  });
}
