import type { IndexDescription } from 'mongodb';
import type { Layout } from '../layout';
import { documentsName } from './names';
import { entryOf, registerOf, type EnteredGeneration, type Place } from './place';
import { columnPath, listName, pathOf, type Stored } from './stored';

/** For each column, each declared combination and each list, with the key for order and cursor; and one to count by. */
export const indexesOf = (layout: Layout): readonly IndexDescription[] => [
  { name: 'v', key: { [pathOf('v')]: 1, _id: 1 } },
  ...[...layout.columns.map(column => [column]), ...layout.sorts].map((columns, i) => ({
    name: `c${i}`,
    key: new Map<string, 1>([...columns.map((column): [string, 1] => [columnPath(column), 1]), ['_id', 1]]),
  })),
  ...layout.lists.map(list => ({
    name: listName(list),
    key: new Map<string, 1>([
      [pathOf(listName(list)), 1],
      ['_id', 1],
    ]),
  })),
];

/**
 * Makes the indexes of a generation that was only loaded; cut off in the middle, it goes on with what is missing. To
 * keep them up while all events are folded costs more than to make them in the end.
 */
export async function makeIndexes(
  place: Place,
  generation: EnteredGeneration,
  layouts: readonly Layout[],
): Promise<void> {
  if (generation.indexed) return;
  for (const [i, layout] of layouts.entries())
    await place.connection.db
      .collection<Stored>(documentsName(generation.token, i))
      .createIndexes([...indexesOf(layout)]);
  await registerOf(place).updateOne(
    { _id: generation._id, token: generation.token },
    { $set: { indexed: true } },
  );
}

/** The generation as it is entered now, with its indexes. */
export async function indexed(
  place: Place,
  id: string,
  layouts: readonly Layout[],
): Promise<EnteredGeneration | undefined> {
  const entry = await entryOf(place, id);
  if (entry !== undefined) await makeIndexes(place, entry, layouts);
  return entry;
}
