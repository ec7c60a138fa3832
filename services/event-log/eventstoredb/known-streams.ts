/** What is known of a stream: its entries' ids up to a revision. There may be more by now, never less. */
export interface Known {
  readonly revision: number;
  readonly has: (id: string) => boolean;
}

export interface KnownStreams {
  of(stream: string): Known | undefined;
  /** What lies at a revision. Only what follows without a gap on what is known is remembered. */
  learn(stream: string, revision: number, id: string): void;
}

interface Held {
  readonly ids: Set<string>;
}

/** Remembers at most so many ids (and the newest stream in any case), and drops the stream unused for the longest time. */
export function createKnownStreams(capacity = 200_000): KnownStreams {
  const streams = new Map<string, Held>();
  let size = 0;

  function touch(stream: string, held: Held): void {
    streams.delete(stream);
    streams.set(stream, held);
  }

  function makeRoom(): void {
    for (const [stream, { ids }] of streams) {
      if (size <= capacity || streams.size === 1) return;
      streams.delete(stream);
      size -= ids.size;
    }
  }

  return {
    of: stream => {
      const held = streams.get(stream);
      if (held === undefined) return undefined;
      touch(stream, held);
      return { revision: held.ids.size - 1, has: id => held.ids.has(id) };
    },
    learn: (stream, revision, id) => {
      const held = streams.get(stream) ?? { ids: new Set() };
      if (revision !== held.ids.size) return;
      held.ids.add(id);
      size += 1;
      touch(stream, held);
      makeRoom();
    },
  };
}
