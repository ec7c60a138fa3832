import { parseLeaf } from './leaves';
import { streamHeads } from './stream-heads';
import type { EachLeaf } from './tree';
import { add, type Finding, type Report } from './verdict';

export interface LeafChecks {
  readonly each: EachLeaf;
  /** `recordedAt` of the last leaf before an index, for the indices that were asked for. */
  readonly timeBefore: (index: number) => string | undefined;
}

/**
 * Does each leaf say what it must: its own index, the log's origin, a revision that follows and the hash of the leaf
 * before it in its stream, and a time that does not run backwards?
 */
export function leafChecks(report: Report, origin: string, asked: ReadonlySet<number>): LeafChecks {
  const heads = streamHeads();
  const times = new Map<number, string>();
  let time = '';

  const each: EachLeaf = (text, index, row, i) => {
    const bad = (code: string, message: string, expected: string, found: string): void =>
      add(report, { verdict: 'tampered', code, message, index, expected, found });
    const leaf = parseLeaf(text);
    if (leaf === undefined) return add(report, unknownForm(index));
    if (leaf.seq !== index) bad('wrong-seq', 'The leaf tells of another index.', `${index}`, `${leaf.seq}`);
    if (leaf.origin !== origin) bad('other-origin', 'The leaf is of another log.', origin, leaf.origin);
    if (leaf.recordedAt < time)
      bad('time-runs-backwards', 'The leaf was recorded before the one before it.', time, leaf.recordedAt);
    const head = heads.at(leaf.stream);
    if (leaf.revision !== head.revision + 1)
      bad(
        'wrong-revision',
        `A record of ${leaf.stream} is missing or told twice.`,
        `${head.revision + 1}`,
        `${leaf.revision}`,
      );
    if (!(head.hash === null ? leaf.prev === null : leaf.prev?.startsWith(head.hash) === true))
      bad(
        'wrong-prev',
        `The leaf does not build on the one before it in ${leaf.stream}.`,
        head.hash === null ? 'null' : `${head.hash}…`,
        leaf.prev ?? 'null',
      );
    heads.set(head.slot, leaf.revision, row, i);
    time = leaf.recordedAt;
    if (asked.has(index + 1)) times.set(index + 1, time);
  };
  return { each, timeBefore: index => times.get(index) };
}

const unknownForm = (index: number): Finding => ({
  verdict: 'unreadable',
  code: 'not-a-leaf',
  message: 'This is not a leaf of the form kravspor-leaf/v1.',
  index,
});
