import type { Checkpoint } from '../note';

/** Something is not as it was signed. The tree signs nothing more, and the service should take no writes. */
export interface Alarm {
  readonly kind:
    /** The log has fewer records than were signed for. */
    | 'log-shorter'
    /** A record is not what was recorded, by its own digest or shape. */
    | 'log-damaged'
    /** A record is another than the one that was signed for. */
    | 'log-differs'
    /** Tiles or bundles are not those of the log. */
    | 'tiles-differ'
    /** This log has been signed, but its anchor is gone. */
    | 'anchor-missing'
    | 'anchor-unreadable'
    /** The anchor commits to other records than this log holds. */
    | 'anchor-differs'
    /** Anchor or checkpoint are of another log. */
    | 'other-origin'
    /** Anchor or checkpoint are not signed by a key of this log. */
    | 'unknown-key';
  readonly message: string;
  readonly advice: string;
  /** Index of the first record that is missing or other than it was, where that is known. */
  readonly firstBad?: number;
  readonly expected?: string;
  readonly found?: string;
}

/** Is this an alarm that was written down? Its words are for people; nothing is decided by its kind. */
export const isAlarm = (value: unknown): value is Alarm =>
  typeof value === 'object' &&
  value !== null &&
  ['kind', 'message', 'advice'].every(name => typeof Reflect.get(value, name) === 'string');

export class TreeAlarm extends Error {
  override readonly name = 'TreeAlarm';
  constructor(readonly alarm: Alarm) {
    super(alarm.message);
  }
}

const RESTORE =
  'Keep the data folder as it is, restore the newest backup that holds all the anchor commits to, and start there.';
const REBUILD =
  'Move the folder of the tiles away and start again: they are made anew from the log and held against the anchor.';

export const shorter = (count: number, { size }: Checkpoint): TreeAlarm =>
  new TreeAlarm({
    kind: 'log-shorter',
    message: `The log has ${count} records, but ${size} have been signed for.`,
    advice: RESTORE,
    firstBad: count,
    expected: `${size} records`,
    found: `${count} records`,
  });

export const damaged = (detail: string, firstBad?: number): TreeAlarm =>
  new TreeAlarm({
    kind: 'log-damaged',
    message: detail,
    advice: RESTORE,
    ...(firstBad === undefined ? {} : { firstBad }),
  });

export const differs = (seq: number, expected: string, found: string): TreeAlarm =>
  new TreeAlarm({
    kind: 'log-differs',
    message: `Record ${seq} of the log is not the one that was signed for.`,
    advice: RESTORE,
    firstBad: seq,
    expected,
    found,
  });

/** Of the files made from the log; `firstBad` is the first leaf that the file tells wrongly or not at all. */
export const tilesDiffer = (what: string, firstBad?: number, expected?: string, found?: string): TreeAlarm =>
  new TreeAlarm({
    kind: 'tiles-differ',
    message: `${what} is not what the log says.`,
    advice: REBUILD,
    ...(firstBad === undefined ? {} : { firstBad }),
    ...(expected === undefined ? {} : { expected }),
    ...(found === undefined ? {} : { found }),
  });

export const otherRoot = ({ size, root }: Checkpoint, found: Buffer): TreeAlarm =>
  new TreeAlarm({
    kind: 'anchor-differs',
    message: `The first ${size} records are not those that were signed for: their root is another one.`,
    advice: RESTORE,
    expected: root.toString('base64'),
    found: found.toString('base64'),
  });
