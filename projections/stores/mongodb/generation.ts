import { isLeft, right, type Either } from 'fp-ts/Either';
import type { Collection, FindOptions } from 'mongodb';
import { cursorAfter } from '../cursor';
import { parseDocument } from '../document';
import { dropped } from '../failing';
import { layoutsOf } from '../layout';
import type { CollectionSpec, Document, Found, Generation, Page, Query, QueryError } from '../port';
import { planOf, type Plan } from '../query';
import { committer } from './commit';
import { attempting, reading } from './failures';
import { indexed } from './indexing';
import { documentsName } from './names';
import { unpacked } from './packed';
import { entryOf, type EnteredGeneration, type Place } from './place';
import { matching, pageSelects, type Select } from './select';
import { checkpointOf, stepsOf } from './steps';
import { pathOf, type Stored } from './stored';
import type { Target, Writing } from './write';

const KEYS_AT_ONCE = 1_000;
const SCAN_PAGE = 1_000;
const JSON_ALONE = { [pathOf('j')]: 1 };

/** Opens a generation that is entered in the register. */
export function mongoGeneration(
  place: Place,
  { id, token }: EnteredGeneration,
  specs: readonly CollectionSpec[],
): Generation {
  const { connection, shown, readMs } = place;
  const layouts = layoutsOf(specs);
  const targets = new Map(
    layouts.map((layout, i): [string, Target] => [
      layout.name,
      { layout, documents: connection.db.collection<Stored>(documentsName(token, i)) },
    ]),
  );
  const steps = stepsOf(place, token);
  const writing = async (): Promise<Writing> => ({
    target: named,
    updatesAtOnce: connection.updatesAtOnce,
    isLoad: !(isIndexed ||= (await insist()).indexed),
  });
  const commit = committer({ steps, insist, writing });
  let isIndexed = false;

  return {
    id,
    collections: specs,
    checkpoint: () =>
      read(async () => {
        const [step] = await Promise.all([steps.latest(), insist()]);
        return checkpointOf(step);
      }),
    get: (collection, key) => read(async () => (await getMany(named(collection), [key])).get(key)),
    getMany: (collection, keys) => read(() => getMany(named(collection), keys)),
    find: (collection, query) => () => read(() => find(named(collection), query)),
    scan: collection => scan(named(collection)),
    commit: (changes, from, to) => attempting(shown, () => commit(changes, from, to)),
  };

  /** The generation as the register has it; rejects where it is no longer there. */
  async function insist(): Promise<EnteredGeneration> {
    const entry = await entryOf(place, id);
    if (entry?.token !== token) throw dropped(id);
    return entry;
  }

  function read<A>(work: () => Promise<A>): Promise<A> {
    return reading(shown, work);
  }

  function named(collection: string): Target {
    const found = targets.get(collection);
    if (found === undefined) throw new Error(`generation ${id} has no collection "${collection}"`);
    return found;
  }

  async function getMany(
    { documents }: Target,
    keys: readonly string[],
  ): Promise<ReadonlyMap<string, Document>> {
    const found = new Map<string, Document>();
    const wanted = [...new Set(keys)];
    for (let i = 0; i < wanted.length; i += KEYS_AT_ONCE) {
      const part = wanted.slice(i, i + KEYS_AT_ONCE);
      const [only] = part;
      const _id = part.length === 1 && only !== undefined ? only : { $in: part };
      for await (const stored of documents.find({ _id }, options())) {
        if (stored.d.j !== undefined) found.set(stored._id, parseDocument(unpacked(stored.d.j)));
      }
    }
    // A collection that was dropped is one without documents.
    if (found.size < wanted.length) await insist();
    return found;
  }

  async function find(target: Target, query: Query): Promise<Either<QueryError, Page>> {
    const plan = planOf(target.layout, query);
    if (isLeft(plan)) return plan;
    if (!isIndexed && (await indexed(place, id, layouts))?.token !== token) throw dropped(id);
    isIndexed = true; // Once made, indexes stay.
    const found = await page(target, plan.right, query);
    if (found.items.length === 0) await insist();
    return right(found);
  }

  async function page({ layout, documents }: Target, plan: Plan, query: Query): Promise<Page> {
    const found = await rowsOf(documents, plan);
    const items = found.slice(0, plan.limit);
    const isWhole = found.length <= plan.limit;
    const total =
      isWhole && plan.after === undefined
        ? items.length
        : await documents.countDocuments(matching(plan.tests), { maxTimeMS: readMs });
    const last = items.at(-1);
    if (isWhole || last === undefined) return { items, total };
    return { items, total, next: cursorAfter(layout, plan.order, query, last) };
  }

  /** The page's documents and, if there is one, the document behind them. */
  async function rowsOf(documents: Collection<Stored>, plan: Plan): Promise<readonly Found[]> {
    const found: Found[] = [];
    for (const select of pageSelects(plan)) {
      const room = plan.limit + 1 - found.length;
      if (room > 0) found.push(...(await selected(documents, select, room)));
    }
    return found;
  }

  async function selected(
    documents: Collection<Stored>,
    { where, sort }: Select,
    limit: number,
  ): Promise<readonly Found[]> {
    // Before version 6, MongoDB sorts no more than 100 MB if it is not allowed to use its disk.
    const sorting = { ...options(), sort, limit, allowDiskUse: true };
    const stored = await documents.find(where, sorting).toArray();
    return stored.map(foundIn);
  }

  async function* scan({ documents }: Target): AsyncGenerator<Found> {
    let after: { readonly _id?: { readonly $gt: string } } = {};
    for (;;) {
      const where = { [pathOf('v')]: 1, ...after };
      const found = await read(() => selected(documents, { where, sort: [['_id', 1]] }, SCAN_PAGE));
      yield* found;
      const last = found.at(-1);
      if (last === undefined || found.length < SCAN_PAGE) break;
      after = { _id: { $gt: last.key } };
    }
    await read(insist);
  }

  function options(): FindOptions {
    return { projection: JSON_ALONE, maxTimeMS: readMs, promoteBuffers: true };
  }
}

function foundIn({ _id, d }: Stored): Found {
  if (d.j === undefined) throw new SyntaxError('a document was expected');
  return { key: _id, document: parseDocument(unpacked(d.j)) };
}
