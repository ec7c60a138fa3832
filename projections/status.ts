import type { Generation } from './stores';
import type { Track, TrackEnd, TrackProgress } from './track';

/** How the views stand. */
export interface Status {
  readonly state:
    | 'starting'
    /** No views can be read yet. */
    | 'building'
    /** Views can be read, but are behind the log. */
    | 'catching-up'
    | 'live'
    /** Something failed that may pass; it is tried again and again. `detail` tells what. */
    | 'waiting'
    /** Going on would be wrong; `detail` tells why. Views stay as they were. */
    | 'stopped'
    | 'closed';
  readonly detail?: string;
  /** Index of the last record whose documents are visible; -1 before the first. */
  readonly seq: number;
  /** Index of the last record of the log, as far as is known; -1 for an empty log. */
  readonly head: number;
  readonly lagging: number;
  /** How many streams are parked. */
  readonly parked: number;
  /** What is read from, if anything can be. */
  readonly generation?: string;
  /** What is built beside it. */
  readonly building?: { readonly generation: string; readonly seq: number; readonly detail?: string };
}

/** A generation that is advanced, or (one of an older version) only read. */
export interface Side {
  readonly generation: Generation;
  readonly abort: AbortController;
  readonly track: Track | undefined;
  progress: TrackProgress;
  end?: TrackEnd;
}

/** What a runner knows of itself. */
export interface Standing {
  readonly closed: boolean;
  readonly head: number;
  readonly current: Side | undefined;
  readonly building: Side | undefined;
  /** Why something besides folding does not succeed. */
  readonly trouble: string | undefined;
}

export function statusOf(standing: Standing): Status {
  const { head, current, building, trouble } = standing;
  const seq = current?.progress.seq ?? -1;
  const side = current ?? building;
  const detail = side === undefined ? trouble : (detailOf(side) ?? trouble);
  return {
    state: stateOf(standing),
    ...(detail === undefined ? {} : { detail }),
    seq,
    head,
    lagging: Math.max(0, head - seq),
    parked: side?.progress.parked ?? 0,
    ...(current === undefined ? {} : { generation: current.generation.id }),
    ...(building === undefined ? {} : { building: buildingOf(building) }),
  };
}

function stateOf({ closed, current, building, trouble }: Standing): Status['state'] {
  if (closed) return 'closed';
  const side = current?.track === undefined ? building : current;
  if (side?.end?.kind === 'stopped') return 'stopped';
  if ((side?.progress.waiting ?? trouble) !== undefined) return 'waiting';
  if (current === undefined) return building === undefined ? 'starting' : 'building';
  return current.progress.live ? 'live' : 'catching-up';
}

const detailOf = ({ end, progress }: Side): string | undefined =>
  end?.kind === 'stopped' ? end.detail : progress.waiting;

function buildingOf(side: Side): NonNullable<Status['building']> {
  const building = { generation: side.generation.id, seq: side.progress.seq };
  const detail = detailOf(side);
  return detail === undefined ? building : { ...building, detail };
}
