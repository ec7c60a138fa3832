import type { Family } from '../../contracts/catalogue/define';
import type { EventLog } from '../event-log/port';
import type { Read } from './gather';
import { catchUp, load, type Loaded } from './streams';

/** How many streams of a family are remembered; the least lately used is forgotten first. */
const PER_FAMILY = 2_000;

/** What the door remembers of the streams, so that it need not read them for every event. */
export interface StreamMemory {
  /** The stream as it is remembered, else as it is in the log. */
  readonly read: Read;
  remember<F extends Family>(loaded: Loaded<F>): void;
  forget(loaded: Loaded): void;
  /** Looks whether others have written to the stream; if so, what they wrote is remembered too. */
  hasMoved(family: Family, stream: string): Promise<boolean>;
}

export function streamMemory(log: EventLog): StreamMemory {
  const kept: { readonly [F in Family]: Map<string, Loaded<F>> } = {
    log: new Map(),
    organisations: new Map(),
    access: new Map(),
    document: new Map(),
    requirement: new Map(),
    report: new Map(),
    calendar: new Map(),
    'follow-ups': new Map(),
  };

  function remember<F extends Family>(loaded: Loaded<F>): void {
    const family = kept[loaded.family];
    family.delete(loaded.stream);
    family.set(loaded.stream, loaded);
    const oldest = family.size > PER_FAMILY ? family.keys().next().value : undefined;
    if (oldest !== undefined) family.delete(oldest);
  }

  const read: Read = async (family, stream) => {
    const loaded = kept[family].get(stream) ?? (await load(log, stream, family));
    remember(loaded);
    return loaded;
  };

  return {
    read,
    remember,
    forget: ({ family, stream }) => kept[family].delete(stream),
    hasMoved: async (family, stream) => {
      const known = kept[family].get(stream);
      if (known === undefined) return true;
      const now = await catchUp(log, known);
      if (now === known) return false;
      remember(now);
      return true;
    },
  };
}
