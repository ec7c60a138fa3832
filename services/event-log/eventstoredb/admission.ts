import type { AppendError, ExpectedRevision, NewEntry } from '../port';
import type { Known, KnownStreams } from './known-streams';
import type { Reader } from './reader';

/** What stands in the way of an append, as far as this side has to see to it. */
export type Admission = (
  stream: string,
  expected: ExpectedRevision,
  entries: readonly NewEntry[],
) => Promise<AppendError | undefined>;

/**
 * The server looks at the revision, but never refuses an id: so ids are looked at here, in what is known of the stream up
 * to the very revision that the server is then asked to append to.
 */
export function createAdmission(reader: Reader, streams: KnownStreams): Admission {
  /** By what is known of the stream, and where that does not do, by what is read of it. */
  async function lookAt(
    stream: string,
    expected: ExpectedRevision,
    entries: readonly NewEntry[],
  ): Promise<AppendError | undefined> {
    const known = streams.of(stream);
    const twice = repeated(entries);
    const plain = entries.length > 0 && twice === undefined;
    if (plain && known === undefined && expected === 'none') return undefined;
    if (plain && known?.revision === expected && reused(known, entries) === undefined) return undefined;
    const now = await look(stream);
    const actual = now?.revision ?? 'none';
    if (actual !== expected) return { kind: 'wrong-revision', stream, expected, actual };
    const again = (now === undefined ? undefined : reused(now, entries)) ?? twice;
    return again === undefined ? undefined : { kind: 'id-reused', stream, id: again };
  }

  /** Reads on from what is known, that included, so that a stream that is gone is noticed. */
  async function look(stream: string): Promise<Known | undefined> {
    const before = streams.of(stream);
    const ids = new Set<string>();
    let revision = before?.revision ?? -1;
    for await (const entry of reader.readStream(stream, Math.max(0, revision))) {
      ids.add(entry.id);
      revision = entry.revision;
    }
    if (revision < 0) return undefined;
    return { revision, has: id => ids.has(id) || before?.has(id) === true };
  }

  return lookAt;
}

const reused = (known: Known, entries: readonly NewEntry[]): string | undefined =>
  entries.find(entry => known.has(entry.id))?.id;

function repeated(entries: readonly NewEntry[]): string | undefined {
  const seen = new Set<string>();
  return entries.find(({ id }) => seen.size === seen.add(id).size)?.id;
}
