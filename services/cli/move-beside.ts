import { type Either, isLeft } from 'fp-ts/Either';
import type { TaskEither } from 'fp-ts/TaskEither';
import type { Sha256 } from '../../contracts/primitives';
import { originalOf } from '../audit';
import { type Content, openContent } from '../content';
import { openEventLog } from '../event-log';
import { readFeed } from '../event-log/feed';
import { openReadLog } from '../read-log';
import { openPersonRegister } from '../vault';
import { Ended, EXIT } from './exit';
import type { Progress } from './output';

const PAGE = 500;

/** Brings the originals that a log tells of from one store to another. What was erased or never kept is counted. */
export async function moveContent(
  log: string,
  from: string,
  to: string,
  shown: Progress,
): Promise<{ readonly moved: number; readonly missing: number }> {
  const [source, target] = [await opened(openContent(from)), await opened(openContent(to))];
  try {
    const hashes = await originalsIn(log);
    let moved = 0;
    for (const [done, hash] of hashes.entries()) {
      if (await moveOriginal(hash, source, target)) moved++;
      shown.at(done + 1, hashes.length);
    }
    return { moved, missing: hashes.length - moved };
  } finally {
    await source.close();
    await target.close();
  }
}

async function originalsIn(uri: string): Promise<readonly Sha256[]> {
  const log = await opened(openEventLog(uri, { readOnly: true }));
  const hashes = new Set<Sha256>();
  try {
    for await (const batch of readFeed(log))
      for (const record of batch) {
        const hash = originalOf(record);
        if (hash !== undefined) hashes.add(hash);
      }
    return [...hashes];
  } finally {
    await log.close();
  }
}

async function moveOriginal(hash: Sha256, from: Content, to: Content): Promise<boolean> {
  const bytes = await from.get(hash)();
  if (isLeft(bytes) && bytes.left.kind !== 'erased') throw failed(`the original ${hash}`, bytes.left);
  if (isLeft(bytes) || bytes.right === undefined) return false;
  const kept = await to.put(bytes.right)();
  if (isLeft(kept) && kept.left.kind !== 'erased') throw failed(`the original ${hash}`, kept.left);
  return !isLeft(kept);
}

/** Brings all persons from one register to another; those that were erased there stay so. */
export async function movePersons(from: string, to: string, shown: Progress): Promise<number> {
  const [source, target] = [await opened(openPersonRegister(from)), await opened(openPersonRegister(to))];
  try {
    let count = 0;
    for (let after: string | undefined; ;) {
      const query = { limit: PAGE, ...(after === undefined ? {} : { after }) };
      const page = done('the register of persons', await source.list(query)());
      for (const person of page.items) {
        const put = await target.put(person)();
        if (isLeft(put) && put.left.kind !== 'erased') throw failed('the register of persons', put.left);
      }
      count += page.items.length;
      shown.at(count, page.total);
      after = page.items.at(-1)?.id;
      if (after === undefined || page.items.length < PAGE) return count;
    }
  } finally {
    await source.close();
    await target.close();
  }
}

/** Brings the log of reads to another store, behind those that an earlier try has brought. */
export async function moveReads(from: string, to: string, shown: Progress): Promise<number> {
  const [source, target] = [await opened(openReadLog(from)), await opened(openReadLog(to))];
  const what = 'the log of reads';
  try {
    const there = done(what, await target.list({ order: 'oldest-first', limit: 1 })()).total;
    let seen = 0;
    for (let after: number | undefined; ;) {
      const query = {
        order: 'oldest-first',
        limit: PAGE,
        ...(after === undefined ? {} : { after }),
      } as const;
      const page = done(what, await source.list(query)());
      const missing = page.items.slice(Math.max(0, there - seen)).map(({ number: _, ...entry }) => entry);
      if (missing.length > 0) done(what, await target.append(missing)());
      seen += page.items.length;
      shown.at(seen, page.total);
      after = page.items.at(-1)?.number;
      if (after === undefined || page.items.length < PAGE) return Math.max(0, seen - there);
    }
  } finally {
    await source.close();
    await target.close();
  }
}

interface Failure {
  readonly kind: string;
  readonly detail?: string;
}

async function opened<A>(
  open: TaskEither<{ readonly kind: string; readonly detail?: string; readonly message?: string }, A>,
): Promise<A> {
  const result = await open();
  if (!isLeft(result)) return result.right;
  const { kind, detail, message } = result.left;
  throw new Ended(
    message ?? detail ?? kind,
    'Look at the address, and whether the place can be reached.',
    EXIT.unavailable,
  );
}

function done<A>(what: string, result: Either<Failure, A>): A {
  if (isLeft(result)) throw failed(what, result.left);
  return result.right;
}

const failed = (what: string, { kind, detail }: Failure): Ended =>
  new Ended(
    `${what} cannot be moved: ${detail ?? kind}.`,
    'Set it right and run the command again.',
    EXIT.failed,
  );
