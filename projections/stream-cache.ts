import type { EventLog } from '../services/event-log/port';
import type { Generation } from './stores';
import { recall, type Stream, streamsCollection } from './stream';

/** The streams last folded, as of the last commit, so that few have to be read and parsed again. Bounded. */
export interface StreamCache {
  /** Gets those of these streams that are not at hand, from where the generation stands. */
  load(names: ReadonlySet<string>): Promise<void>;
  get(name: string): Stream | undefined;
  /** Takes over what a commit has stored, and forgets the least lately used beyond the bound. */
  keep(streams: ReadonlyMap<string, Stream>): void;
  clear(): void;
}

/** `weight` bounds how many records the kept streams have together: a long stream counts for many. */
export function streamCache(log: EventLog, generation: Generation, weight = 60_000): StreamCache {
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
        if (document === undefined) absent.add(name);
        else remember(name, await recall(log, name, document));
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

const weightOf = ({ revision }: Stream): number => 4 + revision;
