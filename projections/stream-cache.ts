import type { EventLog } from '../services/event-log/port';
import type { Generation } from './stores';
import { fromDocument } from './plain';
import { recall, reread, type Stream, streamsCollection } from './stream';
import { recordsCollection } from './views/records';

/** The streams last folded, as of the last commit, so that few have to be read and parsed again. Bounded. */
export interface StreamCache {
  /** Gets those of these streams that are not at hand, from where the generation stands. */
  load(names: ReadonlySet<string>): Promise<void>;
  get(name: string): Stream | undefined;
  /** Takes over what a commit has stored, and forgets the least lately used beyond the bound. */
  keep(streams: ReadonlyMap<string, Stream>): void;
  clear(): void;
}

/**
 * `upTo` tells where the generation's checkpoint stands: what is stored of a stream may be ahead of it, where a commit was
 * broken off, and is then taken back. `weight` bounds how many records the kept streams have together: a long stream
 * counts for many.
 */
export function streamCache(
  log: EventLog,
  generation: Generation,
  upTo: () => number,
  weight = 60_000,
): StreamCache {
  const kept = new Map<string, Stream>();
  /** Known not to be stored. */
  const absent = new Set<string>();
  let held = 0;

  const forget = (name: string): void => {
    const stream = kept.get(name);
    if (stream === undefined) return;
    held -= weightOf(stream);
    kept.delete(name);
  };
  const remember = (name: string, stream: Stream): void => {
    forget(name);
    absent.delete(name);
    held += weightOf(stream);
    kept.set(name, stream);
  };

  return {
    async load(names) {
      const missing = [...names].filter(name => !kept.has(name) && !absent.has(name));
      if (missing.length === 0) return;
      const found = await generation.getMany(streamsCollection.name, missing);
      for (const name of missing) {
        const document = found.get(name);
        const stream = document && (await asOf(log, generation, await recall(log, name, document), upTo()));
        if (stream === undefined) absent.add(name);
        else remember(name, stream);
      }
    },
    get: name => kept.get(name),
    keep(streams) {
      for (const [name, stream] of streams) remember(name, stream);
      absent.clear();
      for (const oldest of kept.keys()) {
        if (held <= weight) return;
        forget(oldest);
      }
    },
    clear() {
      kept.clear();
      absent.clear();
      held = 0;
    },
  };
}

/** The stream as it stood when this record was the last of the log; undefined where it had not begun. */
async function asOf(
  log: EventLog,
  generation: Generation,
  stream: Stream,
  seq: number,
): Promise<Stream | undefined> {
  if (stream.seq <= seq) return stream;
  const seqs = await seqsOf(log, generation, stream);
  const within = seqs.filter(known => known <= seq).length;
  if (within === 0) return undefined;
  const last = { ...stream, revision: within - 1, parked: undefined };
  return reread(log, last, revision => seqs[revision] ?? -1);
}

/** The index of each of a stream's records; those that no document tells of yet lie ahead of every checkpoint. */
export async function seqsOf(
  log: EventLog,
  generation: Generation,
  { name, revision }: Stream,
): Promise<readonly number[]> {
  const ids: string[] = [];
  for await (const entry of log.readStream(name)) {
    if (entry.revision > revision) break;
    ids.push(entry.id);
  }
  const found = await generation.getMany(recordsCollection.name, ids);
  return ids.map(id => {
    const document = found.get(id);
    return document === undefined ? Infinity : fromDocument<{ readonly seq: number }>(document).seq;
  });
}

const weightOf = ({ revision }: Stream): number => 4 + revision;
