import { Collection } from 'mongodb';

/**
 * Lets no two commands of updates from this process meet in the server. MongoDB changes a document in one step, while
 * FerretDB 1.x reads it first and then writes: of two that meet there, the older may win. Gives back how to end it.
 */
export function oneUpdateAtATime(): () => void {
  const { bulkWrite } = Collection.prototype;
  let last: Promise<unknown> = Promise.resolve();
  Collection.prototype.bulkWrite = function (...args) {
    const mine = last.then(() => bulkWrite.apply(this, args));
    last = mine.catch(() => undefined);
    return mine;
  };
  return () => {
    Collection.prototype.bulkWrite = bulkWrite;
  };
}
