import type { Collection } from 'mongodb';
import { failureOf } from '../../../services/mongodb';
import type { Layout } from '../layout';
import { refused } from '../failing';
import type { Change, Document, StoreFailure } from '../port';
import { versionOf, type Guard, type Stored } from './stored';

/** A collection to write to. */
export interface Target {
  readonly layout: Layout;
  readonly documents: Collection<Stored>;
}

export interface Writing {
  readonly target: (collection: string) => Target;
  readonly updatesAtOnce: number;
  /** Most documents are new: try to insert them first. */
  readonly isLoad: boolean;
}

const INSERTS_AT_ONCE = 1_000;
/** A commit waits for a majority's disks; for those of several collections together. */
const COLLECTIONS_AT_ONCE = 8;
/** A message holds 48 MB, of which a single document may take a third. */
const BYTES_AT_ONCE = 8_000_000;
/** MongoDB takes 16 MiB, and of the driver an update, which is some bytes more than its document. */
const LARGEST = 16 * 1024 ** 2 - 64 * 1024;

/**
 * Writes the changes, each as a version that gives way to every later one and replaces every earlier one. What is taken
 * away comes last, since it may yet be written again; readers see it until then.
 */
export async function writeChanges(
  { target, updatesAtOnce, isLoad }: Writing,
  changes: Iterable<Change>,
  guard: Omit<Guard, 'b'>,
): Promise<void> {
  const { BSON } = await import('mongodb');
  const pending = new Map<string, Pending>();
  for (const { collection, key, document } of changes) {
    const into = pending.get(collection) ?? pendingOf(target(collection));
    pending.set(collection, into);
    into.take(key, document);
    if (into.isFull()) await into.flush();
  }
  const ending = [...pending.values()];
  for (let i = 0; i < ending.length; i += COLLECTIONS_AT_ONCE)
    await Promise.all(ending.slice(i, i + COLLECTIONS_AT_ONCE).map(each => each.end()));

  function pendingOf({ layout, documents }: Target): Pending {
    const timesWritten = new Map<string, number>();
    const wanted = new Map<string, Document>();
    const unwanted = new Set<string>();
    let size = 0;
    let waiting: Stored[] = [];
    const write = async (): Promise<void> => {
      const stored = waiting;
      waiting = [];
      size = 0;
      if (stored.length > 0) await writeVersions(documents, stored, updatesAtOnce, isLoad);
    };
    const add = async (key: string, document: Document | undefined): Promise<void> => {
      const times = timesWritten.get(key) ?? 0;
      timesWritten.set(key, times + 1);
      const stored = { _id: key, d: versionOf(layout, { ...guard, b: times }, document) };
      const bytes = BSON.calculateObjectSize(stored);
      if (bytes > LARGEST) throw tooLarge(layout.name, key, bytes);
      if (size + bytes > BYTES_AT_ONCE) await write();
      waiting.push(stored);
      size += bytes;
    };
    return {
      take(key, document) {
        if (document === undefined) {
          wanted.delete(key);
          unwanted.add(key);
        } else {
          unwanted.delete(key);
          wanted.set(key, document);
        }
      },
      isFull: () => wanted.size >= INSERTS_AT_ONCE,
      async flush() {
        for (const [key, document] of wanted) await add(key, document);
        wanted.clear();
        await write();
      },
      async end() {
        await this.flush();
        for (const key of unwanted) await add(key, undefined);
        await write();
      },
    };
  }
}

const tooLarge = (collection: string, key: string, bytes: number): StoreFailure =>
  refused(
    `the document "${key}" of ${collection} takes ${(bytes / 1024 ** 2).toFixed(1)} MiB even when compressed, and ` +
      'MongoDB no more than 16 MiB: keep the views in a file (file:…), which takes larger ones',
  );

interface Pending {
  take(key: string, document: Document | undefined): void;
  isFull(): boolean;
  flush(): Promise<void>;
  end(): Promise<void>;
}

async function writeVersions(
  documents: Collection<Stored>,
  stored: readonly Stored[],
  updatesAtOnce: number,
  isLoad: boolean,
): Promise<void> {
  const known = isLoad ? await insert(documents, stored) : stored;
  for (let i = 0; i < known.length; i += updatesAtOnce)
    await replaceOlder(documents, known.slice(i, i + updatesAtOnce));
}

/** Inserts what is new, and gives what is there already. */
async function insert(documents: Collection<Stored>, stored: readonly Stored[]): Promise<readonly Stored[]> {
  try {
    await documents.insertMany(stored, { ordered: false });
    return [];
  } catch (error) {
    const there = duplicatesIn(error);
    if (there === undefined) throw error;
    return stored.filter((_, i) => there.has(i));
  }
}

/** Which of many inserts met a document that is there already; undefined if anything else went wrong. */
function duplicatesIn(error: unknown): ReadonlySet<number> | undefined {
  if (typeof error !== 'object' || error === null || !('writeErrors' in error)) return undefined;
  const errors: readonly unknown[] = Array.isArray(error.writeErrors) ? error.writeErrors : [];
  if (errors.length === 0 || errors.some(each => failureOf(each) !== 'duplicate')) return undefined;
  return new Set(errors.map(indexOf));
}

const indexOf = (error: unknown): number =>
  typeof error === 'object' && error !== null ? Number(Reflect.get(error, 'index')) : -1;

/**
 * `$max` compares documents field by field (https://www.mongodb.com/docs/manual/reference/bson-type-comparison-order/),
 * and the guard stands first: one update, atomic for its document, that an older version loses. Two that add the same
 * document at once may meet (E11000); then it is there, and the same is done once more.
 */
async function replaceOlder(documents: Collection<Stored>, stored: readonly Stored[]): Promise<void> {
  const updates = stored.map(({ _id, d }) => ({
    updateOne: { filter: { _id }, update: { $max: { d } }, upsert: true },
  }));
  for (let tries = 1; ; tries++) {
    try {
      await documents.bulkWrite(updates, { ordered: false });
      return;
    } catch (error) {
      if (tries === 3 || failureOf(error) !== 'duplicate') throw error;
    }
  }
}
