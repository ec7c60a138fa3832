import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Either, isLeft } from 'fp-ts/Either';
import { canonicalJson } from '../../contracts/json/canonical';
import { type Generation, openViewStore, startRunner, views } from '../../projections';
import { collectionsOf } from '../../projections/generations';
import { openEventLog } from '../../services/event-log';

const COLLECTIONS = collectionsOf(views);
const DEADLINE_MS = 120_000;

/** SHA-256 over all documents in key order, for each collection. */
type Hashes = ReadonlyMap<string, string>;

/** Are the views that are kept, led on to the log's end, document by document those that are begun anew? */
export async function checkViews(data: string): Promise<readonly string[]> {
  const kept = await foldedViews(data, join(data, 'views.db'));
  const folder = mkdtempSync(join(data, '..', 'rebuilt-'));
  try {
    const fresh = await foldedViews(data, join(folder, 'views.db'));
    return COLLECTIONS.filter(({ name }) => kept.get(name) !== fresh.get(name)).map(
      ({ name }) => `the collection ${name} is not what a rebuild gives`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The views in a file once they have come to the end of the log: a service that is stopped may leave them a little behind. */
async function foldedViews(data: string, file: string): Promise<Hashes> {
  const log = sound(await openEventLog(`file:${join(data, 'events.db')}`, { readOnly: true })());
  const store = sound(await openViewStore(`file:${file}`)());
  const runner = startRunner({ log, store });
  try {
    const count = (await log.head())?.count ?? 0;
    if (isLeft(await runner.caughtUp(count - 1, DEADLINE_MS)()))
      throw new Error(`the views did not come to their end: ${JSON.stringify(runner.status())}`);
    if (runner.status().parked > 0) throw new Error(`${runner.status().parked} streams are parked`);
    const generation = runner.generation();
    if (generation === undefined) throw new Error('there are no views');
    return await hashesOf(generation);
  } finally {
    await runner.close();
    await store.close();
    await log.close();
  }
}

async function hashesOf(generation: Generation): Promise<Hashes> {
  const hashes = new Map<string, string>();
  for (const { name } of COLLECTIONS) {
    const hash = createHash('sha256');
    for await (const { key, document } of generation.scan(name))
      hash.update(`${key}\n${canonicalJson(document)}\n`);
    hashes.set(name, hash.digest('hex'));
  }
  return hashes;
}

function sound<E, A>(result: Either<E, A>): A {
  if (isLeft(result)) throw new Error(JSON.stringify(result.left));
  return result.right;
}
