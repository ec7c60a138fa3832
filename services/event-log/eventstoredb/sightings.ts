import type { Position } from '../port';

/** What a subscription shows of entries whose append has been answered with the position of the last alone. */
export interface Sightings {
  /** An entry was seen, by the id that the server has of it. */
  readonly saw: (id: string, position: Position) => void;
  /** Looks out for these from now on. */
  readonly lookOut: (ids: readonly string[]) => LookOut;
}

export interface LookOut {
  /** Where they lie, in the order asked for, or undefined where not all were seen within so many milliseconds. */
  readonly found: (limit: number) => Promise<readonly Position[] | undefined>;
  readonly end: () => void;
}

interface Group {
  missing: number;
  done: () => void;
}

export function createSightings(): Sightings {
  const groups = new Map<string, Group>();
  const positions = new Map<string, Position>();

  return {
    saw: (id, position) => {
      const group = groups.get(id);
      if (group === undefined || positions.has(id)) return;
      positions.set(id, position);
      group.missing -= 1;
      if (group.missing === 0) group.done();
    },
    lookOut: ids => {
      const group: Group = { missing: ids.length, done: () => undefined };
      for (const id of ids) groups.set(id, group);
      const all = (): readonly Position[] | undefined => {
        const found = ids.flatMap(id => positions.get(id) ?? []);
        return found.length === ids.length ? found : undefined;
      };
      return {
        found: async limit => {
          if (group.missing > 0)
            await new Promise<void>(resolve => {
              const timer = setTimeout(resolve, limit);
              group.done = () => {
                clearTimeout(timer);
                resolve();
              };
            });
          return all();
        },
        end: () => {
          for (const id of ids) {
            groups.delete(id);
            positions.delete(id);
          }
        },
      };
    },
  };
}
