import type { NewEntry } from '../port';
import type { NodeLog } from '../sqlite/node-log';
import type { Outcome } from './appending';

type Look = Pick<NodeLog, 'placeOfId' | 'atRevision' | 'lastRevision'>;

/** Are these the ids that lie in the stream from this revision on? Then the append is a repeat, answered as the first. */
export function knownRun(
  log: Look,
  stream: string,
  from: number,
  entries: readonly NewEntry[],
): Outcome | undefined {
  let position = 0;
  for (const [index, { id }] of entries.entries()) {
    const there = log.atRevision(stream, from + index);
    if (there?.id !== id) return undefined;
    position = there.position;
  }
  return { kind: 'done', revision: from + entries.length - 1, position };
}

/**
 * For any and stream_exists: a repeat if the first id and all others are in the stream, in whatever order; a wrong
 * version if the first is and another is not; undefined if the first is not.
 */
export function knownSet(log: Look, stream: string, entries: readonly NewEntry[]): Outcome | undefined {
  let last: Outcome | undefined;
  for (const { id } of entries) {
    const place = log.placeOfId(stream, id);
    if (place === undefined) {
      return last === undefined ? undefined : { kind: 'wrong-version', current: log.lastRevision(stream) };
    }
    last = { kind: 'done', ...place };
  }
  return last;
}
