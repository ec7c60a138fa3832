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
