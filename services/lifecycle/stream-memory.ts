import type { Family } from '../../contracts/catalogue/define';
import type { EventLog } from '../event-log/port';
import type { Read } from './gather';
import { catchUp, load, type Loaded } from './streams';

/** How many streams of a family are remembered; the least lately used is forgotten first. */
const PER_FAMILY = 2_000;

/** What the door remembers of the streams, so that it need not read them for every event. */
export interface StreamMemory {
  /** The stream as it is now. What is remembered of it is not read again; where others write to the log, what they added is. */
  readonly read: Read;
  remember<F extends Family>(loaded: Loaded<F>): Loaded<F>;
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

  /** A read that took long must not put back what has been added meanwhile: of two the longer one is kept, and given. */
  function remember<F extends Family>(loaded: Loaded<F>): Loaded<F> {
    const family: Map<string, Loaded<F>> = kept[loaded.family];
    const known = family.get(loaded.stream);
    const longest = known !== undefined && known.records.length > loaded.records.length ? known : loaded;
    family.delete(loaded.stream);
    family.set(loaded.stream, longest);
    const oldest = family.size > PER_FAMILY ? family.keys().next().value : undefined;
    if (oldest !== undefined) family.delete(oldest);
    return longest;
  }

  const read: Read = async (family, stream) => {
    const known = kept[family].get(stream);
    if (known === undefined) return remember(await load(log, stream, family));
    return remember(log.hasOtherWriters ? await catchUp(log, known) : known);
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
